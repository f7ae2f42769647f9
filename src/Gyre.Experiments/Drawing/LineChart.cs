using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Experiments.Drawing;

/// <summary>A point of a line.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Up; a point that is not finite interrupts the line.</param>
internal readonly record struct ChartPoint(double X, double Y)
{
    /// <summary>Lower end of its spread; null for none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its spread; null for none.</summary>
    public double? High { get; init; }
}

/// <summary>A line.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">From left to right.</param>
internal sealed record ChartLine(string Name, ImmutableArray<ChartPoint> Points)
{
    /// <summary>Whether it is a limit beside what was measured: thin, grey, with gaps.</summary>
    public bool IsReference { get; init; }

    /// <summary>Whether each point has a dot.</summary>
    public bool HasDots { get; init; }
}

/// <summary>Lines over two axes, with bands of spread and a legend.</summary>
internal sealed record LineChart : Chart
{
    private const int MaxPoints = 400;
    private const double Left = 58;
    private const double Top = 12;
    private const double Bottom = 46;
    private const double Right = 14;
    private const double LegendRow = 18;

    /// <summary>Below the axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>Beside the axis.</summary>
    public required string YTitle { get; init; }

    /// <summary>At least one.</summary>
    public required ImmutableArray<ChartLine> Lines { get; init; }

    /// <summary>Whether both axes go from 0 to 1 and the field is square.</summary>
    public bool IsUnitSquare { get; init; }

    /// <summary>Whether x are whole numbers.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Places on the x axis where something changes; thin lines.</summary>
    public ImmutableArray<double> Marks { get; init; } = [];

    /// <inheritdoc/>
    protected override string Summary =>
        $"{YTitle} by {XTitle}: " + string.Join("; ", Lines.Where(static line => !line.IsReference).Select(Describe));

    private double FieldWidth => IsUnitSquare ? 360 : 620;

    private double FieldHeight => IsUnitSquare ? 360 : 260;

