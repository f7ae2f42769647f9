using System.Collections.Immutable;
using Gyre.Experiments.Graphs;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>A figure of a trial on a dataset: one run's, or the mean over partitions.</summary>
/// <param name="Mean">The figure.</param>
/// <param name="Deviation">Standard deviation over partitions; null for one.</param>
/// <param name="Count">Partitions that have it.</param>
public sealed record TrialFigure(double Mean, double? Deviation, int Count);

/// <summary>What a trial came to on a dataset.</summary>
public sealed record TrialSummary
{
    /// <summary>Name in the schema of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>What was predicted.</summary>
    public required string Output { get; init; }

    /// <summary>Steps of the stream.</summary>
    public required int Experiences { get; init; }

    /// <summary>Divisions within each.</summary>
    public required int Partitions { get; init; }

    /// <summary>Figures by the names under which they are tracked.</summary>
    public required ImmutableSortedDictionary<string, TrialFigure> Figures { get; init; }

    /// <summary>By metric, then by partition: row i is the model after experience i, column j the test set j. Empty with one experience.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<ImmutableArray<ImmutableArray<double>>>> Matrices { get; init; }

    /// <summary>Metrics of each experience and partition.</summary>
    public required ImmutableArray<TrialPartResult> Parts { get; init; }

    /// <summary>What readers of the results must know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Searches for parameters, one per partition; empty for none.</summary>
    public ImmutableArray<TrialSearch> Searches { get; init; } = [];
}

/// <summary>What was found after an experience in a partition.</summary>
/// <param name="Experience">From 0.</param>
/// <param name="Partition">From 0.</param>
/// <param name="Metrics">By the names under which they are tracked.</param>
/// <param name="Curves">What the training told, by name: points of step and value.</param>
public sealed record TrialPartResult(
    int Experience, int Partition, ImmutableSortedDictionary<string, double> Metrics,
    ImmutableSortedDictionary<string, ImmutableArray<KeyValuePair<long, double>>> Curves)
{
    /// <summary>By metric: the untrained model on each test set; only of the first experience, and only where it can be.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<double>> Baseline { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<double>>.Empty;

    /// <summary>Share of right predictions over the test sets of this and earlier experiences; null for numbers.</summary>
    public double? SeenAccuracy { get; init; }

    /// <summary>Accuracy over all test sets by class; NaN for a class without test examples. Empty for numbers.</summary>
    public ImmutableArray<KeyValuePair<string, double>> ClassAccuracies { get; init; } = [];
}

/// <summary>Reads back what a graph is about.</summary>
public static class ExperimentRecords
{
    /// <summary>Tells each node of a pipeline that <see cref="ExperimentGraphs"/> built; null for other pipelines.</summary>
    public static ExperimentGraph? Find(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return GraphReader.Read(pipeline);
    }

    /// <summary>Reads what the step that sums up left in <c>summary/summary.json</c>.</summary>
    /// <exception cref="Core.InvalidInputException">It is not such a document.</exception>
    public static TrialSummary ReadSummary(string document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return SummaryReader.Of(SummaryDocument.Read(document));
    }
}
