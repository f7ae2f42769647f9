using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Repositories;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary>Projects as commands name them: a file, or a folder that holds one.</summary>
internal static class ProjectFiles
{
    private const int MaxBytes = 8 << 20;

    /// <summary>A project that was read, the file it came from, and the folder its steps see.</summary>
    public sealed record Loaded(Project Project, string File, string Folder);

    /// <summary>The project file that a path means, named as the user named it.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static string Find(CliHost host, string path)
    {
        var full = Full(host, path);
        if (!File.Exists(full) && !Directory.Exists(full))
            throw new InvalidInputException(
                "file.missing",
                $"'{Shown.Short(path, 200)}' does not exist.",
                "Specify a gyre.yaml or valohai.yaml file or the folder that contains it, or create a project with 'gyre init'.");
        return ProjectFile.Find(full)
            ?? throw new InvalidInputException(
                "project.missing",
                $"'{Shown.Short(path, 200)}' contains neither gyre.yaml nor valohai.yaml.",
                "Create a project with 'gyre init'.");
    }

    /// <summary>Reads a project and says its warnings.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is not valid.</exception>
    public static async Task<Loaded> LoadAsync(CliHost host, string path, CancellationToken cancellationToken, string? home = null)
    {
        var file = Find(host, path);
        var reading = await ReadAsync(host, file, cancellationToken, home);
        if (reading.Project is not { } project || reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new InvalidInputException([.. reading.Diagnostics]);
        foreach (var diagnostic in reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning))
            host.Say(Shown.Clean(diagnostic.ToString()));
        return new Loaded(project, file, Path.GetDirectoryName(file)!);
    }

    /// <summary>Reads a project file with the components that it uses; problems name it as a person in the working folder would.</summary>
    /// <param name="host">The world.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="home">Where components of other repositories are laid out; null for the home of who names none.</param>
    /// <param name="pools">The pools there are, with their sizes; null leaves them unchecked.</param>
    /// <exception cref="InvalidInputException">It is too large to be one.</exception>
    public static async Task<ProjectReading> ReadAsync(
        CliHost host, string file, CancellationToken cancellationToken, string? home = null,
        IReadOnlyDictionary<string, int>? pools = null)
    {
        var name = NameOf(host, file);
        return await TextFiles.ReadAsync(file, MaxBytes, cancellationToken) is { } bytes
            ? await ProjectFile.ReadAsync(bytes, name,
                new GitComponentFiles(Path.GetDirectoryName(file)!, home ?? HomeOptions.Otherwise(host)),
                    host.Homes.Language with { Pools = pools },
                cancellationToken)
            : throw new InvalidInputException(
                "file.too-large",
                $"'{Shown.Short(name, 200)}' is larger than {Shown.Size(MaxBytes)}.",
                "Check the path; project files are at most a few kilobytes of YAML.");
    }

    /// <summary>A file as a person in the working folder would name it.</summary>
    public static string NameOf(CliHost host, string file)
    {
        var near = Path.GetRelativePath(host.WorkingFolder, file);
        return near.StartsWith("..", StringComparison.Ordinal) ? file : near;
    }

    private static string Full(CliHost host, string path)
    {
        if (path.Length is 0 or > 4096 || path.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException("file.name", $"'{Shown.Short(path, 200)}' is not a valid file name.");
        return host.Resolve(path);
    }
}
