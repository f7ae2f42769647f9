using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Pipelines.Code;

/// <summary>Walks a project's folder. What is ignored is left out, and what is in an ignored folder with it.</summary>
internal static class VisibleFiles
{
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public static List<VisibleFile> In(string folder, string home)
    {
        var root = Path.GetFullPath(folder);
        var files = new List<VisibleFile>();
        foreach (var path in Enumerate(root, Path.GetFullPath(home)))
        {
            if (files.Count == ProjectCode.MaxFiles)
                throw new InvalidInputException(
                    "project.too-large",
                    $"The project folder '{folder}' contains more than {ProjectCode.MaxFiles} files.",
                    "Move data out of the folder, or start in a smaller folder.");
            files.Add(new VisibleFile(Path.GetRelativePath(root, path).Replace('\\', '/'), path, IsExecutable(path)));
        }
        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private static IEnumerable<string> Enumerate(string root, string hidden)
    {
        var open = new Stack<(string Folder, IgnoredPaths Ignored)>([(root, IgnoredPaths.AtRoot(root))]);
        while (open.TryPop(out var next))
        {
            foreach (var entry in new DirectoryInfo(next.Folder).EnumerateFileSystemInfos(
                ).OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                // Links are left out: what they point to may lie anywhere.
                if (entry.LinkTarget is not null || entry.FullName == hidden || entry.Name is ".git" or ".gyre" or "__pycache__")
                    continue;
                if (next.Ignored.Contains(entry.FullName, entry is DirectoryInfo))
                    continue;
                if (entry is DirectoryInfo)
                    open.Push((entry.FullName, next.Ignored.Below(entry.FullName)));
                // Nor what is no file: opening a pipe waits for somebody to write into it.
                else if (FileKinds.Look(entry.FullName)?.Kind == FileKind.File)
                    yield return entry.FullName;
            }
        }
    }

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows(
        ) && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
