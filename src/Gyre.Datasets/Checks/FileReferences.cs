using System.Text;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>The files of a dataset, and which of them examples refer to.</summary>
internal sealed class FileReferences
{
    public const string FolderName = "files";
    private const int MaxDepth = 64;
    private const int MaxPathBytes = 4096;

    private readonly Dictionary<string, bool> _isUsed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _elsewhere = new(StringComparer.Ordinal);
    private readonly FindingLog _log;
    private readonly string _folder;

    private FileReferences(string folder, FindingLog log) => (_folder, _log) = (folder, log);

    /// <summary>Distinct files that were referred to.</summary>
    public long Used => _isUsed.Values.Count(static used => used) + _elsewhere.Count;

    /// <summary>Lists the files. Links are listed but not followed.</summary>
    /// <param name="dataset">The folder of the dataset.</param>
    /// <param name="log">Receives folders that cannot be read.</param>
    public static FileReferences In(string dataset, FindingLog log)
    {
        var files = new FileReferences(Path.Join(dataset, FolderName), log);
        if (Directory.Exists(files._folder))
            files.List(files._folder, "", 0);
        return files;
    }

    /// <summary>Looks up what a cell refers to and says what is wrong with it.</summary>
    /// <returns>Whether the file exists.</returns>
    public bool Refer(ReadOnlySpan<byte> cell, string element, RowPlace place)
    {
        var text = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, MaxPathBytes + 1)]);
        if (cell.Length > MaxPathBytes || text.Contains('\0', StringComparison.Ordinal))
        {
            place.Error(
                "dataset.file.path", $"The path in element \"{element}\" is not valid: \"{CellText.Shown(cell)}\".",
                "Use a path under files/.", element,
                CellText.Shown(cell));
            return false;
        }
        return Path.IsPathRooted(text) ? ReferElsewhere(text, element, place) : ReferHere(text, element, place);
    }

    /// <summary>Bytes of the file that a path refers to; null when it leaves the folder, or there is none.</summary>
    public long? SizeOfReferred(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return null;
        if (Path.IsPathRooted(text))
            return File.Exists(text) ? SizeOf(text) : null;
        return Spellings(text).FirstOrDefault(_isUsed.ContainsKey) is { } found ? SizeOf(Path.Join(_folder, found)) : null;
    }

    /// <summary>What a relative path may mean, the likelier first: paths below <c>files/</c> without dots.</summary>
    public static IEnumerable<string> Spellings(string text) =>
        new[] { Normal(text), Normal(text.Replace('\\', '/')) }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Says which files nothing refers to.</summary>
    public void ReportUnused()
    {
        foreach (var path in _isUsed.Where(static pair => !pair.Value).Select(static pair => pair.Key).Order(StringComparer.Ordinal))
        {
            _log.Error(
                "dataset.file.unreferenced", $"No example refers to the file '{path}'.",
                "Remove the file, or add an example that refers to it.",
                new($"{FolderName}/{path}"));
        }
    }

    /// <summary>Bytes of the files that were referred to.</summary>
    public long UsedBytes() =>
        _isUsed.Where(static pair => pair.Value).Sum(pair => SizeOf(Path.Join(_folder, pair.Key))) + _elsewhere.Sum(SizeOf);

    /// <summary>Bytes of a file; 0 when it is not there.</summary>
    public static long SizeOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private bool ReferHere(string text, string element, RowPlace place)
    {
        if (_isUsed.ContainsKey(text))
        {
            _isUsed[text] = true;
            return true;
        }
        var path = Normal(text);
        if (path is null)
        {
            place.Error(
                "dataset.file.outside", $"The path in element \"{element}\" leaves files/: {text}", "Move the file under files/.", element,
                text);
            return false;
        }
        if (!_isUsed.ContainsKey(path) && Normal(text.Replace('\\', '/')) is { } turned && _isUsed.ContainsKey(turned))
        {
            path = turned;
            place.Warn(
                "dataset.file.backslash", $"The path in element \"{element}\" uses backslashes: {text}", "Use '/' between names.", element,
                text);
        }
        if (!_isUsed.ContainsKey(path))
            return NotFound(text, element, place);
        _isUsed[path] = true;
        return true;
    }

    private bool ReferElsewhere(string text, string element, RowPlace place)
    {
        if (_elsewhere.Contains(text))
            return true;
        if (!File.Exists(text))
            return NotFound(text, element, place);
        _elsewhere.Add(text);
        place.Warn("dataset.file.absolute", $"The path in element \"{element}\" is absolute, so that the dataset cannot be moved: {text}",
            "Move the file under files/.", element, text);
        return true;
    }

    private static bool NotFound(string text, string element, RowPlace place)
    {
        place.Error(
            "dataset.file.not-found", $"File not found for element \"{element}\": {text}",
            "Add the file under files/, or correct the path.", element, text);
        return false;
    }

    /// <summary>Without <c>.</c> and <c>..</c>; null when it leaves the folder.</summary>
    private static string? Normal(string text)
    {
        var names = new List<string>();
        foreach (var name in text.Split('/'))
        {
            if (name is "" or ".")
                continue;
            if (name != "..")
                names.Add(name);
            else if (names.Count == 0)
                return null;
            else
                names.RemoveAt(names.Count - 1);
        }
        return string.Join('/', names);
    }

    private void List(string folder, string prefix, int depth)
    {
        if (depth > MaxDepth)
        {
            _log.Error(
                "dataset.file.depth", $"The folder '{FolderName}/{prefix}' is nested more than {MaxDepth} levels deep.",
                "Flatten the folders.", new(FolderName));
            return;
        }
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    List(entry.FullName, $"{prefix}{entry.Name}/", depth + 1);
                else
                    _isUsed.TryAdd(prefix + entry.Name, false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error(
                "dataset.folder.unreadable", $"The folder '{FolderName}/{prefix}' cannot be read: {exception.Message}", null,
                new(FolderName));
        }
    }
}
