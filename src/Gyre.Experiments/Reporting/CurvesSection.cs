using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>What training said while it learned.</summary>
internal static class CurvesSection
{
    private const int MaxCurves = 12;

    public static IEnumerable<Block> Of(ImmutableArray<DatasetFigures> datasets)
    {
        var blocks = datasets.SelectMany(Of).ToList();
        return blocks.Count == 0 ? [] :
        [
            new Heading(2, "Learning curves"),
            new Paragraph(
                "Mean over the finished runs; bands are ± one standard deviation. Experiences follow each other; thin lines "
                + "stand where one ends."),
            .. blocks,
        ];
    }

    private static IEnumerable<Block> Of(DatasetFigures dataset)
    {
        string[] names = [.. TrainingCurves.Names(dataset)];
        if (names.Length == 0)
            yield break;
        yield return new Heading(3, dataset.Dataset);
        var charts = names.Take(MaxCurves).Select(name => Curve(dataset, name));
        yield return new Figures([.. charts.Select(static chart => new Figure(chart, Ends(chart)))]);
        if (names.Length > MaxCurves)
            yield return new Paragraph($"Not shown: {string.Join(", ", names.Skip(MaxCurves))}.");
    }

    private static LineChart Curve(DatasetFigures dataset, string name)
    {
        var curve = TrainingCurves.Of(dataset, name);
        return new LineChart
        {
            Title = name,
            XTitle = "step",
            YTitle = name,
            IsCounted = true,
            Marks = curve.Marks,
            Lines =
            [
                .. curve.Lines.Select(static line => new ChartLine(line.Trial,
                    [.. line.Points.Select(static point =>
                        new ChartPoint(point.Step, point.Mean) { Low = point.Low, High = point.High })])),
            ],
        };
    }

    private static TableBlock Ends(LineChart chart) => new(
        ["trial", "steps", "first", "last"],
        [
            .. chart.Lines.Select(static line => (ImmutableArray<Cell>)
            [
                new Cell(line.Name),
                Cell.Number(line.Points.Length.ToString(CultureInfo.InvariantCulture)),
                Cell.Number(Shown.Number(line.Points[0].Y)),
                Cell.Number(Shown.Number(line.Points[^1].Y)),
            ]),
        ])
    {
        Folded = $"{chart.Title} in numbers",
    };
}
