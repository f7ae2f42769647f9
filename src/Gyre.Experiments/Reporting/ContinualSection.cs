using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>What is kept and what is forgotten: figures of the matrices, their heat maps, and the mean so far by experience.</summary>
internal static class ContinualSection
{
    public static IEnumerable<Block> Of(ImmutableArray<DatasetFigures> datasets)
    {
        var blocks = datasets.SelectMany(Of).ToList();
        return blocks.Count == 0 ? [] :
        [
            new Heading(2, "Continual learning"),
            new Paragraph(
                "R[i, j] is the result on the test set of experience j after experience i was learned. All figures are those of the whole "
                + "matrix."),
            new Points([.. ContinualFigures.All.Select(static figure => $"{figure.Name}: {figure.Meaning}")]),
            .. blocks,
        ];
    }

    /// <summary>Pictures of the most important metric, and tables of all.</summary>
    private static IEnumerable<Block> Of(DatasetFigures dataset)
    {
        string[] metrics = [.. dataset.MatrixMetrics];
        foreach (var block in metrics.Take(1).SelectMany(metric => Of(dataset, metric)).Concat(AlongTheWay(dataset)))
            yield return block;
        foreach (var metric in metrics.Skip(1))
            yield return Table(Trials(dataset, metric), metric) with { Folded = $"The same of {metric}" };
    }

    /// <summary>What must be known of trials, accuracy over the examples so far, and of each class.</summary>
    private static IEnumerable<Block> AlongTheWay(DatasetFigures dataset)
    {
        var notes = dataset.Trials.SelectMany(static trial => trial.Notes.Select(note => $"{trial.Name}: {note}")).ToImmutableArray();
        if (!notes.IsEmpty)
            yield return new Points(notes);
        var trials = dataset.Trials.Where(static trial => trial.Runs.Any(IsMeasured)).ToList();
        if (trials.Count == 0)
            yield break;
        yield return new Figures([new Figure(StreamCurves.Seen(trials.Select(static trial => (trial.Name, trial.Runs.Where(IsMeasured)
            .Select(static run => run.Experiences.Select(static one => one.SeenAccuracy ?? double.NaN).ToImmutableArray())))), null)]);
        yield return new Figures([.. trials.Select(static trial => new Figure(PerClass(trial), null))]);
    }

    private static bool IsMeasured(ResultRun run) =>
        run.Experiences.Length > 1 && run.Experiences.All(static one => one.SeenAccuracy is not null && !one.ClassAccuracies.IsEmpty);

    private static Chart PerClass(TrialFigures trial)
    {
        var runs = trial.Runs.Where(IsMeasured).ToList();
        return StreamCurves.PerClass(
            $"{trial.Name}: accuracy of each class over all test sets",
            [.. runs[0].Experiences[0].ClassAccuracies.Select(static one => one.Key)],
            [.. runs.Select(static run => run.Experiences.Select(
                static one => one.ClassAccuracies.Select(static value => value.Value).ToImmutableArray()).ToImmutableArray())]);
    }

    private static List<TrialFigures> Trials(DatasetFigures dataset, string metric) =>
        [.. dataset.Trials.Where(trial => trial.Matrices(metric).Any())];

    private static IEnumerable<Block> Of(DatasetFigures dataset, string metric)
    {
        var trials = Trials(dataset, metric);
        yield return new Heading(3, $"{dataset.Dataset}: {metric}");
        yield return Table(trials, metric);
        yield return new Figures([new Figure(Anytime(trials, metric), null)]);
        yield return new Figures([.. trials.Select(trial => HeatMapOf(trial, metric)).Select(static map => new Figure(map, TableOf(map)))]);
    }

    private static TableBlock Table(List<TrialFigures> trials, string metric)
    {
        var rows = trials.Select(trial => RowOf(trial, metric)).ToList();
        var isGreaterBetter = trials[0].Matrices(metric).First().Matrix.GreaterIsBetter;
        return ResultTables.Of("trial", ["runs"], rows,
        [
            .. ContinualFigures.All.Where(figure => rows.Any(row => row.Figures.ContainsKey(figure.Name)))
                .Select(figure => (figure.Name, figure.IsLevel ? isGreaterBetter : figure.GreaterIsBetter)),
        ]);
    }

    private static FigureRow RowOf(TrialFigures trial, string metric)
    {
        var figures = trial.Matrices(metric).Select(static one => ContinualFigures.Of(one.Matrix));
        return new FigureRow(trial.Name, ContinualMetrics.OverRuns(figures)) { More = [trial.Share] };
    }

    private static LineChart Anytime(List<TrialFigures> trials, string metric) => new()
    {
        Title = $"{metric}: mean over the test sets so far",
        XTitle = "experience",
        YTitle = metric,
        IsCounted = true,
        Lines =
        [
            .. from trial in trials
               let curves = trial.Matrices(metric)
                   .Select(static one => ContinualFigures.Anytime(one.Matrix).Select(static (value, t) => ((double)t, value)))
               select new ChartLine(trial.Name, Bands.Of(curves))
               {
                   HasDots = true,
               },
        ],
    };

    private static HeatMap HeatMapOf(TrialFigures trial, string metric)
    {
        var matrix = MeanMatrices.MeansOf(trial, metric);
        return new HeatMap
        {
            Title = $"{trial.Name}: {metric}, mean of {matrix.Runs} {(matrix.Runs == 1 ? "run" : "runs")}",
            RowTitle = "after experience",
            ColumnTitle = "test set",
            Rows = Numbers(matrix.Means.Length),
            Columns = Numbers(matrix.Means[0].Length),
            Values = matrix.Means,
            Spreads = [.. matrix.Deviations.Select(static row => row.Select(static one => one ?? double.NaN).ToImmutableArray())],
        };
    }

    private static ImmutableArray<string> Numbers(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    private static TableBlock TableOf(HeatMap map) => new(
        [$"{map.RowTitle} \\ {map.ColumnTitle}", .. map.Columns],
        [
            .. map.Rows.Select((name, row) => (ImmutableArray<Cell>)
            [
                new Cell(name),
                .. map.Values[row].Select((value, column) => Cell.Number(ResultTables.Text(
                    new ContinualFigure(value, double.IsNaN(map.Spreads!.Value[row][column]) ? null : map.Spreads.Value[row][column], 1)))),
            ]),
        ])
    {
        Folded = map.Title,
    };
}
