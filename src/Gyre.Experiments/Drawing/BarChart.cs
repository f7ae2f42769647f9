using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Experiments.Drawing;

/// <summary>A bar.</summary>
/// <param name="Name">Beside it.</param>
/// <param name="Value">Its length; not finite for no bar.</param>
internal sealed record ChartBar(string Name, double Value)
{
    /// <summary>Lower end of its interval; null for none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval; null for none.</summary>
    public double? High { get; init; }

    /// <summary>Single values that the bar stands for.</summary>
    public ImmutableArray<double> Values { get; init; } = [];
}

/// <summary>Lying bars from 0, with intervals and the values behind them.</summary>
internal sealed record BarChart : Chart
{
    private const double Row = 28;
    private const double Field = 430;
    private const double Top = 8;

    /// <summary>Below the axis.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>From top to bottom, at least one.</summary>
    public required ImmutableArray<ChartBar> Bars { get; init; }

    /// <inheritdoc/>
    protected override string Summary =>
        $"{ValueTitle}: " + string.Join("; ", Bars.Select(static bar => $"{bar.Name} {Shown.Number(bar.Value)}"));

    private double Left => 16 + Math.Min(190, 6.8 * Bars.Max(static bar => Shown.Clean(bar.Name, 28).Length));

    /// <inheritdoc/>
    protected override (double Width, double Height) Draw(Svg svg)
    {
        var numbers = Bars.SelectMany(static bar => new[] { bar.Value, bar.Low ?? bar.Value, bar.High ?? bar.Value }).Append(0);
        var scale = Scale.Of(numbers);
        double X(double number) => Left + (Field * scale.Share(number));
        var bottom = Top + (Row * Bars.Length);
        foreach (var tick in scale.Ticks)
        {
            svg.Line(X(tick), Top, X(tick), bottom, 0.2);
            svg.Text(X(tick), bottom + 16, Shown.Number(tick), Anchor.Middle);
        }
        for (var i = 0; i < Bars.Length; i++)
            DrawBar(svg, Bars[i], Top + (Row * i), X);
        svg.Line(X(0), Top, X(0), bottom, 0.6);
        svg.Text(Left + (Field / 2), bottom + 34, ValueTitle, Anchor.Middle);
        return (Left + Field + 70, bottom + 42);
    }

    /// <inheritdoc/>
    protected override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("value", ValueTitle);
        json.WriteStartArray("bars");
        foreach (var bar in Bars)
        {
            json.WriteStartObject();
            json.WriteString("name", bar.Name);
            WriteNumber(json, "value", bar.Value);
            WriteNumber(json, "low", bar.Low);
            WriteNumber(json, "high", bar.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void DrawBar(Svg svg, ChartBar bar, double y, Func<double, double> x)
    {
        svg.Text(Left - 8, y + (Row / 2) + 4, Shown.Clean(bar.Name, 28), Anchor.End);
        if (!double.IsFinite(bar.Value))
            return;
        var (from, to) = (Math.Min(x(0), x(bar.Value)), Math.Max(x(0), x(bar.Value)));
        svg.Box(from, y + 5, to - from, Row - 10, Tint.Line(0), 0.45, $"{bar.Name}: {Shown.Number(bar.Value)}", 2);
        var middle = y + (Row / 2);
        foreach (var value in bar.Values.Where(double.IsFinite))
            svg.Dot(x(value), middle, 2.2, Tint.Line(0));
        if (bar is { Low: { } low, High: { } high } && double.IsFinite(low + high))
        {
            svg.Line(x(low), middle, x(high), middle, 0.9);
            svg.Line(x(low), middle - 5, x(low), middle + 5, 0.9);
            svg.Line(x(high), middle - 5, x(high), middle + 5, 0.9);
        }
        svg.Text(Math.Max(to, x(bar.High ?? bar.Value)) + 7, middle + 4, Shown.Number(bar.Value));
    }
}
