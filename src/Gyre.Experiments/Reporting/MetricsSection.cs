using System.Collections.Immutable;
using Gyre.Experiments.Drawing;
using Gyre.Experiments.Evaluation;

namespace Gyre.Experiments.Reporting;

/// <summary>Trials by metrics, one table for each dataset.</summary>
internal static class MetricsSection
{
    private const int MaxColumns = 6;
    private const string TestPart = "_tst_";

    /// <summary>Of a stream: over the test examples of all experiences so far.</summary>
    private const string SeenAccuracy = "seen_accuracy";

    /// <summary>Numbers that describe the examples, not the model.</summary>
    private static readonly ImmutableArray<string> Counts =
        ["example_count", "sum_on_target", "mean_on_target", "true_negatives", "false_positives", "false_negatives", "true_positives"];

    /// <summary>What readers look for first.</summary>
    private static readonly ImmutableArray<string> Preferred =
    [
        SeenAccuracy, "accuracy_score", "f1_score", "roc_auc", "log_loss", "calibration_error", "r2_score", "root_mean_squared_error",
        "mean_absolute_error",
    ];

    public static IEnumerable<Block> Of(ExperimentResults results, ImmutableArray<DatasetFigures> datasets)
    {
        yield return new Heading(2, "Results");
        yield return new Paragraph(
            "Mean ± standard deviation over the finished runs. "
            + (datasets.Any(static dataset => dataset.MatrixMetrics.Any())
                ? "Of several experiences these are the metrics of the last one, on its own examples, but for seen_accuracy, which is over "
                    + "the test examples of all; the whole stream is above. "
                : "")
            + "An arrow says whether more or less is better.");
        foreach (var dataset in datasets)
        {
            yield return new Heading(3, dataset.Dataset);
            foreach (var block in Of(results, dataset))
                yield return block;
        }
    }

    /// <summary>Metrics of the table, the first one being the measure of the dataset.</summary>
    public static ImmutableArray<string> Main(ExperimentResults results, DatasetFigures dataset)
    {
        string[] all = [.. dataset.Metrics];
        if (!results.MainMetrics.IsEmpty)
            return [.. results.MainMetrics.Where(all.Contains)];
        var judging = all.Where(static name => !Counts.Any(count => name.EndsWith(count, StringComparison.Ordinal))).ToList();
        var test = judging.Where(static name => name.Contains(TestPart, StringComparison.Ordinal)
            || name.EndsWith($"_{SeenAccuracy}", StringComparison.Ordinal)).ToList();
        return [.. (test.Count > 0 ? test : judging).OrderBy(Rank).Take(MaxColumns)];
    }

    /// <summary>Whether more of a metric is better; null when it is not known.</summary>
    public static bool? Direction(ExperimentResults results, string metric) =>
        results.GreaterIsBetter.TryGetValue(metric, out var isBetter) ? isBetter : MetricDirections.Of(metric);

    /// <summary>Metrics that readers look for come first.</summary>
    public static int Rank(string metric)
    {
        var rank = Preferred.IndexOf(Preferred.FirstOrDefault(name => metric.EndsWith(name, StringComparison.Ordinal)) ?? "");
        return rank < 0 ? Preferred.Length : rank;
    }

    private static IEnumerable<Block> Of(ExperimentResults results, DatasetFigures dataset)
    {
        var rows = Rows(dataset);
        var main = Main(results, dataset);
        if (main.IsEmpty)
        {
            yield return new Paragraph("No run has metrics yet.");
            yield break;
        }
        yield return Table(results, rows, main);
        if (dataset.Trials.Any(trial => trial.OverRuns.ContainsKey(main[0])))
            yield return new Figures([new Figure(Bars(dataset, main[0]), null)]);
        string[] others = [.. dataset.Metrics.Except(main, StringComparer.Ordinal)];
        foreach (var some in others.Chunk(MaxColumns))
            yield return Table(results, rows, some) with
            {
                Folded = others.Length <= MaxColumns ? "Other metrics" : $"Other metrics, {some[0]} to {some[^1]}",
            };
    }

    private static List<FigureRow> Rows(DatasetFigures dataset) =>
        [.. dataset.Trials.Select(static trial => new FigureRow(trial.Name, trial.OverRuns) { More = [trial.Share] })];

    private static TableBlock Table(ExperimentResults results, IReadOnlyList<FigureRow> rows, IEnumerable<string> metrics) =>
        ResultTables.Of("trial", ["runs"], rows, [.. metrics.Select(metric => (metric, Direction(results, metric)))]);

    private static BarChart Bars(DatasetFigures dataset, string metric) => new()
    {
        Title = $"{metric}: mean ± standard deviation, a dot for each run",
        ValueTitle = metric,
        Bars =
        [
            .. dataset.Trials.Select(trial => trial.OverRuns.TryGetValue(metric, out var figure)
                ? new ChartBar(trial.Name, figure.Mean)
                {
                    Low = figure.Mean - figure.Deviation,
                    High = figure.Mean + figure.Deviation,
                    Values = [.. trial.ByRun.Values.Where(run => run.ContainsKey(metric)).Select(run => run[metric])],
                }
                : new ChartBar(trial.Name, double.NaN)),
        ],
    };
}
