using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Files;

/// <summary>Projects as commands name them: a file, or a folder that holds one.</summary>
internal static class Projects
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
            throw new InvalidInputException("file.missing", $"'{Shown.Short(path, 200)}' does not exist.", "Name a gyre.yaml, a valohai.yaml, or a folder that holds one; 'gyre init' makes one.");
        return ProjectFile.Find(full)
            ?? throw new InvalidInputException("project.missing", $"'{Shown.Short(path, 200)}' holds neither a gyre.yaml nor a valohai.yaml.", "'gyre init' makes one.");
    }

    /// <summary>Reads a project and says its warnings.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is not valid.</exception>
    public static async Task<Loaded> LoadAsync(CliHost host, string path, CancellationToken cancellationToken)
    {
        var file = Find(host, path);
        var reading = await ReadAsync(host, file, cancellationToken);
        if (reading.Project is not { } project || reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new InvalidInputException([.. reading.Diagnostics]);
        foreach (var diagnostic in reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning))
            host.Say(Shown.Clean(diagnostic.ToString()));
        return new Loaded(project, file, Path.GetDirectoryName(file)!);
    }

    /// <summary>Reads a project file; problems name it as a person in the working folder would.</summary>
    /// <exception cref="InvalidInputException">It is too large to be one.</exception>
    public static async Task<ProjectReading> ReadAsync(CliHost host, string file, CancellationToken cancellationToken)
    {
        var near = Path.GetRelativePath(host.WorkingFolder, file);
        var name = near.StartsWith("..", StringComparison.Ordinal) ? file : near;
        return await TextFiles.ReadAsync(file, MaxBytes, cancellationToken) is { } bytes
            ? ProjectFile.Read(bytes, name)
            : throw new InvalidInputException("file.too-large", $"'{Shown.Short(name, 200)}' is larger than {Shown.Size(MaxBytes)}.", "A project file is a few kilobytes of YAML.");
    }

    private static string Full(CliHost host, string path)
    {
        if (path.Length is 0 or > 4096 || path.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException("file.name", $"'{Shown.Short(path, 200)}' is not a file name.");
        return host.Resolve(path);
    }
}
