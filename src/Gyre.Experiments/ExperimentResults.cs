using System.Collections.Immutable;

namespace Gyre.Experiments;

/// <summary>How far something came.</summary>
public enum ResultState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It has all its results.</summary>
    Finished,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was stopped, or what it needs failed.</summary>
    Stopped,
}

/// <summary>What an experiment gave: all that a report says.</summary>
public sealed record ExperimentResults
{
    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Digest of the plan's file; null when it is not known.</summary>
    public string? PlanDigest { get; init; }

    /// <summary>Revision of the user's code; null when there is none.</summary>
    public string? CodeRevision { get; init; }

    /// <summary>Name and version of the program that ran it; null when it is not known.</summary>
    public string? Program { get; init; }

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the last run ended; null while one is at work.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>In the order of the plan.</summary>
    public ImmutableArray<ResultDataset> Datasets { get; init; } = [];

    /// <summary>In the order of the plan.</summary>
    public ImmutableArray<ResultTrial> Trials { get; init; } = [];

    /// <summary>One for each trial and dataset; missing ones have not begun.</summary>
    public ImmutableArray<TrialResults> Outcomes { get; init; } = [];

    /// <summary>Metrics of the main tables, the most important first; empty to let the report choose among those of test parts.</summary>
    public ImmutableArray<string> MainMetrics { get; init; } = [];

    /// <summary>Whether more is better, for metrics of the user's own.</summary>
    public ImmutableSortedDictionary<string, bool> GreaterIsBetter { get; init; } =
        ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);
}

/// <summary>A dataset of an experiment.</summary>
/// <param name="Name">Its name in the plan.</param>
public sealed record ResultDataset(string Name)
{
    /// <summary>Its version in the repository; null when it comes from a folder.</summary>
    public string? Version { get; init; }

    /// <summary>Digest of its content; null when it is not known.</summary>
    public string? Digest { get; init; }
}

/// <summary>A trial of an experiment.</summary>
/// <param name="Name">Its name in the plan.</param>
public sealed record ResultTrial(string Name)
{
    /// <summary>What it is about; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The class of its model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The strategy of its continual learning; null for none.</summary>
    public string? Strategy { get; init; }

    /// <summary>The device that it asked for.</summary>
    public string Device { get; init; } = "";
}

/// <summary>What a trial gave on a dataset.</summary>
/// <param name="Trial">Name of the trial.</param>
/// <param name="Dataset">Name of the dataset.</param>
public sealed record TrialResults(string Trial, string Dataset)
{
    /// <summary>Why it failed before any run began; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What readers of the results must know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>One per partition or seed.</summary>
    public ImmutableArray<ResultRun> Runs { get; init; } = [];

    /// <summary>Searches for parameters, one per partition; empty for none.</summary>
    public ImmutableArray<TrialSearch> Searches { get; init; } = [];
}

/// <summary>A run of a trial on a partition of a dataset, with a seed.</summary>
/// <param name="Number">
/// From 1. Runs of different trials with the same number belong together: they had the same examples.
/// </param>
public sealed record ResultRun(int Number)
{
    /// <summary>Its seed; null when it has none.</summary>
    public ulong? Seed { get; init; }

    /// <summary>How far it came.</summary>
    public ResultState State { get; init; } = ResultState.Finished;

    /// <summary>Why it failed outside of an experience; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, without waiting; null when it is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Numbers about the whole run, by their tracked names.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>In their order; one when the dataset is not divided into several.</summary>
    public ImmutableArray<ResultExperience> Experiences { get; init; } = [];

    /// <summary>Results of every model on every test set, one per metric; empty for one experience.</summary>
    public ImmutableArray<ResultMatrix> Matrices { get; init; } = [];
}

/// <summary>What an experience gave right after it was learned.</summary>
/// <param name="Number">From 0.</param>
public sealed record ResultExperience(int Number)
{
    /// <summary>How far it came.</summary>
    public ResultState State { get; init; } = ResultState.Finished;

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took; null when it is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Metrics by their tracked names, as <c>species_tst_accuracy_score</c>.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Share of right predictions over the test sets of this and earlier experiences; null where it was not measured.</summary>
    public double? SeenAccuracy { get; init; }

    /// <summary>Accuracy over all test sets by class; NaN for a class without test examples. Empty where it was not measured.</summary>
    public ImmutableArray<KeyValuePair<string, double>> ClassAccuracies { get; init; } = [];

    /// <summary>What training said step by step.</summary>
    public ImmutableArray<ResultCurve> Curves { get; init; } = [];
}

/// <summary>A metric of a training over its steps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">In the order of the steps.</param>
public sealed record ResultCurve(string Name, ImmutableArray<ResultPoint> Points);

/// <summary>A metric at a step.</summary>
/// <param name="Step">Epoch or iteration, from 0, of its experience.</param>
/// <param name="Value">The number; it need not be finite.</param>
public readonly record struct ResultPoint(long Step, double Value);

/// <summary>Results of the model after each experience on the test set of each.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Values">Rows are models, columns test sets; square.</param>
public sealed record ResultMatrix(string Metric, ImmutableArray<ImmutableArray<double>> Values)
{
    /// <summary>Whether more is better. Default: yes.</summary>
    public bool GreaterIsBetter { get; init; } = true;

    /// <summary>
    /// The untrained model on each test set; empty when it was not measured, and in class-incremental learning, which has no forward
    /// transfer.
    /// </summary>
    public ImmutableArray<double> Baseline { get; init; } = [];
}
