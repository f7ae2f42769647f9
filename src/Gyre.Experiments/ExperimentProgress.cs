using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>How far a trial on a dataset came, or an experience of it.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ProgressState>))]
public enum ProgressState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is at work, or between two experiences.</summary>
    Running,

    /// <summary>It has all its results.</summary>
    Succeeded,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was stopped, or something before it failed.</summary>
    Stopped,
}

/// <summary>How an experiment stands at one moment: trials by datasets.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Records">How it is tracked, which says what is run.</param>
/// <param name="Trials">Trials on datasets, in the order of the plan.</param>
/// <param name="Metrics">Main metrics that at least one trial has, at most four; the most important first.</param>
public sealed record ExperimentProgress(
    RunView Run, PipelineRecords Records, ImmutableArray<TrialProgress> Trials, ImmutableArray<ProgressMetric> Metrics)
{
    /// <summary>Whether every trial ended well.</summary>
    public bool Succeeded => Trials.All(static trial => trial.State == ProgressState.Succeeded);
}

/// <summary>A column of the table of trials.</summary>
/// <param name="Name">Without the output: <c>tst_accuracy_score</c>, <c>acc_accuracy_score</c>.</param>
/// <param name="GreaterIsBetter">Null when that is not known.</param>
public sealed record ProgressMetric(string Name, bool? GreaterIsBetter);

/// <summary>How a trial on a dataset stands.</summary>
/// <param name="Trial">Name of the trial.</param>
/// <param name="Dataset">Name of the dataset in the plan.</param>
/// <param name="Node">Path of the node run that sums it up.</param>
public sealed record TrialProgress(string Trial, string Dataset, string Node)
{
    /// <summary>How far it came.</summary>
    public required ProgressState State { get; init; }

    /// <summary>Whether it ended well without any work: everything came from the cache.</summary>
    public bool IsCached { get; init; }

    /// <summary>Why it failed or was stopped; null when it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>When its first experience began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its experiences, partition by partition.</summary>
    public required ImmutableArray<ExperienceProgress> Experiences { get; init; }

    /// <summary>
    /// What is known by now, by tracked names: of each partition the metrics of its last finished experience, over partitions. When all is
    /// done, the figures about the whole stream too; only <see cref="ExperimentQueries"/> knows their deviations.
    /// </summary>
    public required ImmutableSortedDictionary<string, TrialFigure> Figures { get; init; }

    /// <summary>The main ones of <see cref="Figures"/>, by <see cref="ProgressMetric.Name"/>.</summary>
    public ImmutableSortedDictionary<string, TrialFigure> Main { get; init; } =
        ImmutableSortedDictionary<string, TrialFigure>.Empty;

    /// <summary>
    /// Main metrics in which no trial on this dataset is better; trials that are as far as the furthest one are compared, if there are two.
    /// </summary>
    public ImmutableArray<string> Best { get; init; } = [];

    /// <summary>What it came to, with matrices and curves; null while it is not there, and where nobody read it.</summary>
    public TrialSummary? Summary { get; init; }

    /// <summary>Experiences that are learned, over all partitions.</summary>
    public int Done => Experiences.Count(static one => one.State == ProgressState.Succeeded);

    /// <summary>The experience that a partition's model was learned with last.</summary>
    /// <param name="partition">From 0.</param>
    /// <exception cref="InvalidInputException">There is no such partition.</exception>
    public ExperienceProgress LastOf(int partition) =>
        Experiences.Where(one => one.Partition == partition).MaxBy(static one => one.Experience)
        ?? throw new InvalidInputException("experiment.partition", $"The trial has no partition {partition + 1}.", "Use a number from 1.");
}

/// <summary>How an experience in a partition stands.</summary>
/// <param name="Experience">From 0.</param>
/// <param name="Partition">From 0.</param>
/// <param name="Node">Path of the node run that learns it; its tracking run is found by that.</param>
public sealed record ExperienceProgress(int Experience, int Partition, string Node)
{
    /// <summary>How far it came.</summary>
    public required ProgressState State { get; init; }

    /// <summary>Whether it came from the cache.</summary>
    public bool IsCached { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Numbers that it told, by tracked names; while it runs, the latest ones.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }
}
