using Gyre.Client.Formats.Mlflow.Folder;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Rest;

/// <summary>Artifacts through the server, or in a folder when the server names one.</summary>
internal sealed partial class RestStore
{
    private const string Proxy = "mlflow-artifacts:";
    private const string ProxyPath = "/api/2.0/mlflow-artifacts/artifacts";

    public Task PutArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken) => LocalFolder(root) is { } folder
        ? FolderArtifacts.PutAsync(folder, path, open, cancellationToken)
        : rest.PutAsync(ProxyUri(root, path), MediaType(path.FileName), open, cancellationToken);

    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string root, SafePath? folder, CancellationToken cancellationToken)
    {
        if (LocalFolder(root) is { } local)
            return FolderArtifacts.List(local, folder);
        var (server, path) = ProxyPlace(root);
        var whole = folder is null ? path : $"{path}/{folder}";
        var uri = new Uri($"{server}{ProxyPath}?path={Uri.EscapeDataString(whole)}");
        var answer = await rest.GetAsync(uri, Json.WireFilesAnswer, cancellationToken);
        return [.. (answer.Files ?? []).Select(file => Entry(file, folder))];
    }

    public Task<bool> ReadArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken) => LocalFolder(root) is { } folder
        ? FolderArtifacts.ReadAsync(folder, path, open, cancellationToken)
        : rest.ReadAsync(ProxyUri(root, path), open, cancellationToken);

    private static ArtifactEntry Entry(WireFile file, SafePath? folder)
    {
        // The proxy answers base names; a path with more in it would be a server's slip or a trap.
        var name = SafePath.Parse(file.Path).FileName;
        return new ArtifactEntry(folder is null ? name : $"{folder}/{name}", file.IsDir, file.IsDir ? null : file.FileSize);
    }

    private static string? LocalFolder(string root) =>
        Uri.TryCreate(root, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : null;

    private Uri ProxyUri(string root, SafePath path)
    {
        var (server, folder) = ProxyPlace(root);
        return new Uri($"{server}{ProxyPath}/{Escape(folder)}/{Escape(path.ToString())}");
    }

    private (string Server, string Path) ProxyPlace(string root)
    {
        if (!root.StartsWith(Proxy, StringComparison.Ordinal))
        {
            throw new TrackingException($"The artifacts of this run are at '{root}'. This client can write only through the tracking server or to folders; "
                + "configure the server to proxy artifacts, or copy the files with the tools of that store.");
        }
        var below = root[Proxy.Length..];
        if (!below.StartsWith("//", StringComparison.Ordinal))
            return (rest.Address.Server, below.Trim('/'));
        var uri = new Uri(new Uri(rest.Address.Server).Scheme + ":" + below);
        return (uri.GetLeftPart(UriPartial.Authority), Uri.UnescapeDataString(uri.AbsolutePath).Trim('/'));
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string MediaType(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".txt" or ".log" or ".md" or ".csv" or ".yaml" or ".yml" or ".json" or ".py" or ".cs" => "text/plain",
        "" when name == "MLmodel" => "text/plain",
        ".html" => "text/html",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    };
}
