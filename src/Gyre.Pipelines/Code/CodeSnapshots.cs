using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Pipelines.Code;

/// <summary>Keeps the code of runs in the artifact store: the files, and a tree that names them.</summary>
internal sealed class CodeSnapshots(string home, IBlobStore blobs)
{
    private const int MostFiles = 100_000;

    /// <summary>Takes what is in a project's folder now; gives the digest of the tree.</summary>
    public async Task<Digest> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        var files = ImmutableArray.CreateBuilder<CodeFile>();
        foreach (var path in Enumerate(root))
        {
            if (files.Count == MostFiles)
                throw new InvalidInputException(
                    "project.too-large",
                    $"The project folder '{folder}' contains more than {MostFiles} files.",
                    "Move data out of the folder, or start in a smaller folder.");
            var blob = await blobs.PutFileAsync(path, cancellationToken);
            files.Add(new CodeFile(Path.GetRelativePath(root, path).Replace('\\', '/'), blob.Digest, IsExecutable(path)));
        }
        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        var tree = new CodeTree(files.ToImmutable());
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(tree.ToText()));
        return (await blobs.PutAsync(text, cancellationToken)).Digest;
    }

    /// <summary>The tree without files.</summary>
    public async Task<Digest> TakeNothingAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(new CodeTree([]).ToText()));
        return (await blobs.PutAsync(text, cancellationToken)).Digest;
    }

    public async Task<CodeTree> ReadAsync(Digest tree, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenReadAsync(tree, 0, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return CodeTree.Parse(await reader.ReadToEndAsync(cancellationToken));
    }

    /// <summary>The size of a file of a tree in bytes; null when its content is lost.</summary>
    public async Task<long?> SizeOfAsync(Digest file, CancellationToken cancellationToken) =>
        (await blobs.FindAsync(file, cancellationToken))?.SizeInBytes;

    /// <summary>A file of a tree, whole.</summary>
    public async Task<byte[]> ReadFileAsync(Digest file, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenReadAsync(file, 0, cancellationToken);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>What is ignored is left out, and what is in an ignored folder with it.</summary>
    private IEnumerable<string> Enumerate(string root)
    {
        var hidden = Path.GetFullPath(home);
        var open = new Stack<(string Folder, IgnoredPaths Ignored)>([(root, IgnoredPaths.AtRoot(root))]);
        while (open.TryPop(out var next))
        {
            foreach (var entry in new DirectoryInfo(next.Folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                // Links are left out: what they point to may lie anywhere.
                if (entry.LinkTarget is not null || entry.FullName == hidden || entry.Name is ".git" or ".gyre" or "__pycache__")
                    continue;
                if (next.Ignored.Contains(entry.FullName, entry is DirectoryInfo))
                    continue;
                if (entry is DirectoryInfo)
                    open.Push((entry.FullName, next.Ignored.Below(entry.FullName)));
                else if (entry.Attributes.HasFlag(FileAttributes.Normal) || (entry.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0)
                    yield return entry.FullName;
            }
        }
    }

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
