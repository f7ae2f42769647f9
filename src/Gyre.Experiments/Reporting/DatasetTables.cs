using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>The numbers of a dataset as a table.</summary>
internal static class DatasetTables
{
    public static DatasetTable Of(ExperimentResults results, DatasetFigures dataset)
    {
        var main = MetricsSection.Main(results, dataset);
        ImmutableArray<MetricColumn> columns =
        [
            .. main.Concat(dataset.Metrics.Except(main, StringComparer.Ordinal))
                .Select((name, i) => new MetricColumn(name, MetricsSection.Direction(results, name), i < main.Length)),
        ];
        return new DatasetTable(dataset.Dataset)
        {
            Metrics = columns,
            Trials =
            [
                .. Marked([.. dataset.Trials.Select(static trial => trial.OverRuns)], columns)
                    .Zip(dataset.Trials, static (figures, trial) =>
                        new TrialRow(trial.Name, trial.Runs.Length, trial.AllRuns, figures)),
            ],
            Comparisons = [.. Comparisons.Of(results, dataset)],
            MatrixMetrics = [.. dataset.MatrixMetrics],
            Curves = [.. TrainingCurves.Names(dataset)],
        };
    }

    /// <summary>The figures of each row, with the best of each column marked.</summary>
    public static IEnumerable<ImmutableSortedDictionary<string, TableFigure>> Marked(
        ImmutableArray<ImmutableSortedDictionary<string, ContinualFigure>> rows, IEnumerable<MetricColumn> columns)
    {
        var best = columns.ToDictionary(
            static column => column.Name,
            column => ResultTables.Best(rows.Select(row => row.GetValueOrDefault(column.Name)?.Mean), column.GreaterIsBetter),
            StringComparer.Ordinal);
        return rows.Select(row => row.ToImmutableSortedDictionary(
            static figure => figure.Key,
            figure => new TableFigure(
                figure.Value.Mean, figure.Value.Deviation, figure.Value.Runs,
                best.GetValueOrDefault(figure.Key) is { } limit && figure.Value.Mean.Equals(limit)),
            StringComparer.Ordinal));
    }
}
