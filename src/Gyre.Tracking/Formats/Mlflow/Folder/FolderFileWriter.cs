using System.Text;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Writes values, points and files below a folder, each where its key says; a key that can be no file becomes a remark.</summary>
internal sealed class FolderFileWriter(string root, RemarkList remarks)
{
    private static readonly UTF8Encoding Utf8 = new(false);

    public static void WriteMeta(string folder, MetaText meta)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "meta.yaml"), meta.ToString(), Utf8);
    }

    public void WriteValues(string folder, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (key, value) in values)
            WriteText(folder, key, value);
    }

    public void WriteText(string folder, string key, string text)
    {
        if (TryMake(folder, key) is { } path)
            File.WriteAllText(path, text, Utf8);
    }

    /// <summary>Writes a line per point, or the one that is shown where there is no history; how many.</summary>
    public async Task<long> WritePointsAsync(string folder, string key, IAsyncEnumerable<MetricPoint> points, MetricPoint? latest)
    {
        // A file without a line would be malformed: it is made with the first point.
        long count = 0;
        StreamWriter? writer = null;
        try
        {
            await foreach (var point in points)
            {
                writer ??= TryOpen(folder, key);
                if (writer is null)
                    return 0;
                await writer.WriteAsync(MetricLines.Write(point) + "\n");
                count++;
            }
            if (count == 0 && latest is { } only && (writer = TryOpen(folder, key)) is not null)
            {
                await writer.WriteAsync(MetricLines.Write(only) + "\n");
                count++;
            }
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }
        return count;
    }

    /// <summary>Copies files; one that breaks off is not there afterwards. How many.</summary>
    public async Task<long> CopyAsync(string folder, IAsyncEnumerable<ForeignArtifactFile> files, CancellationToken cancellationToken)
    {
        long count = 0;
        await foreach (var file in files)
        {
            if (TryMake(folder, file.Path.ToString()) is { } path && await TryCopyAsync(file, path, cancellationToken))
                count++;
        }
        return count;
    }

    /// <summary>Where a key's file is; null for a key that would lead out, or that this file system has no name for.</summary>
    public static string? TryPlace(string folder, string key)
    {
        var names = key.Split('/');
        if (names.Any(name => name is "" or "." or ".."))
            return null;
        // Keys like 'aux', 'loss.' and 'a:b' are names everywhere but on Windows: there the strict rule holds, elsewhere what is left of it.
        var looked = OperatingSystem.IsWindows() ? key : string.Join('/', names.Select(name => $"_{name.Replace(':', '_')}_"));
        return SafePath.TryParse(looked, out _, out _) ? Path.Join([folder, .. names]) : null;
    }

    private string? TryMake(string folder, string key)
    {
        if (TryPlace(folder, key) is not { } path)
        {
            remarks.Add(PlaceOf(folder), $"'{RemarkList.Shown(key)}' is not a valid file name; it was not written");
            return null;
        }
        var parent = Path.GetDirectoryName(path)!;
        for (var above = parent; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
        {
            if (File.Exists(above))
                return RefuseClash(folder, key);
        }
        if (Directory.Exists(path))
            return RefuseClash(folder, key);
        Directory.CreateDirectory(parent);
        return path;
    }

    private string? RefuseClash(string folder, string key)
    {
        remarks.Add(
            PlaceOf(folder),
            $"'{RemarkList.Shown(key)}' conflicts with another key: it would be both a file and a folder; it was not written");
        return null;
    }

    private StreamWriter? TryOpen(string folder, string key) => TryMake(folder, key) is { } path ? new StreamWriter(path, append: false, Utf8) : null;

    private async Task<bool> TryCopyAsync(ForeignArtifactFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = new SourceStream(await SourceStream.OpenAsync(file, cancellationToken));
            await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await content.CopyToAsync(copy, cancellationToken);
            return true;
        }
        catch (SourceBrokenException exception)
        {
            File.Delete(path);
            remarks.Add(PlaceOf(path), $"the file was not written: {RemarkList.Shown(exception.Message)}");
            return false;
        }
    }

    private string PlaceOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
