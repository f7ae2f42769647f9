using System.Globalization;
using System.Net;
using System.Text;

namespace Gyre.Cli.Demo;

/// <summary>A line of a plot.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Color">As in CSS.</param>
/// <param name="Values">One for each step, from step 1 on.</param>
internal sealed record PlotLine(string Name, string Color, IReadOnlyList<double> Values)
{
    /// <summary>Whether it is drawn with gaps, as a limit beside what was measured.</summary>
    public bool IsDashed { get; init; }
}

/// <summary>Draws lines as SVG that stands in a page.</summary>
/// <param name="title">Above it.</param>
/// <param name="lines">With the same number of values each, at least one.</param>
internal sealed class LinePlot(string title, IReadOnlyList<PlotLine> lines)
{
    private const int Width = 860;
    private const int Height = 320;
    private const int Left = 64;
    private const int Right = 12;
    private const int Top = 16;
    private const int Bottom = 32;
    private const int Ticks = 5;

    private readonly double _low = lines.Min(static line => line.Values.Min());
    private readonly double _high = lines.Max(static line => line.Values.Max());

    private int Steps => lines[0].Values.Count;

    /// <summary>Steps that get a mark at the bottom.</summary>
    public IReadOnlyList<int> Marks { get; init; } = [];

    /// <summary>What the marks mean.</summary>
    public string MarkName { get; init; } = "";

    /// <summary>Writes a figure with its legend.</summary>
    public void WriteTo(StringBuilder page)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"<figure><figcaption>{Escape(title)}</figcaption>");
        page.AppendLine(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(title)}\">");
        WriteAxes(page);
        foreach (var step in Marks)
            page.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{X(step):0.0} {Height - Bottom} v-8\" stroke=\"#7048e8\" stroke-width=\"2\"/>");
        foreach (var line in lines)
            WriteLine(page, line);
        page.AppendLine("</svg><p>");
        foreach (var line in lines)
            page.AppendLine(CultureInfo.InvariantCulture, $"<span style=\"color:{line.Color}\">&#9632;</span> {Escape(line.Name)}&ensp;");
        if (Marks.Count > 0)
            page.AppendLine(CultureInfo.InvariantCulture, $"<span style=\"color:#7048e8\">&#10073;</span> {Escape(MarkName)}");
        page.AppendLine("</p></figure>");
    }

    private void WriteAxes(StringBuilder page)
    {
        for (var i = 0; i <= Ticks; i++)
        {
            var value = _low + ((_high - _low) * i / Ticks);
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {Y(value):0.0} H{Width - Right}\" stroke=\"#dee2e6\"/><text x=\"{Left - 8}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{value:G4}</text>");
            var step = 1 + ((Steps - 1) * i / Ticks);
            page.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(step):0.0}\" y=\"{Height - 8}\" text-anchor=\"middle\">{step}</text>");
        }
    }

    private void WriteLine(StringBuilder page, PlotLine line)
    {
        var points = string.Join(' ', line.Values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i + 1):0.0},{Y(value):0.0}")));
        var dash = line.IsDashed ? " stroke-dasharray=\"6 4\"" : "";
        page.AppendLine(
            CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{line.Color}\" stroke-width=\"2\"{dash} points=\"{points}\"/>");
    }

    private double X(int step) => Left + ((Width - Left - Right) * (step - 1.0) / Math.Max(1, Steps - 1));

    private double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (_high > _low ? (value - _low) / (_high - _low) : 0.5));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
