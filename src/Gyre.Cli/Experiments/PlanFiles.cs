using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>Finds the files of a plan.</summary>
internal static class PlanFiles
{
    /// <summary>Files of one plan; more are not a plan.</summary>
    private const int MostFiles = 10_000;

    /// <summary>Reads a plan: a folder's <c>*.yaml</c> and <c>*.yml</c>, not below it; or one file.</summary>
    /// <param name="host">Resolves paths.</param>
    /// <param name="plan">As the user named it.</param>
    /// <param name="language">Which classes there are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">There is no such folder or file.</exception>
    public static async Task<PlanReading> ReadAsync(CliHost host, string plan, PlanLanguage language, CancellationToken cancellationToken)
    {
        var files = new List<(string Name, ReadOnlyMemory<byte> Content)>();
        foreach (var path in Find(host.Resolve(plan), plan))
            files.Add((Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken)));
        var reading = ExperimentPlans.Read(files, language);
        return files.Count > 0
            ? reading
            : reading with
            {
                Diagnostics =
                [
                    new Diagnostic(
                        Severity.Warning, "plan.no-files", $"'{Shown.Clean(plan)}' has no file *.yaml or *.yml, so the plan is empty."),
                ],
            };
    }

    /// <summary>The names of a plan's experiments, with the project that its runs belong to.</summary>
    /// <exception cref="InvalidInputException">The plan is not valid.</exception>
    public static async Task<List<(string Project, string Name)>> NamesAsync(CliHost host, string plan, CancellationToken cancellationToken)
    {
        var path = host.Resolve(plan);
        var folder = File.Exists(path) ? Path.GetDirectoryName(path)! : path;
        // Which classes there are does not matter for names.
        var reading = await ReadAsync(host, plan, new PlanLanguage { IsPythonClass = static _ => true }, cancellationToken);
        var project = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return reading.Plan is { } read
            ? [.. read.Experiments.Select(experiment => (project, experiment.Name))]
            : throw new InvalidInputException([.. reading.Diagnostics.Where(static one => one.Severity == Severity.Error)]);
    }

    /// <summary>The files of a plan.</summary>
    /// <param name="path">Whole path of the folder or file.</param>
    /// <param name="plan">As the user named it.</param>
    /// <exception cref="InvalidInputException">There is no such folder or file.</exception>
    public static List<string> Find(string path, string plan)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new InvalidInputException(
                "plan.not-found", $"'{Shown.Clean(plan)}' does not exist.", "Name the folder of a plan, or one of its files.");
        var found = Directory.EnumerateFiles(path)
            .Where(static file => Path.GetExtension(file) is ".yaml" or ".yml").Take(MostFiles + 1).ToList();
        return found.Count <= MostFiles
            ? found
            : throw new InvalidInputException(
                "plan.too-large", $"'{Shown.Clean(plan)}' has more than {MostFiles} files.", "Split the plan.");
    }
}
