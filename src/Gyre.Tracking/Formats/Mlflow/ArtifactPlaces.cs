using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow.Folder;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>
/// Finds where files are now. The URIs that a store wrote down say where they were when it was written, on that machine; they lead to a folder only below the
/// roots that the user named, else a folder from a stranger could ask for any file of this machine.
/// </summary>
/// <param name="roots">Folders, the most likely one first.</param>
internal sealed class ArtifactPlaces(IReadOnlyList<string> roots)
{
    private const string Proxy = "mlflow-artifacts:";

    private readonly IReadOnlyList<string> _roots = [.. roots.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];

    /// <summary>The folder, or null when it is not below any root.</summary>
    /// <param name="uri">As the store wrote it.</param>
    /// <param name="usualTail">How such a folder ends when nobody chose another place: <c>EXPERIMENT/RUN/artifacts</c>.</param>
    public string? Find(string uri, string usualTail)
    {
        if (AtItsOwnPlace(uri) is { } own)
            return own;
        var path = uri.StartsWith(Proxy, StringComparison.Ordinal) ? AfterHost(uri[Proxy.Length..]) : PathOf(uri) ?? "";
        // Longest tail first: what stood below the old root stands below one of ours.
        return path.Length > 0 && Below(path.Trim('/')) is { } found ? found : path.TrimEnd('/').EndsWith("/" + usualTail, StringComparison.Ordinal) ? Below(usualTail) : null;
    }

    /// <summary>The path of a <c>file:</c> URI or of a plain path; null for another scheme.</summary>
    public static string? PathOf(string uri)
    {
        if (uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? Uri.UnescapeDataString(parsed.AbsolutePath) : null;
        var scheme = uri.IndexOf(':', StringComparison.Ordinal);
        // One letter before the colon is a drive.
        return scheme > 1 ? null : uri;
    }

    private static string AfterHost(string rest)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return Uri.UnescapeDataString(rest);
        var slash = rest.IndexOf('/', 2);
        return slash < 0 ? "" : Uri.UnescapeDataString(rest[slash..]);
    }

    private string? AtItsOwnPlace(string uri)
    {
        if (PathOf(uri) is not { Length: > 0 } path || path.Contains('\0', StringComparison.Ordinal))
            return null;
        foreach (var root in _roots)
        {
            var relative = Path.GetRelativePath(root, Path.GetFullPath(path, root)).Replace('\\', '/');
            if (Walk(root, relative) is { } found)
                return found;
        }
        return null;
    }

    private string? Below(string relative) => _roots.Select(root => Walk(root, relative)).FirstOrDefault(found => found is not null);

    /// <summary>Goes down from a root and follows no link on the way.</summary>
    private static string? Walk(string root, string relative)
    {
        if (!SafePath.TryParse(relative, out var path, out _))
            return null;
        var folder = root;
        foreach (var name in path.Segments)
        {
            folder = Path.Join(folder, name);
            if (!ForeignFolder.IsFolder(folder))
                return null;
        }
        return folder;
    }
}