    /// <inheritdoc/>
    protected override (double Width, double Height) Draw(Svg svg)
    {
        var points = Lines.SelectMany(static line => line.Points).ToList();
        var x = IsUnitSquare ? Scale.Unit : Scale.Of(points.Select(static point => point.X), IsCounted);
        var y = IsUnitSquare
            ? Scale.Unit
            : Scale.Of(points.SelectMany(static point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y }));
        DrawAxes(svg, x, y);
        (double, double) Place(double across, double up) =>
            (Left + (FieldWidth * x.Share(across)), Top + (FieldHeight * (1 - y.Share(up))));
        foreach (var (line, index) in Numbered())
            DrawBand(svg, line, Tint.Line(index), Place);
        foreach (var (line, index) in Numbered())
            DrawLine(svg, line, index, Place);
        return (Left + FieldWidth + Right, DrawLegend(svg));
    }

    /// <inheritdoc/>
    protected override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("x", XTitle);
        json.WriteString("y", YTitle);
        json.WriteStartArray("lines");
        foreach (var line in Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteBoolean("reference", line.IsReference);
            json.WriteStartArray("points");
            foreach (var point in line.Points)
                WritePoint(json, point);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter json, ChartPoint point)
    {
        json.WriteStartObject();
        WriteNumber(json, "x", point.X);
        WriteNumber(json, "y", point.Y);
        if (point.Low is not null)
            WriteNumber(json, "low", point.Low);
        if (point.High is not null)
            WriteNumber(json, "high", point.High);
        json.WriteEndObject();
    }

    private static string Describe(ChartLine line) => line.Points.IsEmpty
        ? $"{line.Name} has no points"
        : $"{line.Name} from {Shown.Number(line.Points[0].Y)} to {Shown.Number(line.Points[^1].Y)}";

    private IEnumerable<(ChartLine Line, int Index)> Numbered()
    {
        var index = 0;
        foreach (var line in Lines)
            yield return (line, line.IsReference ? 0 : index++);
    }

    private void DrawAxes(Svg svg, Scale x, Scale y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = Top + (FieldHeight * (1 - y.Share(tick)));
            svg.Line(Left, at, Left + FieldWidth, at, 0.2);
            svg.Text(Left - 7, at + 4, Shown.Number(tick), Anchor.End);
        }
        foreach (var tick in x.Ticks)
        {
            var at = Left + (FieldWidth * x.Share(tick));
            svg.Line(at, Top + FieldHeight, at, Top + FieldHeight + 4, 0.6);
            svg.Text(at, Top + FieldHeight + 17, Shown.Number(tick), Anchor.Middle);
        }
        foreach (var at in Marks.Select(mark => Left + (FieldWidth * x.Share(mark))))
            svg.Line(at, Top, at, Top + FieldHeight, 0.3);
        svg.Line(Left, Top + FieldHeight, Left + FieldWidth, Top + FieldHeight, 0.6);
        svg.Text(Left + (FieldWidth / 2), Top + FieldHeight + 36, Shown.Clean(XTitle, 60), Anchor.Middle);
        svg.Upwards(14, Top + (FieldHeight / 2), Shown.Clean(YTitle, 40));
    }

    private static void DrawBand(Svg svg, ChartLine line, string colour, Func<double, double, (double, double)> place)
    {
        var points = Thin(line.Points)
            .Where(static point => point.Low is { } low && point.High is { } high && double.IsFinite(low + high)).ToList();
        if (points.Count < 2)
            return;
        svg.Area(
            [
                .. points.Select(point => place(point.X, point.High!.Value)),
                .. points.AsEnumerable().Reverse().Select(point => place(point.X, point.Low!.Value)),
            ],
            colour);
    }

    private static void DrawLine(Svg svg, ChartLine line, int index, Func<double, double, (double X, double Y)> place)
    {
        var (colour, dash) = line.IsReference ? (Tint.Line(7), "4 4") : (Tint.Line(index), Tint.Dash(index));
        var points = Thin(line.Points);
        foreach (var piece in Pieces(points))
            svg.Curve(piece.Select(point => place(point.X, point.Y)), colour, dash, line.IsReference ? 1.2 : 2);
        if (!line.HasDots && points.Length > 1)
            return;
        foreach (var point in points.Where(static point => double.IsFinite(point.Y)))
        {
            var (x, y) = place(point.X, point.Y);
            svg.Dot(x, y, 3.5, colour, $"{line.Name}: {Shown.Number(point.X)}, {Shown.Number(point.Y)}");
        }
    }

    /// <summary>Parts of a line between points that are not finite.</summary>
    private static IEnumerable<List<ChartPoint>> Pieces(IEnumerable<ChartPoint> points)
    {
        var piece = new List<ChartPoint>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y))
            {
                piece.Add(point);
                continue;
            }
            if (piece.Count > 1)
                yield return piece;
            piece = [];
        }
        if (piece.Count > 1)
            yield return piece;
    }

    /// <summary>As many points as a picture can show, with the first and the last.</summary>
    private static ImmutableArray<ChartPoint> Thin(ImmutableArray<ChartPoint> points) => points.Length <= MaxPoints
        ? points
        : [.. Enumerable.Range(0, MaxPoints).Select(i => points[(int)((long)i * (points.Length - 1) / (MaxPoints - 1))])];

    /// <summary>Names below the field, in rows; gives the height of the picture.</summary>
    private double DrawLegend(Svg svg)
    {
        var (x, y) = (Left, Top + FieldHeight + Bottom + 8);
        foreach (var (line, index) in Numbered())
        {
            var name = Shown.Clean(line.Name, 40);
            var width = 34 + (name.Length * 6.6);
            if (x > Left && x + width > Left + FieldWidth + Right)
                (x, y) = (Left, y + LegendRow);
            var (colour, dash) = line.IsReference ? (Tint.Line(7), "4 4") : (Tint.Line(index), Tint.Dash(index));
            svg.Key(x, y - 4, 18, colour, dash, line.IsReference ? 1.2 : 3);
            svg.Text(x + 24, y, name);
            x += width;
        }
        return y + 10;
    }
}
