using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Runs of experiment plans, newest first.</summary>
public sealed record ExperimentPlanRunPage
{
    /// <summary>One for each run of an experiment.</summary>
    public required IReadOnlyList<ExperimentPlanRunInfo> Runs { get; init; }

    /// <summary>For the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A run of an experiment of a plan.</summary>
public sealed record ExperimentPlanRunInfo
{
    /// <summary>The run that carries it out.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Name of the experiment in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the project: the plan's folder.</summary>
    public required string Project { get; init; }

    /// <summary>State of the run.</summary>
    public required string State { get; init; }

    /// <summary>Why, when it did not simply succeed; else null.</summary>
    public required string? Reason { get; init; }

    /// <summary>Names of the trials, in the order of the plan.</summary>
    public required IReadOnlyList<string> Trials { get; init; }

    /// <summary>Names of the datasets, in the order of the plan.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Experiences and partitions of all trials.</summary>
    public required int Parts { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether an engine drives it now; null when it is over.</summary>
    public required bool? Driven { get; init; }
}

/// <summary>How a run of an experiment stands, and what was run.</summary>
public sealed record ExperimentPlanInfo
{
    /// <summary>The run.</summary>
    public required ExperimentPlanRunInfo Run { get; init; }

    /// <summary>What the plan says of it; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Digest of the plan's file; null when it is not known.</summary>
    public required string? PlanDigest { get; init; }

    /// <summary>Seed of what the plan gives no seed; null when it is not known.</summary>
    public required string? Seed { get; init; }

    /// <summary>Revision of the user's code; null when there is none.</summary>
    public required string? CodeRevision { get; init; }

    /// <summary>Id of its tracking run.</summary>
    public required string TrackingRunId { get; init; }

    /// <summary>What it was run on.</summary>
    public required IReadOnlyList<ExperimentPlanDatasetInfo> Datasets { get; init; }

    /// <summary>What was tried.</summary>
    public required IReadOnlyList<ExperimentPlanTrialInfo> Trials { get; init; }

    /// <summary>Main metrics that at least one trial has by now, the most important first; at most four.</summary>
    public required IReadOnlyList<ExperimentPlanMetricInfo> Metrics { get; init; }

    /// <summary>How each trial stands on each dataset.</summary>
    public required IReadOnlyList<ExperimentPlanProgressInfo> Progress { get; init; }
}

/// <summary>A dataset of an experiment.</summary>
public sealed record ExperimentPlanDatasetInfo
{
    /// <summary>Its name in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>Digest of its content; null when it is not known.</summary>
    public required string? Digest { get; init; }

    /// <summary>Steps of its stream.</summary>
    public required int Experiences { get; init; }

    /// <summary>Divisions within each.</summary>
    public required int Partitions { get; init; }
}

/// <summary>A trial of an experiment.</summary>
public sealed record ExperimentPlanTrialInfo
{
    /// <summary>Its name in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>What the plan says of it; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>The class of its model.</summary>
    public required string Model { get; init; }

    /// <summary>The strategy of its continual learning; null for none.</summary>
    public required string? Strategy { get; init; }

    /// <summary>The device that it asked for.</summary>
    public required string Device { get; init; }

    /// <summary>Id of its tracking run; null when it has none.</summary>
    public required string? TrackingRunId { get; init; }
}

/// <summary>How a trial stands on a dataset.</summary>
public sealed record ExperimentPlanProgressInfo
{
    /// <summary>Name of the trial.</summary>
    public required string Trial { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary><c>waiting</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether everything came from the cache.</summary>
    public required bool Cached { get; init; }

    /// <summary>Why it failed or was stopped; null when it was not.</summary>
    public required string? Reason { get; init; }

    /// <summary>The node of the run to look at: the one that failed, the one at work, or the one that sums up.</summary>
    public required string Node { get; init; }

    /// <summary>Id of the tracking run.</summary>
    public required string TrackingRunId { get; init; }

    /// <summary>Tracking runs with the models after the last experience, one for each partition.</summary>
    public required IReadOnlyList<string> ModelRunIds { get; init; }

    /// <summary>Experiences and partitions that are learned.</summary>
    public required int Done { get; init; }

    /// <summary>Experiences and partitions there are.</summary>
    public required int Parts { get; init; }

    /// <summary>When the first of them began; null before.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Main metrics by name: of each partition those of its last finished experience, over partitions; figures about the whole stream when
    /// all is done. Deviations of these are in the results.
    /// </summary>
    public required IReadOnlyDictionary<string, ExperimentPlanFigureInfo> Figures { get; init; }
}

/// <summary>What an experiment came to: a table for each dataset.</summary>
public sealed record ExperimentPlanResults
{
    /// <summary>In the order of the plan.</summary>
    public required IReadOnlyList<ExperimentPlanTable> Datasets { get; init; }
}

/// <summary>The trials on one dataset. Numbers that are not finite are null.</summary>
public sealed record ExperimentPlanTable
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Columns, the most important first.</summary>
    public required IReadOnlyList<ExperimentPlanMetricInfo> Metrics { get; init; }

    /// <summary>Rows, in the order of the plan.</summary>
    public required IReadOnlyList<ExperimentPlanRowInfo> Trials { get; init; }

    /// <summary>Which differences chance alone does not explain.</summary>
    public required IReadOnlyList<ExperimentPlanComparisonInfo> Comparisons { get; init; }

