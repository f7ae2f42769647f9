using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;

namespace Gyre.Web;

/// <summary>
/// The built pages, which lie in this assembly: <c>index.html</c> as it is, everything else compressed with Brotli where that makes it
/// smaller. Thread-safe.
/// </summary>
public static class PageFiles
{
    private const string Folder = "dist/";
    private const string Compressed = ".br";
    private static readonly Assembly Here = typeof(PageFiles).Assembly;

    /// <summary>Content types by ending: only these are served.</summary>
    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".json"] = "application/json",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<FrozenDictionary<string, PageFile>> Files = new(Read);

    /// <summary>The files by their path, such as <c>assets/main-4f2a.js</c>; empty if the pages were not built.</summary>
    public static IReadOnlyDictionary<string, PageFile> All => Files.Value;

    private static FrozenDictionary<string, PageFile> Read()
    {
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in Here.GetManifestResourceNames())
        {
            // On Windows, folders in these names are separated by backslashes.
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(Folder, StringComparison.Ordinal))
                continue;
            path = path[Folder.Length..];
            var isCompressed = path.EndsWith(Compressed, StringComparison.Ordinal);
            if (isCompressed)
                path = path[..^Compressed.Length];
            if (MediaTypes.TryGetValue(Path.GetExtension(path), out var type))
                files[path] = new PageFile(path, type, isCompressed, name);
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static Stream Open(string resource) =>
        Here.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"'{resource}' is not in the assembly.");

    internal static Stream Decompress(Stream compressed) => new BrotliStream(compressed, CompressionMode.Decompress);
}

/// <summary>A file of the pages.</summary>
/// <param name="Path">With slashes, relative to the place of <c>index.html</c>.</param>
/// <param name="MediaType">Its content type.</param>
/// <param name="IsCompressed">Whether <see cref="Open"/> gives it compressed with Brotli.</param>
/// <param name="Resource">Its name in the assembly.</param>
public sealed record PageFile(string Path, string MediaType, bool IsCompressed, string Resource)
{
    /// <summary>Whether its name says its content, so that it can be kept for good.</summary>
    public bool IsHashed => Path.StartsWith("assets/", StringComparison.Ordinal);

    /// <summary>Its bytes as they are in the assembly.</summary>
    public Stream Open() => PageFiles.Open(Resource);

    /// <summary>Its content.</summary>
    public Stream OpenContent() => IsCompressed ? PageFiles.Decompress(Open()) : Open();
}
