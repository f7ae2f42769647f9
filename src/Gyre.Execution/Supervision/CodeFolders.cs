using System.Text;
using Gyre.Core;
using Gyre.Execution.Layout;
using Gyre.Execution.Platform;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>
/// The code of attempts, and inputs that are trees, as ready folders, <c>HOME/snapshots/DIGEST</c>, one for each tree, that working
/// directories are copied from. A folder is made when an
/// attempt on this machine first needs it.
/// </summary>
/// <param name="home">The home.</param>
/// <param name="openBlobs">Opens the artifact store; not called when the folder is there.</param>
internal sealed class CodeFolders(string home, Func<Task<IBlobStore>> openBlobs)
{
    /// <summary>The folder that holds a tree; made when it is not there, whole or not at all.</summary>
    /// <param name="tree">Digest of the tree.</param>
    /// <param name="attempt">Who asks; no two make the same temporary folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isReadOnly">Whether its files cannot be written, because they are read where they are.</param>
    /// <exception cref="LayoutException">The content is missing, or is not a tree.</exception>
    public async Task<string> FindAsync(
        Digest tree, AttemptId attempt, CancellationToken cancellationToken, bool isReadOnly = false)
    {
        var folder = Path.Join(home, "snapshots", tree.Hex);
        if (Directory.Exists(folder))
        {
            LastUse.Note(folder, TimeProvider.System);
            return folder;
        }
        var fresh = Path.Join(home, "snapshots", $"new-{attempt}");
        try
        {
            await MakeAsync(tree, fresh, isReadOnly, cancellationToken);
        }
        catch (Exception exception) when (exception is BlobMissingException or FormatException)
        {
            throw new LayoutException($"The code {tree} could not be laid out: {exception.Message}", exception);
        }
        Publish(fresh, folder);
        return folder;
    }

    private async Task MakeAsync(Digest tree, string fresh, bool isReadOnly, CancellationToken cancellationToken)
    {
        // An earlier process of the same attempt may have been killed here.
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        Directory.CreateDirectory(fresh);
        var blobs = await openBlobs();
        foreach (var file in (await ReadAsync(blobs, tree, cancellationToken)).Files)
        {
            if (!SafePath.TryParse(file.Path, out var safe, out var reason))
                throw new FormatException($"it names the file '{file.Path}': {reason}");
            var path = Path.Join(fresh, file.Path);
            if (safe.Segments.Length > 1)
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await blobs.CopyToFileAsync(file.Digest, path, cancellationToken);
            if (isReadOnly && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            else if (file.Executable && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static async Task<CodeTree> ReadAsync(IBlobStore blobs, Digest tree, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenReadAsync(tree, 0, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return CodeTree.Parse(await reader.ReadToEndAsync(cancellationToken));
    }

    /// <summary>Two attempts may make the same tree at once; the second one's copy is thrown away.</summary>
    private static void Publish(string fresh, string folder)
    {
        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(fresh, recursive: true);
        }
    }
}
