using System.Security.Cryptography;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>A plan as a command was given it: read, checked, and compared with what there is.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Prepared">What can run, with all problems.</param>
internal sealed record LoadedPlan(string Folder, PreparedPlan Prepared)
{
    /// <summary>Reads a plan.</summary>
    /// <param name="host">Resolves paths.</param>
    /// <param name="name">Folder or file, as the user named it.</param>
    /// <param name="aliases">File with aliases; null for none.</param>
    /// <param name="surroundings">Makes what the plan is compared with, from its folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The plan is not valid.</exception>
    public static async Task<LoadedPlan> ReadAsync(
        CliHost host, string name, string? aliases, Func<string, ExperimentSurroundings> surroundings, CancellationToken cancellationToken)
    {
        var path = host.Resolve(name);
        var folder = File.Exists(path) ? Path.GetDirectoryName(path)! : path;
        var sources = new PythonSources(host, folder);
        var language = new PlanLanguage
        {
            Aliases = await ClassAliases.ReadAsync(host, aliases, cancellationToken),
            IsPythonClass = sources.Has,
        };
        var experiments = new List<(PlannedExperiment, string, string)>();
        var problems = new List<Diagnostic>();
        foreach (var file in PlanFiles.Find(path, name).Order(StringComparer.Ordinal))
        {
            var content = await File.ReadAllBytesAsync(file, cancellationToken);
            var reading = ExperimentPlans.Read([(Path.GetFileName(file), content)], language);
            problems.AddRange(reading.Diagnostics);
            foreach (var experiment in reading.Plan?.Experiments ?? [])
                experiments.Add((experiment, Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(content))));
        }
        Tell(host, problems);
        if (problems.Exists(static problem => problem.Severity == Severity.Error))
            throw new InvalidInputException([.. problems.Where(static problem => problem.Severity == Severity.Error)]);
        var prepared = await ExperimentPreparation.PrepareAsync(experiments, surroundings(folder), cancellationToken);
        Tell(host, prepared.Problems);
        return new LoadedPlan(folder, prepared);
    }

    private static void Tell(CliHost host, IEnumerable<Diagnostic> problems)
    {
        foreach (var warning in problems.Where(static problem => problem.Severity == Severity.Warning))
            host.Say(Shown.Clean(warning.ToString()));
    }
}
