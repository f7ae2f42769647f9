using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary>Files that a project file names, in the folder of the project. Links are not followed: they may lead out of it.</summary>
internal static class DeclaredFiles
{
    /// <summary>A file to be uploaded.</summary>
    /// <param name="Path">Where, relative to the folder that it is put into, with <c>/</c>.</param>
    /// <param name="File">The file.</param>
    /// <param name="Executable">Whether it may be run.</param>
    public sealed record Found(string Path, FileInfo File, bool Executable);

    /// <summary>Why declared files cannot be used.</summary>
    public static IEnumerable<Diagnostic> Check(DeclaredContent content, string folder) => content.Program is null
        ? content.Files.Select(file => CheckFile(file, folder)).OfType<Diagnostic>()
        : content.Files.Select(file => CheckPath(file, folder)).OfType<Diagnostic>();

    /// <summary>The files of a program; what a folder contains is named relative to it.</summary>
    /// <exception cref="InvalidInputException">Two files have one name.</exception>
    public static IReadOnlyList<Found> In(DeclaredProgram program, string folder)
    {
        var files = new List<Found>();
        foreach (var declared in program.Files)
        {
            var path = Path.Join(folder, declared.Path);
            foreach (var file in Directory.Exists(path) ? In(path) : [Of(Path.GetFileName(path), path)])
            {
                if (files.Any(other => other.Path == file.Path))
                    throw new InvalidInputException(
                    [
                        declared.Place.Error(
                            "deployment.file-twice", $"The program has two files '{Shown.Short(file.Path, 200)}'.", "Rename one of them."),
                    ]);
                files.Add(file);
            }
        }
        return files;
    }

    /// <summary>All files of a folder.</summary>
    public static IEnumerable<Found> In(string folder)
    {
        // A link may lead out of the folder, or back into it without end.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal)
            .Select(path => Of(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), path));
    }

    private static Found Of(string name, string path) => new(
        name, new FileInfo(path), !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0);

    private static Diagnostic? CheckFile(DeclaredFile file, string folder) => CheckPath(file, folder)
        ?? (File.Exists(Path.Join(folder, file.Path))
            ? null
            : file.Place.Error("file.folder", $"'{Shown.Short(file.Path, 200)}' is a folder.", "Name a file."));

    private static Diagnostic? CheckPath(DeclaredFile file, string folder)
    {
        var path = folder;
        foreach (var segment in file.Path.Split('/'))
        {
            path = Path.Join(path, segment);
            if (!File.Exists(path) && !Directory.Exists(path))
                return file.Place.Error(
                    "file.missing", $"The file '{Shown.Short(file.Path, 200)}' does not exist.",
                    "Check the path; it is relative to the folder of the project file.");
            if ((File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
                return file.Place.Error(
                    "file.link", $"'{Shown.Short(file.Path, 200)}' is reached over a link.", "Put the file itself into the project.");
        }
        return null;
    }
}
