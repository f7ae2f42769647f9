using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>A file of a project that was found and is not read yet.</summary>
/// <param name="Path">Relative to the project, with <c>/</c>.</param>
internal sealed record ProjectFileEntry(string Path);

/// <summary>The files of a project that inputs may name: of a folder on disk, or of a tree of code that an earlier run was accepted with.</summary>
internal interface IProjectFiles
{
    /// <summary>The file at a path, or null.</summary>
    ProjectFileEntry? Find(SafePath path);

    /// <summary>Files whose path fits a pattern, in ordinal order.</summary>
    IReadOnlyList<ProjectFileEntry> Match(string pattern);

    /// <summary>Makes sure that its content is in the artifact store.</summary>
    Task<StoredContent> StoreAsync(ProjectFileEntry file, CancellationToken cancellationToken);
}

/// <summary>Content that is in the artifact store; the further checksums are there when the bytes were read just now.</summary>
internal sealed record StoredContent(Digest Digest, long SizeInBytes, string? Md5 = null, string? Sha1 = null);

/// <summary>A folder on disk. Links are passed over: what they point to may lie anywhere.</summary>
internal sealed class FolderFiles(string folder, IBlobStore blobs) : IProjectFiles
{
    public ProjectFileEntry? Find(SafePath path) =>
        FileKinds.IsReadable(path.Under(folder)) ? new ProjectFileEntry(path.ToString()) : null;

    public IReadOnlyList<ProjectFileEntry> Match(string pattern)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. Directory.EnumerateFiles(folder, "*", options)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(path => FilePattern.Matches(pattern, path) && FileKinds.Look(Path.Join(folder, path))?.Kind == FileKind.File)
            .Order(StringComparer.Ordinal).Select(path => new ProjectFileEntry(path))];
    }

    public Task<StoredContent> StoreAsync(ProjectFileEntry file, CancellationToken cancellationToken) =>
        ContentReader.StoreFileAsync(blobs, Path.Join(folder, file.Path), cancellationToken);
}

/// <summary>A tree of code in the artifact store.</summary>
internal sealed class TreeFiles(CodeTree tree, IBlobStore blobs) : IProjectFiles
{
    private readonly Dictionary<string, Digest> _files = tree.Files.ToDictionary(file => file.Path, file => file.Digest, StringComparer.Ordinal);

    public ProjectFileEntry? Find(SafePath path) => _files.ContainsKey(path.ToString()) ? new ProjectFileEntry(path.ToString()) : null;

    public IReadOnlyList<ProjectFileEntry> Match(string pattern) =>
        [.. _files.Keys.Where(path => FilePattern.Matches(pattern, path)).Order(StringComparer.Ordinal).Select(path => new ProjectFileEntry(path))];

    public async Task<StoredContent> StoreAsync(ProjectFileEntry file, CancellationToken cancellationToken)
    {
        var digest = _files[file.Path];
        var blob = await blobs.FindAsync(digest, cancellationToken) ?? throw new BlobMissingException(digest);
        return new StoredContent(digest, blob.SizeInBytes);
    }
}
