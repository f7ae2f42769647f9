using System.Text;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Files that are being written. They get their names when all of them are complete, so half an export is never seen.</summary>
internal sealed class ExportTarget : IDisposable
{
    private readonly string _path;
    private readonly string _draft;
    private readonly List<string> _files = [];

    private ExportTarget(string path, bool isFolder)
    {
        (_path, IsFolder) = (path, isFolder);
        _draft = Path.Join(Path.GetDirectoryName(path), "." + Path.GetFileName(path) + ".draft");
        Directory.CreateDirectory(_draft);
    }

    public bool IsFolder { get; }

    public IReadOnlyList<string> Files => _files;

    /// <param name="path">File or folder that does not exist.</param>
    /// <param name="isFolder">Whether it becomes a folder.</param>
    /// <exception cref="InvalidInputException">It exists, or its folder does not.</exception>
    public static ExportTarget Open(string path, bool isFolder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full) || Directory.Exists(full))
            throw new InvalidInputException("label.export.exists", $"'{path}' exists already.", "Give a new name, or remove it first.");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new InvalidInputException("label.export.folder", $"The folder of '{path}' does not exist.", "Create it first.");
        var target = new ExportTarget(full, isFolder);
        if (Directory.EnumerateFileSystemEntries(target._draft).Any())
        {
            Directory.Delete(target._draft, recursive: true);
            Directory.CreateDirectory(target._draft);
        }
        return target;
    }

    /// <summary>A file below the folder; for a file, one beside it whose name begins the same, or itself for an empty name.</summary>
    public Stream Create(string name)
    {
        var place = IsFolder ? SafePath.Parse(name).Under(_draft) : Path.Join(_draft, Beside(name));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (!IsFolder && File.Exists(Path.Join(Path.GetDirectoryName(_path), Beside(name))))
            throw new InvalidInputException(
                "label.export.exists", $"'{Beside(name)}' exists already.", "Give a new name, or remove it first.");
        if (File.Exists(place))
            throw new InvalidInputException(
                "label.export.name", $"Two files would be called '{name}': this format names files after items without their ending.",
                "Rename one of the items.");
        _files.Add(name);
        return new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    public TextWriter CreateText(string name) => new StreamWriter(Create(name), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Gives all files their names.</summary>
    public void Complete()
    {
        if (IsFolder)
        {
            Directory.Move(_draft, _path);
            return;
        }
        foreach (var file in _files)
            File.Move(Path.Join(_draft, Beside(file)), Path.Join(Path.GetDirectoryName(_path), Beside(file)));
    }

    public void Dispose()
    {
        if (Directory.Exists(_draft))
            Directory.Delete(_draft, recursive: true);
    }

    private string Beside(string name) => name.Length == 0 ? Path.GetFileName(_path) : Path.GetFileNameWithoutExtension(_path) + name;
}
