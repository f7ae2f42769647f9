using Gyre.Datasets;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Preparing;

/// <summary>How many experiences and partitions a splitter makes, which must be known before the graph is.</summary>
internal static class SplitterShape
{
    private const int UsualFolds = 5;

    /// <summary>The shape on a dataset; what the plan does not say is read from its examples.</summary>
    public static async Task<(int Experiences, int Partitions)> OfAsync(
        PlannedExperiment experiment, DatasetExamples dataset, CancellationToken cancellationToken)
    {
        if (experiment is not { Splitter: { Component: "domain-incremental" } splitter, Experiences: null })
            return Of(experiment);
        var domain = new Parameters(splitter.Class, splitter.Parameters).Text("", "domain");
        return ((await DatasetColumns.DomainsAsync(dataset, domain, cancellationToken)).Length, 1);
    }

    private static (int Experiences, int Partitions) Of(PlannedExperiment experiment)
    {
        if (experiment is { Experiences: { } experiences, Partitions: { } partitions })
            return (experiences, partitions);
        if (experiment.Splitter is not { } splitter)
            return (1, 1);
        var parameters = new Parameters(splitter.Class, splitter.Parameters);
        return splitter.Component is "k-fold" or "stratified-k-fold" ? (1, parameters.Count(UsualFolds, "folds"))
            : (parameters.Count(1, "num_experiences"), parameters.Count(1, "num_partitions"));
    }
}
