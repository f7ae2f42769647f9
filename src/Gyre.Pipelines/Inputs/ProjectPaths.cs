using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>
/// Paths inside the project, also with wildcards, and <c>file://</c> addresses of this machine: of a file, or with <c>/</c> at the end of a
/// folder with all that is in it.
/// </summary>
internal sealed class ProjectPaths(IBlobStore blobs) : IInputScheme
{
    private const string FileScheme = "file://";
    private const int MostFiles = 100_000;
    private const string Remedy = "Use a path inside the project folder, or a file:// URI, with '/' at the end for a folder.";

    public bool Takes(string uri) => uri.StartsWith(FileScheme, StringComparison.Ordinal) || !uri.Contains("://", StringComparison.Ordinal);

    public Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken) =>
        !request.Uri.StartsWith(FileScheme, StringComparison.Ordinal) ? InProjectAsync(request, cancellationToken)
        : request.Uri.EndsWith('/') ? InFolderAsync(request, cancellationToken)
        : OnDiskAsync(request.Uri, cancellationToken);

    private async Task<FoundFiles> InFolderAsync(InputRequest request, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Uri, UriKind.Absolute, out var address) || !Directory.Exists(address.LocalPath))
            return FoundFiles.Refuse($"the folder '{request.Shown}' does not exist", Remedy);
        try
        {
            var paths = FilesBelow(address.LocalPath);
            if (paths.Count is 0 or > MostFiles)
                return FoundFiles.Refuse(
                    paths.Count == 0 ? $"the folder '{request.Shown}' is empty"
                        : $"the folder '{request.Shown}' has more than {MostFiles} files",
                    Remedy);
            if (paths.Find(static path => !FileKinds.IsReadable(path)) is { } other)
                return FoundFiles.Refuse($"'{ShownAddress.Of(other)}' is not a regular file", Remedy);
            return new FoundFiles(await StoreAsync(request, address.LocalPath, paths, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FoundFiles.Refuse($"the folder '{request.Shown}' cannot be read", Remedy);
        }
    }

    /// <summary>Links are not followed: what they lead to may be anything.</summary>
    private static List<string> FilesBelow(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        return [.. Directory.EnumerateFiles(folder, "*", options).Take(MostFiles + 1).Order(StringComparer.Ordinal)];
    }

    private async Task<List<InputFile>> StoreAsync(
        InputRequest request, string folder, List<string> paths, CancellationToken cancellationToken)
    {
        var files = new List<InputFile>();
        foreach (var path in paths)
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            var content = await ContentReader.StoreFileAsync(blobs, path, cancellationToken);
            files.Add(FileOf(FilePattern.NameOf(name, name, request.Keep), request.Uri + Uri.EscapeDataString(name), content));
        }
        return files;
    }

    private async Task<FoundFiles> OnDiskAsync(string uri, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || !File.Exists(address.LocalPath))
            return FoundFiles.Refuse($"'{ShownAddress.Of(uri)}' does not exist", Remedy);
        if (!FileKinds.IsReadable(address.LocalPath))
            return FoundFiles.Refuse($"'{ShownAddress.Of(uri)}' is not a regular file", Remedy);
        var content = await ContentReader.StoreFileAsync(blobs, address.LocalPath, cancellationToken);
        return new FoundFiles([FileOf(Path.GetFileName(address.LocalPath), uri, content)]);
    }

    private static async Task<FoundFiles> InProjectAsync(InputRequest request, CancellationToken cancellationToken)
    {
        var uri = request.Uri;
        if (!SafePath.TryParse(uri, out var path, out var reason))
            return FoundFiles.Refuse($"'{request.Shown}' is not valid: {reason}", Remedy);
        var pattern = uri.AsSpan().IndexOfAny('*', '?', '[') >= 0;
        var entries = request.Files.Find(path) is { } exact ? [exact] : pattern ? request.Files.Match(uri) : [];
        if (entries.Count == 0)
            return FoundFiles.Refuse(pattern ? $"nothing matches '{request.Shown}'" : $"'{request.Shown}' does not exist", Remedy);
        var files = new List<InputFile>();
        foreach (var entry in entries)
            files.Add(FileOf(FilePattern.NameOf(entry.Path, uri, request.Keep), uri, await request.Files.StoreAsync(entry, cancellationToken)));
        return new FoundFiles(files);
    }

    private static InputFile FileOf(string name, string uri, StoredContent content) =>
        new() { Name = name, Uri = uri, Digest = content.Digest, SizeInBytes = content.SizeInBytes, Md5 = content.Md5, Sha1 = content.Sha1 };
}
