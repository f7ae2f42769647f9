using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Experiments.Drawing;

/// <summary>A table of numbers as shades.</summary>
internal sealed record HeatMap : Chart
{
    private const double Top = 44;
    private const double MaxShade = 0.72;

    /// <summary>Beside the rows.</summary>
    public required string RowTitle { get; init; }

    /// <summary>Above the columns.</summary>
    public required string ColumnTitle { get; init; }

    /// <summary>One per row.</summary>
    public required ImmutableArray<string> Rows { get; init; }

    /// <summary>One per column.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>Rows of numbers; NaN is an empty cell.</summary>
    public required ImmutableArray<ImmutableArray<double>> Values { get; init; }

    /// <summary>Strength of the shades, 0 to 1, where it is not that of the numbers.</summary>
    public ImmutableArray<ImmutableArray<double>>? Shades { get; init; }

    /// <summary>Half of the spread of each number; null for none.</summary>
    public ImmutableArray<ImmutableArray<double>>? Spreads { get; init; }

    /// <inheritdoc/>
    protected override string Summary => $"{Rows.Length} x {Columns.Length} numbers: {RowTitle} in rows, {ColumnTitle} in columns.";

    private double Cell => Math.Clamp(560.0 / Math.Max(1, Columns.Length), 12, 54);

    private double CellHeight => Math.Min(Cell, 34);

    private double Left => 34 + Math.Min(150, 7 * Rows.Select(static row => Shown.Clean(row, 20).Length).DefaultIfEmpty(0).Max());

    private bool HasLongColumns => Columns.Any(column => Shown.Clean(column, 16).Length * 7 > Cell);

    /// <summary>Whether every number fits into its cell.</summary>
    private bool HasTexts => CellHeight >= 14 && Values.All(row => row.All(number => Text(number).Length * 6.8 < Cell));

    /// <inheritdoc/>
    protected override (double Width, double Height) Draw(Svg svg)
    {
        var top = Top + (HasLongColumns ? 4 + (6.5 * Columns.Max(static column => Shown.Clean(column, 16).Length)) - 12 : 0);
        var (low, high) = Range();
        var hasTexts = HasTexts;
        DrawNames(svg, top);
        for (var row = 0; row < Rows.Length; row++)
        {
            for (var column = 0; column < Columns.Length; column++)
                DrawCell(svg, row, column, top, Shade(row, column, low, high), hasTexts);
        }
        return (Left + Math.Max(Columns.Length * Cell, 150) + 8, top + Math.Max(Rows.Length * CellHeight, 90) + 8);
    }

    /// <inheritdoc/>
    protected override void WriteData(Utf8JsonWriter json)
    {
        WriteTexts(json, "rows", Rows);
        WriteTexts(json, "columns", Columns);
        WriteRows(json, "values", Values);
        if (Spreads is { } spreads)
            WriteRows(json, "spreads", spreads);
    }

    private static void WriteRows(Utf8JsonWriter json, string name, ImmutableArray<ImmutableArray<double>> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var number in row)
                WriteNumber(json, number);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private void DrawNames(Svg svg, double top)
    {
        svg.Text(Left + (Math.Max(Columns.Length * Cell, 150) / 2), 14, ColumnTitle, Anchor.Middle);
        svg.Upwards(14, top + (Math.Max(Rows.Length * CellHeight, 90) / 2), RowTitle);
        // Names need 12 points each; with smaller cells some have to go.
        var every = (int)Math.Ceiling(12 / CellHeight);
        for (var row = 0; row < Rows.Length; row += every)
            svg.Text(Left - 7, top + (CellHeight * (row + 0.5)) + 4, Shown.Clean(Rows[row], 20), Anchor.End);
        for (var column = 0; column < Columns.Length; column++)
        {
            var x = Left + (Cell * (column + 0.5));
            if (HasLongColumns)
                svg.Upwards(x + 4, top - 7, Shown.Clean(Columns[column], 16), Anchor.Start);
            else
                svg.Text(x, top - 7, Columns[column], Anchor.Middle);
        }
    }

    private void DrawCell(Svg svg, int row, int column, double top, double shade, bool hasText)
    {
        var (x, y, number) = (Left + (Cell * column), top + (CellHeight * row), Values[row][column]);
        var text = Text(number);
        var spread = Spreads is { } spreads && double.IsFinite(spreads[row][column]) ? $" ± {Shown.Number(spreads[row][column])}" : "";
        svg.Box(
            x + 1, y + 1, Cell - 2, CellHeight - 2, Tint.Heat, 0.04 + (MaxShade * shade),
            $"{RowTitle} {Rows[row]}, {ColumnTitle} {Columns[column]}: {text}{spread}", 3);
        if (hasText)
            svg.Text(x + (Cell / 2), y + (CellHeight / 2) + 4, text, Anchor.Middle);
    }

    private static string Text(double number) =>
        double.IsNaN(number) ? "–" : Shown.Number(Math.Round(number, Math.Abs(number) < 10 ? 3 : 1));

    private double Shade(int row, int column, double low, double high)
    {
        var number = Shades is { } shades ? shades[row][column] : (Values[row][column] - low) / (high - low);
        return double.IsFinite(number) ? Math.Clamp(number, 0, 1) : 0;
    }

    /// <summary>From 0 to 1 for shares, else from the smallest to the largest.</summary>
    private (double Low, double High) Range()
    {
        double[] numbers = [.. Values.SelectMany(static row => row).Where(double.IsFinite)];
        if (numbers.All(static number => number is >= 0 and <= 1))
            return (0, 1);
        var (low, high) = (numbers.Min(), numbers.Max());
        return high > low ? (low, high) : (low, low + 1);
    }
}
