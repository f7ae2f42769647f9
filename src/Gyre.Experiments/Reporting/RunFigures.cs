using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>The numbers of finished runs, and what they are over several.</summary>
internal static class RunFigures
{
    /// <summary>
    /// Numbers of each finished run by name. A metric of several experiences is that of the last one, as it is tracked.
    /// </summary>
    public static ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, double>> Of(TrialResults outcome) => Finished(outcome)
        .ToImmutableSortedDictionary(
            static run => run.Number, static run => run.Metrics.SetItems(run.Experiences.IsEmpty ? [] : run.Experiences[^1].Metrics));

    /// <summary>Runs that ended well, each number once.</summary>
    public static IEnumerable<ResultRun> Finished(TrialResults outcome) =>
        outcome.Runs.Where(static run => run.State == ResultState.Finished).DistinctBy(static run => run.Number);

    /// <summary>Mean and deviation of numbers.</summary>
    public static ContinualFigure Spread(IEnumerable<double> numbers) => ContinualMetrics.OverRuns(
        numbers.Select(static number => new Dictionary<string, double>(StringComparer.Ordinal) { [""] = number }))[""];
}