    /// <summary>Metrics that there are matrices of, the most important first.</summary>
    public required IReadOnlyList<string> MatrixMetrics { get; init; }

    /// <summary>Names of learning curves.</summary>
    public required IReadOnlyList<string> Curves { get; init; }
}

/// <summary>A metric of a table.</summary>
public sealed record ExperimentPlanMetricInfo
{
    /// <summary>As it is tracked.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in words; absent for tracked metrics.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Meaning { get; init; }

    /// <summary>Whether more is better; null where neither is, or it is not known.</summary>
    public required bool? GreaterIsBetter { get; init; }

    /// <summary>Whether readers look for it first.</summary>
    public required bool Main { get; init; }
}

/// <summary>A trial in a table.</summary>
public sealed record ExperimentPlanRowInfo
{
    /// <summary>Name of the trial.</summary>
    public required string Trial { get; init; }

    /// <summary>Runs that ended well: one for each partition.</summary>
    public required int Finished { get; init; }

    /// <summary>All runs.</summary>
    public required int Runs { get; init; }

    /// <summary>By metric; what no run has is left out.</summary>
    public required IReadOnlyDictionary<string, ExperimentPlanFigureInfo> Figures { get; init; }
}

/// <summary>A number over runs.</summary>
public sealed record ExperimentPlanFigureInfo
{
    /// <summary>Their mean; null when it is not finite.</summary>
    public required double? Mean { get; init; }

    /// <summary>Standard deviation with n - 1; null for one run.</summary>
    public required double? Deviation { get; init; }

    /// <summary>Runs that have it.</summary>
    public required int Runs { get; init; }

    /// <summary>Whether no trial has a better one, and some have a worse one.</summary>
    public required bool Best { get; init; }
}

/// <summary>
/// Trials compared by a measure: paired permutation tests over runs with the same number, two-sided, corrected after Holm.
/// </summary>
public sealed record ExperimentPlanComparisonInfo
{
    /// <summary>What they are compared by.</summary>
    public required string Measure { get; init; }

    /// <summary>What can be found with so few runs, in words.</summary>
    public required string Note { get; init; }

    /// <summary>The comparisons.</summary>
    public required IReadOnlyList<ExperimentPlanPairInfo> Pairs { get; init; }
}

/// <summary>Two trials compared.</summary>
public sealed record ExperimentPlanPairInfo
{
    /// <summary>Name of a trial.</summary>
    public required string First { get; init; }

    /// <summary>Name of another one.</summary>
    public required string Second { get; init; }

    /// <summary>Runs that both have.</summary>
    public required int Runs { get; init; }

    /// <summary>The first minus the second.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>How often chance alone gives a difference at least as large.</summary>
    public required double P { get; init; }

    /// <summary>The same, corrected for all comparisons by this measure.</summary>
    public required double CorrectedP { get; init; }

    /// <summary>Whether <see cref="CorrectedP"/> is below 0.05.</summary>
    public required bool Significant { get; init; }
}

/// <summary>A learning curve of all trials on a dataset.</summary>
public sealed record ExperimentPlanCurve
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>What training called it.</summary>
    public required string Name { get; init; }

    /// <summary>Steps at which an experience ends.</summary>
    public required IReadOnlyList<double> Marks { get; init; }

    /// <summary>Of each trial that has it.</summary>
    public required IReadOnlyList<ExperimentPlanLineInfo> Lines { get; init; }
}

/// <summary>The curve of a trial: mean over runs, and a standard deviation to both sides. At most 300 points.</summary>
public sealed record ExperimentPlanLineInfo
{
    /// <summary>Name of the trial.</summary>
    public required string Trial { get; init; }

    /// <summary>From 0; experiences follow each other.</summary>
    public required IReadOnlyList<double> Steps { get; init; }

    /// <summary>At each step; null where it is not finite.</summary>
    public required IReadOnlyList<double?> Means { get; init; }

    /// <summary>A standard deviation less; null for one run.</summary>
    public required IReadOnlyList<double?> Lows { get; init; }

    /// <summary>A standard deviation more; null for one run.</summary>
    public required IReadOnlyList<double?> Highs { get; init; }
}

/// <summary>What is kept and what is forgotten: row i is the model after experience i, column j the test set j.</summary>
public sealed record ExperimentPlanMatrices
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether more is better.</summary>
    public required bool GreaterIsBetter { get; init; }

    /// <summary>What is computed of a matrix, such as ACC and BWT.</summary>
    public required IReadOnlyList<ExperimentPlanMetricInfo> Figures { get; init; }

    /// <summary>Trials that have one, in the order of the plan.</summary>
    public required IReadOnlyList<ExperimentPlanMatrixInfo> Trials { get; init; }
}

/// <summary>The matrix of a trial: means over runs.</summary>
public sealed record ExperimentPlanMatrixInfo
{
    /// <summary>Name of the trial.</summary>
    public required string Trial { get; init; }

    /// <summary>Runs that the means are of.</summary>
    public required int Runs { get; init; }

    /// <summary>Row by row; null where it is not finite.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Means { get; init; }

    /// <summary>Standard deviations, row by row; null for one run.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Deviations { get; init; }

    /// <summary>After each experience: the mean over the test sets so far.</summary>
    public required IReadOnlyList<double?> Anytime { get; init; }

    /// <summary>By name; what is not defined is left out.</summary>
    public required IReadOnlyDictionary<string, ExperimentPlanFigureInfo> Figures { get; init; }
}
