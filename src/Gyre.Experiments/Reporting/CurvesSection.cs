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
        string[] names =
        [
            .. dataset.Trials.SelectMany(static trial => trial.Runs).SelectMany(static run => run.Experiences)
                .SelectMany(static experience => experience.Curves).Select(static curve => curve.Name).Distinct(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            yield break;
        yield return new Heading(3, dataset.Dataset);
        var charts = names.Take(MaxCurves).Select(name => Curve(dataset, name));
        yield return new Figures([.. charts.Select(static chart => new Figure(chart, Ends(chart)))]);
        if (names.Length > MaxCurves)
            yield return new Paragraph($"Not shown: {string.Join(", ", names.Skip(MaxCurves))}.");
    }

    private static LineChart Curve(DatasetFigures dataset, string name) => new()
    {
        Title = name,
        XTitle = "step",
        YTitle = name,
        IsCounted = true,
        Marks = [.. dataset.Trials.SelectMany(static trial => trial.Runs.Take(1)).Take(1).SelectMany(run => Joined(run, name).Ends)],
        Lines =
        [
            .. dataset.Trials.Select(trial => new ChartLine(trial.Name, Bands.Of(trial.Runs.Select(run => Joined(run, name).Points))))
                .Where(static line => !line.Points.IsEmpty),
        ],
    };

    /// <summary>Experiences one after the other, and where each but the last ends.</summary>
    private static (List<(double Step, double Value)> Points, List<double> Ends) Joined(ResultRun run, string name)
    {
        var (points, ends, start) = (new List<(double, double)>(), new List<double>(), 0L);
        foreach (var curve in run.Experiences.Select(experience => experience.Curves.FirstOrDefault(one => one.Name == name)))
        {
            if (curve is null || curve.Points.IsEmpty)
                continue;
            if (points.Count > 0)
                ends.Add(start - 0.5);
            foreach (var point in curve.Points.DistinctBy(static point => point.Step))
                points.Add((start + point.Step, point.Value));
            start += curve.Points.Max(static point => point.Step) + 1;
        }
        return (points, ends);
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
