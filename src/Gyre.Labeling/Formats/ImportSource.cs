using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>A file below what is imported.</summary>
/// <param name="Name">For messages: path below the folder, or name of the file.</param>
/// <param name="Path">Where it is.</param>
internal sealed record SourceFile(string Name, string Path)
{
    /// <summary>The name without folders and ending.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>The file or folder that is imported. Nothing outside of it is opened, and links are not followed.</summary>
internal sealed class ImportSource
{
    private readonly ProblemLog _log;

    private ImportSource(string path, bool isFolder, ProblemLog log) => (Path, IsFolder, _log) = (path, isFolder, log);

    /// <summary>Full path.</summary>
    public string Path { get; }

    public bool IsFolder { get; }

    /// <summary>Name without ending, for data without a name of its own.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path.TrimEnd('/', '\\')) is { Length: > 0 } name ? name : "data";

    /// <exception cref="InvalidInputException">There is nothing.</exception>
    public static ImportSource Open(string path, ProblemLog log)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(full) && !File.Exists(full))
            throw new InvalidInputException("label.import.missing", $"There is no file or folder '{path}'.", "Check the path.");
        return new ImportSource(full, Directory.Exists(full), log);
    }

    /// <summary>The file itself, or all files of the folder that end so, by name.</summary>
    /// <param name="ending">With its dot.</param>
    /// <param name="under">A folder in the folder; null for itself.</param>
    public List<SourceFile> Files(string ending, string? under = null)
    {
        if (!IsFolder)
            return [new(System.IO.Path.GetFileName(Path), Path)];
        var found = new List<SourceFile>();
        var folder = under is null ? Path : System.IO.Path.Join(Path, under);
        if (Directory.Exists(folder))
            List(folder, under is null ? "" : under + "/", ending, found, 0);
        found.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    /// <summary>A file of the folder, or null when it is not there.</summary>
    public SourceFile? Find(string name)
    {
        var path = System.IO.Path.Join(Path, name);
        return IsFolder && File.Exists(path) && new FileInfo(path).LinkTarget is null ? new(name, path) : null;
    }

    /// <summary>Opens a file to be read piece by piece.</summary>
    public static Stream Open(SourceFile file)
    {
        var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (stream.Length <= ImportLimits.MaxFileBytes)
            return stream;
        stream.Dispose();
        throw TooLarge(ImportLimits.MaxFileBytes);
    }

    /// <summary>A whole file, not a large one.</summary>
    public static byte[] ReadAll(SourceFile file)
    {
        var length = new FileInfo(file.Path).Length;
        return length <= ImportLimits.MaxWholeBytes ? File.ReadAllBytes(file.Path) : throw TooLarge(ImportLimits.MaxWholeBytes);
    }

    private static InvalidInputException TooLarge(long most) =>
        LabelRefusal.Of(ProblemKinds.TooLarge, $"The file has more than {most} bytes.", "Divide it.");

    private void List(string folder, string prefix, string ending, List<SourceFile> found, int depth)
    {
        if (depth > ImportLimits.MaxFolders)
        {
            _log.Add(ProblemKinds.TooLarge, $"Folders are nested more than {ImportLimits.MaxFolders} levels deep.", "Flatten them.",
                new(prefix));
            return;
        }
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.'))
                continue;
            if (entry.LinkTarget is not null)
            {
                _log.Add(ProblemKinds.UnsafePath, "It is a link; links are not followed.", "Copy what it points to.",
                    new(prefix + entry.Name));
                continue;
            }
            if (entry is DirectoryInfo)
                List(entry.FullName, $"{prefix}{entry.Name}/", ending, found, depth + 1);
            else if (entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                if (found.Count == ImportLimits.MaxFiles)
                    throw LabelRefusal.Of(
                        ProblemKinds.TooLarge, $"There are more than {ImportLimits.MaxFiles} files.", "Import parts of them.");
                found.Add(new(prefix + entry.Name, entry.FullName));
            }
        }
    }
}
