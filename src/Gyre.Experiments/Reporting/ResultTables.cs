using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Drawing;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>A row of numbers over runs.</summary>
/// <param name="Name">Beside it.</param>
/// <param name="Figures">By the name of their column.</param>
internal sealed record FigureRow(string Name, ImmutableSortedDictionary<string, ContinualFigure> Figures)
{
    /// <summary>Cells that stand between the name and the numbers.</summary>
    public ImmutableArray<Cell> More { get; init; } = [];
}

/// <summary>Tables of mean and deviation, the best of a column marked.</summary>
internal static class ResultTables
{
    /// <summary>A table.</summary>
    /// <param name="first">Title of the column of names.</param>
    /// <param name="more">Titles of the columns after it.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Names of the numbers, and whether more is better; null where neither is.</param>
    public static TableBlock Of(
        string first,
        ImmutableArray<string> more,
        IReadOnlyList<FigureRow> rows,
        IReadOnlyList<(string Name, bool? GreaterIsBetter)> columns)
    {
        var best = columns.Select(column => Best(
            rows.Select(row => row.Figures.GetValueOrDefault(column.Name)?.Mean), column.GreaterIsBetter)).ToList();
        return new TableBlock(
            [first, .. more, .. columns.Select(static column => column.Name + Arrow(column.GreaterIsBetter))],
            [
                .. rows.Select(row => (ImmutableArray<Cell>)
                [
                    new Cell(row.Name),
                    .. row.More,
                    .. columns.Select((column, i) => row.Figures.TryGetValue(column.Name, out var figure)
                        ? Cell.Number(Text(figure), best[i] is { } limit && figure.Mean.Equals(limit))
                        : Cell.Number("–")),
                ]),
            ]);
    }

    /// <summary>Mean ± deviation, both to the second digit of the deviation.</summary>
    public static string Text(ContinualFigure figure)
    {
        if (figure.Deviation is not { } deviation)
            return Shown.Number(figure.Mean);
        if (deviation is not (>= 1e-4 and < 1e6) || Math.Abs(figure.Mean) >= 1e6)
            return $"{Shown.Number(figure.Mean)} ± {Shown.Number(deviation)}";
        var digits = "F" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(deviation)), 0, 4).ToString(CultureInfo.InvariantCulture);
        return figure.Mean.ToString(digits, CultureInfo.InvariantCulture)
            + " ± " + deviation.ToString(digits, CultureInfo.InvariantCulture);
    }

    private static string Arrow(bool? greaterIsBetter) => greaterIsBetter switch { true => " ↑", false => " ↓", _ => "" };

    /// <summary>The best of a column; null where no number is better than another.</summary>
    public static double? Best(IEnumerable<double?> numbers, bool? greaterIsBetter)
    {
        var means = numbers.Where(static mean => mean is { } number && double.IsFinite(number)).ToList();
        return means.Distinct().Count() < 2 || greaterIsBetter is null ? null : greaterIsBetter.Value ? means.Max() : means.Min();
    }
}
