using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>The trials of one dataset, in the order of the plan, with the numbers of their runs.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Trials">Trials with an outcome.</param>
internal sealed record DatasetFigures(string Dataset, ImmutableArray<TrialFigures> Trials)
{
    /// <summary>The datasets of an experiment; those that only outcomes name come last.</summary>
    public static ImmutableArray<DatasetFigures> Of(ExperimentResults results) =>
    [
        .. results.Datasets.Select(static dataset => dataset.Name).Concat(results.Outcomes.Select(static outcome => outcome.Dataset))
            .Distinct(StringComparer.Ordinal)
            .Select(dataset => new DatasetFigures(dataset,
            [
                .. results.Trials.Select(static trial => trial.Name).Concat(results.Outcomes.Select(static outcome => outcome.Trial))
                    .Distinct(StringComparer.Ordinal)
                    .Select(trial => results.Outcomes.FirstOrDefault(outcome => outcome.Trial == trial && outcome.Dataset == dataset))
                    .OfType<TrialResults>().Select(static outcome => new TrialFigures(outcome)),
            ])),
    ];

    /// <summary>Names of all metrics.</summary>
    public IEnumerable<string> Metrics => Trials.SelectMany(static trial => trial.ByRun.Values).SelectMany(static run => run.Keys)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Metrics that there are matrices of, the most important first.</summary>
    public IEnumerable<string> MatrixMetrics => Trials.SelectMany(static trial => trial.Runs).SelectMany(static run => run.Matrices)
        .Select(static matrix => matrix.Metric).Distinct(StringComparer.Ordinal).OrderBy(MetricsSection.Rank);
}

/// <summary>The numbers of a trial on a dataset.</summary>
/// <param name="outcome">What it gave.</param>
internal sealed class TrialFigures(TrialResults outcome)
{
    /// <summary>Name of the trial.</summary>
    public string Name => outcome.Trial;

    /// <summary>What readers must know.</summary>
    public ImmutableArray<string> Notes => outcome.Notes;

    /// <summary>Runs that ended well.</summary>
    public ImmutableArray<ResultRun> Runs { get; } = [.. RunFigures.Finished(outcome)];

    /// <summary>Metrics of each finished run.</summary>
    public ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, double>> ByRun { get; } = RunFigures.Of(outcome);

    /// <summary>How many runs there are.</summary>
    public int AllRuns => outcome.Runs.Length;

    /// <summary>How many runs ended well, of all.</summary>
    public Cell Share => Cell.Number($"{Runs.Length}/{AllRuns}");

    /// <summary>Metrics over runs.</summary>
    public ImmutableSortedDictionary<string, ContinualFigure> OverRuns => ContinualMetrics.OverRuns(ByRun.Values);

    /// <summary>Matrices of a metric, with the number of their run.</summary>
    public IEnumerable<(int Run, ResultMatrix Matrix)> Matrices(string metric) =>
        from run in Runs
        from matrix in run.Matrices
        where matrix.Metric == metric
        select (run.Number, matrix);
}
