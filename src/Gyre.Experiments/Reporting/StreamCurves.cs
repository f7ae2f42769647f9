using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>Pictures of a stream: accuracy so far, and of each class, after every experience.</summary>
internal static class StreamCurves
{
    /// <summary>More lines cannot be told apart.</summary>
    private const int MaxLines = 8;

    /// <summary>Accuracy over the test sets so far, after every experience.</summary>
    /// <param name="lines">By name, the values of each run by experience; NaN where there is none.</param>
    public static LineChart Seen(IEnumerable<(string Name, IEnumerable<ImmutableArray<double>> Runs)> lines) => new()
    {
        Title = "Accuracy over all test examples so far",
        XTitle = "experience",
        YTitle = "accuracy",
        IsCounted = true,
        Lines = [.. lines.Select(static line => new ChartLine(line.Name, Bands.Of(line.Runs.Select(Points))) { HasDots = true })],
    };

    /// <summary>Accuracy of each class after every experience: lines, or shades where there are many classes.</summary>
    /// <param name="title">Above the picture.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="runs">By run and experience: the accuracy of each class; NaN where it has no test examples.</param>
    public static Chart PerClass(string title, ImmutableArray<string> classes, IReadOnlyList<ImmutableArray<ImmutableArray<double>>> runs)
    {
        if (classes.Length <= MaxLines)
        {
            return new LineChart
            {
                Title = title,
                XTitle = "experience",
                YTitle = "accuracy",
                IsCounted = true,
                Lines =
                [
                    .. classes.Select((name, number) => new ChartLine(
                        name, Bands.Of(runs.Select(run => Points([.. run.Select(values => values[number])]))))
                    {
                        HasDots = true,
                    }),
                ],
            };
        }
        var size = runs.Max(static run => run.Length);
        return new HeatMap
        {
            Title = title,
            RowTitle = "class",
            ColumnTitle = "after experience",
            Rows = classes,
            Columns = [.. Enumerable.Range(0, size).Select(static i => i.ToString(CultureInfo.InvariantCulture))],
            Values =
            [
                .. classes.Select((_, number) => Enumerable.Range(0, size).Select(experience => RunFigures.Spread(
                    runs.Where(run => experience < run.Length).Select(run => run[experience][number])).Mean).ToImmutableArray()),
            ],
        };
    }

    private static IEnumerable<(double Step, double Value)> Points(ImmutableArray<double> values) =>
        values.Select(static (value, step) => ((double)step, value)).Where(static point => double.IsFinite(point.value));
}
