using System.Text;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>
/// A folder from outside. Links in it are not followed, names are looked at one folder at a time, texts have a longest length. A file of no bytes is empty and
/// is not opened: pipes and devices say so too, and would block.
/// </summary>
internal sealed class ForeignFolder(string root, RemarkList remarks)
{
    private const string MetaName = "meta.yaml";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public string Root { get; } = root;

    public RemarkList Remarks { get; } = remarks;

    /// <summary>A path as remarks name it: below the root where it is there.</summary>
    public string PlaceOf(string path)
    {
        var relative = Path.GetRelativePath(Root, path).Replace('\\', '/');
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The folders in a folder, in ordinal order; none where it is absent or a link.</summary>
    public IReadOnlyList<DirectoryInfo> Folders(string folder) => [.. Entries(folder).OfType<DirectoryInfo>()];

    /// <summary>Whether there is a folder that is no link.</summary>
    public static bool IsFolder(string path) => new DirectoryInfo(path) is { Exists: true } folder && !IsLink(folder);

    /// <summary>All files below a folder, with their paths from there, '/' between names.</summary>
    public IEnumerable<(string Key, FileInfo File)> FilesBelow(string folder)
    {
        var open = new Stack<(string Key, FileSystemInfo Entry, int Depth)>();
        Push(open, "", folder, 1);
        while (open.TryPop(out var next))
        {
            if (next.Entry is FileInfo file)
                yield return (next.Key, file);
            else if (next.Depth < ForeignLimits.MaxFolderDepth)
                Push(open, next.Key + "/", next.Entry.FullName, next.Depth + 1);
            else
                Remarks.Add(
                    PlaceOf(next.Entry.FullName),
                    $"folders are nested deeper than {ForeignLimits.MaxFolderDepth} levels; deeper folders were not imported");
        }
    }

    /// <summary>The texts of the files below a folder: params, tags, aliases.</summary>
    public IReadOnlyDictionary<string, string> TextsBelow(string folder)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var (key, file) in FilesBelow(folder))
        {
            if (texts.Count >= ForeignLimits.MaxKeys || bytes > ForeignLimits.MaxValuesBytes)
            {
                Remarks.Add(PlaceOf(folder), "too many texts, or texts that are too long; the rest was not imported");
                break;
            }
            if (TryReadText(file, ForeignLimits.MaxValueBytes) is not { } text)
                continue;
            bytes += text.Length;
            texts[key] = text;
        }
        return texts;
    }

    /// <summary>The <c>meta.yaml</c> of a folder; null, with a remark, for one that is absent or bad.</summary>
    public MetaMap? TryReadMeta(string folder)
    {
        var file = new FileInfo(Path.Join(folder, MetaName));
        if (!file.Exists || IsLink(file))
        {
            Remarks.Add(PlaceOf(folder), $"it has no {MetaName} (links are not followed); the folder was not imported");
            return null;
        }
        return TryReadText(file, ForeignLimits.MaxMetaBytes) is { } text ? Try(folder, () => MetaDocument.Read(text)) : null;
    }

    /// <summary>Does something with the <c>meta.yaml</c> of a folder; what is bad there becomes a remark, and null comes back.</summary>
    public T? Try<T>(string folder, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (BadFileException exception)
        {
            Remarks.Add(PlaceOf(Path.Join(folder, MetaName)), exception.Message, exception.Line);
            return null;
        }
    }

    /// <summary>Opens a file that may be changed or deleted meanwhile.</summary>
    public static Stream Open(FileInfo file) => file.Length == 0
        ? Stream.Null
        : new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);

    public static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private void Push(Stack<(string Key, FileSystemInfo Entry, int Depth)> open, string prefix, string folder, int depth)
    {
        var entries = Entries(folder);
        for (var index = entries.Count - 1; index >= 0; index--)
            open.Push((prefix + entries[index].Name, entries[index], depth));
    }

    private List<FileSystemInfo> Entries(string folder)
    {
        if (!IsFolder(folder))
            return [];
        var entries = new List<FileSystemInfo>();
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(ForeignLimits.MaxNames))
                Add(entries, entry);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Remarks.Add(PlaceOf(folder), $"the folder cannot be listed: {exception.Message}");
        }
        entries.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return entries;
    }

    private void Add(List<FileSystemInfo> entries, FileSystemInfo entry)
    {
        if (IsLink(entry))
            Remarks.Add(PlaceOf(entry.FullName), "links are not followed");
        else
            entries.Add(entry);
    }

    private string? TryReadText(FileInfo file, int maxBytes)
    {
        try
        {
            if (file.Length > maxBytes)
                throw new BadFileException($"it has {file.Length} bytes; the maximum is {maxBytes}");
            using var stream = Open(file);
            var bytes = new byte[maxBytes < file.Length + 4096 ? maxBytes + 1 : (int)file.Length + 4096];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == bytes.Length)
                throw new BadFileException("it grew while it was read");
            return Strict.GetString(bytes, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException or BadFileException)
        {
            Remarks.Add(PlaceOf(file.FullName), exception is DecoderFallbackException ? "it is not UTF-8; it was not imported" : $"it was not imported: {exception.Message}");
            return null;
        }
    }
}
