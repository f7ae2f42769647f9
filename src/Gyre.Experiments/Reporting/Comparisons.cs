using System.Collections.Immutable;
using Gyre.Experiments.Drawing;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>Tests whether differences between trials are more than chance.</summary>
internal static class Comparisons
{
    /// <summary>Corrected p-values below it are called significant.</summary>
    public const double Level = 0.05;

    /// <summary>Trials that are all compared with each other; more are compared with the first.</summary>
    private const int MaxAll = 8;

    /// <summary>Comparisons of the trials of a dataset, by each measure that two of them have in two runs.</summary>
    public static IEnumerable<MeasureComparison> Of(ExperimentResults results, DatasetFigures dataset) =>
        Measures(results, dataset).Select(measure => Compare(dataset, measure)).OfType<MeasureComparison>();

    /// <summary>The first metric of the table, and ACC of the first matrix.</summary>
    private static IEnumerable<Measure> Measures(ExperimentResults results, DatasetFigures dataset)
    {
        if (MetricsSection.Main(results, dataset) is [var main, ..])
            yield return new Measure(
                main,
                trial => trial.ByRun.Where(run => run.Value.ContainsKey(main))
                    .ToDictionary(static run => run.Key, run => run.Value[main]));
        foreach (var metric in dataset.MatrixMetrics.Take(1))
            yield return new Measure($"ACC of {metric}", trial => Averages(trial, metric));
    }

    private static Dictionary<int, double> Averages(TrialFigures trial, string metric) => (
        from one in trial.Matrices(metric)
        let figures = ContinualFigures.Of(one.Matrix)
        where figures.ContainsKey("ACC")
        select (one.Run, Value: figures["ACC"])).ToDictionary(static pair => pair.Run, static pair => pair.Value);

    private static MeasureComparison? Compare(DatasetFigures dataset, Measure measure)
    {
        var pairs = Pairs(dataset.Trials.Length)
            .Select(pair => Common(dataset.Trials[pair.First], dataset.Trials[pair.Second], measure))
            .Where(static pair => pair.First.Length > 1).ToList();
        if (pairs.Count == 0)
            return null;
        var tests = pairs.Select(static pair => PairedRuns.Compare(pair.First, pair.Second)).ToList();
        var corrected = PairedRuns.Holm([.. tests.Select(static test => test.PValue)]);
        return new MeasureComparison(measure.Name, [.. pairs.Select((pair, i) => Of(pair, tests[i], corrected[i]))], Limits(pairs));
    }

    private static TrialComparison Of(Pair pair, PairedComparison test, double corrected) => new(
        pair.FirstName, pair.SecondName, pair.First.Length, test.MeanDifference, test.PValue, corrected, corrected < Level);

    private static IEnumerable<(int First, int Second)> Pairs(int trials) =>
        from first in Enumerable.Range(0, trials <= MaxAll ? trials : 1)
        from second in Enumerable.Range(first + 1, Math.Max(0, trials - first - 1))
        select (first, second);

    private static Pair Common(TrialFigures first, TrialFigures second, Measure measure)
    {
        var (left, right) = (measure.Of(first), measure.Of(second));
        int[] runs = [.. left.Keys.Where(run => right.TryGetValue(run, out var number) && double.IsFinite(left[run] + number)).Order()];
        return new Pair(first.Name, second.Name, [.. runs.Select(run => left[run])], [.. runs.Select(run => right[run])]);
    }

    /// <summary>With n pairs there are 2^n choices of signs, and at least two give the observed distance.</summary>
    private static string Limits(List<Pair> pairs)
    {
        var runs = pairs.Max(static pair => pair.First.Length);
        // Above 16 pairs the test draws 100,000 choices, which is not a limit in practice.
        var least = Math.Pow(2, 1 - Math.Min(runs, 16));
        var text = $"With n = {runs} runs p cannot be below {Shown.Number(least)}";
        if (pairs.Count > 1)
            text += $", and p (Holm) of the clearest of {pairs.Count} comparisons not below "
                + $"{Shown.Number(Math.Min(1, least * pairs.Count))}";
        var needed = 1 + (int)Math.Ceiling(Math.Log2(pairs.Count / Level));
        return least * pairs.Count < Level
            ? text + "."
            : $"{text}: no difference can be significant here. That takes at least {needed} runs.";
    }

    /// <summary>A number that trials are compared by, of each run.</summary>
    private sealed record Measure(string Name, Func<TrialFigures, Dictionary<int, double>> Of);

    /// <summary>Numbers of the runs that two trials have in common.</summary>
    private sealed record Pair(string FirstName, string SecondName, ImmutableArray<double> First, ImmutableArray<double> Second);
}
