using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>Paths inside the project, also with wildcards, and <c>file://</c> addresses of this machine.</summary>
internal sealed class ProjectPaths(IBlobStore blobs) : IInputScheme
{
    private const string FileScheme = "file://";
    private const string Remedy = "Use a path inside the project folder, or a file:// URI.";

    public bool Takes(string uri) => uri.StartsWith(FileScheme, StringComparison.Ordinal) || !uri.Contains("://", StringComparison.Ordinal);

    public Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken) =>
        request.Uri.StartsWith(FileScheme, StringComparison.Ordinal) ? OnDiskAsync(request.Uri, cancellationToken) : InProjectAsync(request, cancellationToken);

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
