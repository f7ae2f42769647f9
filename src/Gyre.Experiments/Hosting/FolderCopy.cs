using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Experiments.Hosting;

/// <summary>Copies a folder of a component's files. Links are refused: they would lead out of it, or to what is not there later.</summary>
internal static class FolderCopy
{
    private const int MostEntries = 100_000;

    /// <summary>Copies everything below a folder.</summary>
    /// <param name="from">Exists.</param>
    /// <param name="to">Is made.</param>
    /// <param name="shown">Name of the first folder in messages.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <returns>Number of files.</returns>
    /// <exception cref="InvalidInputException">There is a link, a name that no other machine can have, or too much.</exception>
    public static int Copy(string from, string to, string shown, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        var files = 0;
        foreach (var (path, entry) in Entries(from, shown))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry is DirectoryInfo)
            {
                Directory.CreateDirectory(path.Under(to));
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path.Under(to))!);
            File.Copy(entry.FullName, path.Under(to), overwrite: true);
            files++;
        }
        return files;
    }

    /// <summary>What tells one state of a folder from another: names, sizes and times of change, in order.</summary>
    public static string StateOf(string folder, string shown) => string.Join(
        '\n',
        Entries(folder, shown).Select(static pair => pair.Entry is FileInfo file
            ? FormattableString.Invariant($"{pair.Path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}")
            : pair.Path.ToString()).Order(StringComparer.Ordinal));

    private static IEnumerable<(SafePath Path, FileSystemInfo Entry)> Entries(string folder, string shown)
    {
        if (FileKinds.Look(folder)?.Kind is not FileKind.Folder)
            throw Refuse(shown, "It is not a folder.", "Leave it a folder.");
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        var count = 0;
        while (open.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                var name = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (++count > MostEntries)
                    throw Refuse(shown, $"There are more than {MostEntries} files.", "Pack them into one.");
                if (!SafePath.TryParse(name, out var path, out var reason))
                    throw Refuse(shown, $"The name '{HostingRefusals.Shown(name)}' is not valid: {reason}.", "Choose another name.");
                if (FileKinds.Look(entry.FullName)?.Kind is not (FileKind.File or FileKind.Folder))
                    throw Refuse(shown, $"'{HostingRefusals.Shown(name)}' is a link or a device.", "Write files only.");
                if (entry is DirectoryInfo below)
                    open.Push(below);
                yield return (path, entry);
            }
        }
    }

    private static InvalidInputException Refuse(string shown, string message, string remedy) =>
        HostingRefusals.InFile(shown, 0, message, remedy);
}
