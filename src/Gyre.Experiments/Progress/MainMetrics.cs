using System.Collections.Immutable;
using Gyre.Experiments.Evaluation;

namespace Gyre.Experiments.Progress;

/// <summary>The metrics that a table of trials has room for, and who is best in them.</summary>
internal static class MainMetrics
{
    private const int Most = 4;
    private const string TestPart = "tst_";

    /// <summary>Those about the whole stream, then those of the last test set.</summary>
    private static readonly ImmutableArray<ProgressMetric> Usual =
    [
        new("acc_accuracy_score", true), new("aaa_accuracy_score", true), new("bwt_accuracy_score", true),
        new("forgetting_accuracy_score", false), new("tst_accuracy_score", true), new("tst_f1_score", true),
        new("tst_root_mean_squared_error", false), new("tst_r2_score", true),
    ];

    /// <summary>Those that there are; metrics of the user's own when there are no usual ones.</summary>
    public static ImmutableArray<ProgressMetric> Of(IEnumerable<TrialProgress> trials)
    {
        var names = trials.SelectMany(static trial => trial.Figures.Keys).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<ProgressMetric> usual =
            [.. Usual.Where(metric => names.Any(name => Is(name, metric.Name))).Take(Most)];
        return !usual.IsEmpty
            ? usual
            : [.. names.Select(OwnName).OfType<string>().Distinct(StringComparer.Ordinal)
                .Where(static name => MetricDirections.Of(name) is not null)
                .Order(StringComparer.Ordinal).Take(Most).Select(static name => new ProgressMetric(name, MetricDirections.Of(name)))];
    }

    /// <summary>The main figures of a trial.</summary>
    public static ImmutableSortedDictionary<string, TrialFigure> Of(TrialProgress trial, ImmutableArray<ProgressMetric> metrics)
    {
        var main = ImmutableSortedDictionary.CreateBuilder<string, TrialFigure>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            if (trial.Figures.FirstOrDefault(figure => Is(figure.Key, metric.Name)) is { Value: { } figure })
                main[metric.Name] = figure;
        }
        return main.ToImmutable();
    }

    /// <summary>Marks the best among the trials of a dataset.</summary>
    /// <param name="trials">Of one dataset, with their main figures.</param>
    /// <param name="metrics">What they are compared in.</param>
    public static IEnumerable<TrialProgress> Compared(IReadOnlyList<TrialProgress> trials, ImmutableArray<ProgressMetric> metrics)
    {
        var furthest = trials.Max(static trial => trial.Done);
        var far = trials.Where(trial => trial.Done == furthest && trial.State != ProgressState.Failed).ToList();
        var best = metrics.Where(static metric => metric.GreaterIsBetter is not null)
            .ToDictionary(static metric => metric.Name, metric => Best(far, metric), StringComparer.Ordinal);
        return trials.Select(trial => !far.Contains(trial) ? trial : trial with
        {
            Best = [.. trial.Main.Where(figure => best.GetValueOrDefault(figure.Key) is { } value && figure.Value.Mean == value)
                .Select(static figure => figure.Key)],
        });
    }

    private static double? Best(List<TrialProgress> trials, ProgressMetric metric)
    {
        var values = trials.Where(trial => trial.Main.ContainsKey(metric.Name)).Select(trial => trial.Main[metric.Name].Mean)
            .Where(double.IsFinite).ToList();
        return values.Count < 2 ? null : metric.GreaterIsBetter == true ? values.Max() : values.Min();
    }

    private static string? OwnName(string tracked) =>
        tracked.IndexOf($"_{TestPart}", StringComparison.Ordinal) is > 0 and var at ? tracked[(at + 1)..] : null;

    /// <summary>Tracked names have the output behind figures about the stream, and before those about a part.</summary>
    private static bool Is(string tracked, string name) => name.StartsWith(TestPart, StringComparison.Ordinal)
        ? tracked.EndsWith($"_{name}", StringComparison.Ordinal)
        : tracked.StartsWith($"{name}_", StringComparison.Ordinal);
}
