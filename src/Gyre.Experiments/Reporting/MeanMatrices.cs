using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>Matrices of results over runs.</summary>
internal static class MeanMatrices
{
    /// <summary>The matrices of all trials that have one; null when none has.</summary>
    public static MatrixTable? Of(DatasetFigures dataset, string metric)
    {
        TrialFigures[] trials = [.. dataset.Trials.Where(trial => trial.Matrices(metric).Any())];
        if (trials.Length == 0)
            return null;
        var greaterIsBetter = trials[0].Matrices(metric).First().Matrix.GreaterIsBetter;
        ImmutableArray<ImmutableSortedDictionary<string, ContinualFigure>> figures =
            [.. trials.Select(trial =>
                ContinualMetrics.OverRuns(trial.Matrices(metric).Select(static one => ContinualFigures.Of(one.Matrix))))];
        ImmutableArray<MetricColumn> columns =
        [
            .. ContinualFigures.All.Where(figure => figures.Any(row => row.ContainsKey(figure.Name)))
                .Select(figure => new MetricColumn(figure.Name, figure.IsLevel ? greaterIsBetter : figure.GreaterIsBetter, true)),
        ];
        return new MatrixTable(
            metric, greaterIsBetter,
            [
                .. columns.Select(static column => new MatrixColumn(
                    column.Name, ContinualFigures.All.First(one => one.Name == column.Name).Meaning, column.GreaterIsBetter)),
            ],
            [.. DatasetTables.Marked(figures, columns).Zip(trials, (row, trial) => MeansOf(trial, metric) with { Figures = row })]);
    }

    /// <summary>Means over the runs whose matrix has the most usual size.</summary>
    public static TrialMatrix MeansOf(TrialFigures trial, string metric)
    {
        var matrices = trial.Matrices(metric).Select(static one => one.Matrix).GroupBy(static matrix => matrix.Values.Length)
            .MaxBy(static group => group.Count())!.ToList();
        var cells = matrices[0].Values.Select((row, i) => row.Select((_, j) => RunFigures.Spread(
            matrices.Where(matrix => j < matrix.Values[i].Length).Select(matrix => matrix.Values[i][j]))).ToList()).ToList();
        var anytime = matrices.Select(ContinualFigures.Anytime).ToList();
        return new TrialMatrix(trial.Name, matrices.Count)
        {
            Means = [.. cells.Select(static row => row.Select(static cell => cell.Mean).ToImmutableArray())],
            Deviations = [.. cells.Select(static row => row.Select(static cell => cell.Deviation).ToImmutableArray())],
            Anytime = [.. Enumerable.Range(0, anytime.Max(static line => line.Length))
                .Select(t => anytime.Where(line => t < line.Length).Average(line => line[t]))],
        };
    }
}
