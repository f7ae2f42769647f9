using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Demo;

/// <summary>The example's files, which are inside the program.</summary>
internal static class DemoFiles
{
    private const string Prefix = "demo/";

    /// <summary>Writes the files that are missing. A file that somebody changed stays changed.</summary>
    /// <returns>The folder.</returns>
    public static async Task<string> WriteAsync(string folder, CliHost host, CancellationToken cancellationToken)
    {
        foreach (var (name, resource) in Resources())
        {
            var path = name.Under(folder);
            if (!File.Exists(path))
                await WriteAsync(resource, path, cancellationToken);
            else if (!await IsSameAsync(resource, path, cancellationToken))
                host.Say($"{Shown.Clean(path)} has been modified; using it as it is.");
        }
        return folder;
    }

    private static IEnumerable<(SafePath Name, string Resource)> Resources() => typeof(DemoFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => (SafePath.Parse(name[Prefix.Length..].Replace('\\', '/')), name));

    private static async Task WriteAsync(string resource, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside its place first: an interrupted demo must not leave half a data file that later looks like a change.
        var partial = path + ".partial";
        var file = new FileStream(partial, FileMode.Create, FileAccess.Write);
        await using (file)
        await using (var content = Open(resource))
            await content.CopyToAsync(file, cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    private static async Task<bool> IsSameAsync(string resource, string path, CancellationToken cancellationToken)
    {
        await using var content = Open(resource);
        if (new FileInfo(path).Length != content.Length)
            return false;
        var original = new byte[content.Length];
        await content.ReadExactlyAsync(original, cancellationToken);
        var present = await File.ReadAllBytesAsync(path, cancellationToken);
        return original.AsSpan().SequenceEqual(present);
    }

    private static Stream Open(string resource) => typeof(DemoFiles).Assembly.GetManifestResourceStream(resource)!;
}
