using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Serving.Programs;

/// <summary>
/// The folder of one running program, <c>HOME/services/ID</c>, with its files. A file beside it names the process that owns it, so that a
/// later one ends and removes what was left behind.
/// </summary>
internal sealed class ProgramFolder : IDisposable
{
    private const string OwnerEnding = ".owner";

    private readonly string _ownerFile;

    private ProgramFolder(string path, string ownerFile, string owner) => (Path, _ownerFile, Owner) = (path, ownerFile, owner);

    public string Path { get; }

    /// <summary>By which its processes are found again.</summary>
    public string Owner { get; }

    /// <summary>Makes one with its files.</summary>
    /// <exception cref="BlobMissingException">A file is not in the artifact store.</exception>
    public static async Task<ProgramFolder> MakeAsync(
        string home, string id, CommandModel command, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var services = Services(home);
        Directory.CreateDirectory(services);
        var owner = System.IO.Path.Join(services, id + OwnerEnding);
        await File.WriteAllTextAsync(owner, ProcessMark.Create(id), cancellationToken);
        var folder = new ProgramFolder(System.IO.Path.Join(services, id), owner, id);
        try
        {
            Directory.CreateDirectory(folder.Path);
            foreach (var file in command.Files)
                await folder.AddAsync(file, blobs, cancellationToken);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
        return folder;
    }

    /// <summary>Ends and removes what processes left behind that are gone.</summary>
    public static void Clean(string home)
    {
        var services = Services(home);
        if (!Directory.Exists(services))
            return;
        foreach (var owner in Directory.EnumerateFiles(services, "*" + OwnerEnding))
        {
            var mark = File.ReadAllText(owner);
            // One that is being written is nobody's yet.
            if (mark.Length == 0 || !ProcessMark.IsGone(mark))
                continue;
            var id = System.IO.Path.GetFileNameWithoutExtension(owner);
            ServiceProcess.EndLeftovers(id);
            new ProgramFolder(System.IO.Path.Join(services, id), owner, id).Dispose();
        }
    }

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
            File.Delete(_ownerFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The owner's file stays, so the next process that looks removes it.
        }
    }

    private static string Services(string home) => System.IO.Path.Join(System.IO.Path.GetFullPath(home), "services");

    private async Task AddAsync(CommandFile file, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var path = SafePath.Parse(file.Path).Under(Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await blobs.CopyToFileAsync(file.Digest, path, cancellationToken);
        if (file.Executable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }
}
