using Gyre.Execution;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>An experiment as a request to the engine.</summary>
internal static class ExperimentRequest
{
    /// <param name="plan">The plan.</param>
    /// <param name="prepared">An experiment of it.</param>
    /// <param name="host">Has the working folder.</param>
    public static StartRun Of(LoadedPlan plan, PreparedExperiment prepared, CliHost host)
    {
        var graph = ExperimentGraphs.Build(prepared);
        return new StartRun
        {
            Project = new Project { Pipelines = [graph.Pipeline] },
            // Classes are found from the working folder on, as Python finds them.
            Folder = prepared.NeedsCode && IsBelow(plan.Folder, host.WorkingFolder) ? host.WorkingFolder : plan.Folder,
            ProjectName = Path.GetFileName(Path.TrimEndingDirectorySeparator(plan.Folder)),
            Pipeline = graph.Pipeline.Name,
            Title = prepared.Experiment.Name,
            Seed = (long)prepared.Seed,
            Concurrency = new ConcurrencyLimits { Jobs = prepared.Experiment.MaxWorkers },
        };
    }

    private static bool IsBelow(string folder, string root) =>
        folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
