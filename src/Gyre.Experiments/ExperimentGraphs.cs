using Gyre.Experiments.Graphs;

namespace Gyre.Experiments;

/// <summary>Makes graphs of experiments. Pure.</summary>
public static class ExperimentGraphs
{
    /// <summary>
    /// One graph: a node that divides each dataset, a chain of experiences per trial, dataset and partition, and nodes that sum up. The same
    /// experiment gives the same graph, so that whatever did not change comes from the cache.
    /// </summary>
    /// <param name="experiment">Checked.</param>
    public static ExperimentGraph Build(PreparedExperiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return new GraphBuilder(experiment).Build();
    }
}
