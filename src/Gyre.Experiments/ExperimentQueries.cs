using Gyre.Core;
using Gyre.Experiments.Progress;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Experiments;

/// <summary>
/// Tells how experiments stand, also while another process runs them. Remembers what does not change, so it is cheap to ask again. Safe for
/// concurrent use.
/// </summary>
/// <param name="runs">Runs.</param>
/// <param name="blobs">Content of their outputs.</param>
public sealed class ExperimentQueries(IRuns runs, IBlobStore blobs)
{
    private readonly StoredFacts _facts = new(runs, blobs);

    /// <summary>How a run of an experiment stands; null when it is none, or there is no such run.</summary>
    /// <exception cref="InvalidInputException">A summary is damaged, or no longer stored.</exception>
    public async Task<ExperimentProgress?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        await runs.FindAsync(run, cancellationToken) is { } view ? await FindAsync(view, cancellationToken) : null;

    /// <summary>How a run of an experiment stands; null when it is none.</summary>
    /// <exception cref="InvalidInputException">A summary is damaged, or no longer stored.</exception>
    public async Task<ExperimentProgress?> FindAsync(RunView run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (await _facts.GraphOfAsync(run.Id, cancellationToken) is not { } graph)
            return null;
        var nodes = await runs.NodesAsync(run.Id, cancellationToken);
        var summaries = await _facts.SummariesAsync(graph, nodes, cancellationToken);
        return ProgressReader.Of(graph, run, nodes, summaries);
    }

    /// <summary>How the newest run of an experiment stands; null when it was never run.</summary>
    /// <param name="project">Project of its runs: the name of the plan's folder.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">A summary is damaged, or no longer stored.</exception>
    public async Task<ExperimentProgress?> FindNewestAsync(string project, string name, CancellationToken cancellationToken)
    {
        var query = new RunQuery { Project = project, Pipeline = name, Limit = 1, Counted = false };
        return (await runs.QueryAsync(query, cancellationToken)).Runs is [var run, ..] ? await FindAsync(run, cancellationToken) : null;
    }

    /// <summary>How a run of an experiment stands, from what its node runs say alone: without summaries. Pure.</summary>
    /// <param name="graph">Its graph.</param>
    /// <param name="run">The run.</param>
    /// <param name="nodes">Its node runs.</param>
    public static ExperimentProgress Of(ExperimentGraph graph, RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(nodes);
        return ProgressReader.Of(graph, run, nodes, new Dictionary<string, TrialSummary>());
    }
}
