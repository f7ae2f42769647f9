using System.Globalization;
using System.Text;

namespace Gyre.Experiments.Drawing;

/// <summary>Where a text stands to its point.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Writes the elements of one picture. It needs no style sheet, no script and no font.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <summary>A picture that stands in a page, which may declare the variables of <see cref="Tint"/>.</summary>
    public string Inline(double width, double height, string title, string summary) =>
        $"<svg viewBox=\"0 0 {Shown.Place(width)} {Shown.Place(height)}\" width=\"{Shown.Place(width)}\" "
        + $"role=\"img\" font-family=\"system-ui,sans-serif\" font-size=\"12\"><title>{Shown.Escape(title)}</title>"
        + $"<desc>{Shown.Escape(summary, 500)}</desc>\n{_text}</svg>\n";

    /// <summary>A file of its own, which follows the reader's choice of light or dark.</summary>
    public string File(double width, double height, string title, string summary) => Inline(width, height, title, summary)
        .Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal)
        .Replace(
            "</desc>", $"</desc><style>{Tint.Variables}svg{{background:var(--ground);color:var(--ink)}}</style>",
            StringComparison.Ordinal);

    public void Line(double x1, double y1, double x2, double y2, double opacity) => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"<path d=\"M{Shown.Place(x1)} {Shown.Place(y1)}L{Shown.Place(x2)} {Shown.Place(y2)}\" "
        + $"stroke=\"{Tint.Text}\" stroke-opacity=\"{Shown.Place(opacity)}\"/>");

    public void Text(double x, double y, string text, Anchor anchor = Anchor.Start, string more = "") => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"<text x=\"{Shown.Place(x)}\" y=\"{Shown.Place(y)}\" fill=\"{Tint.Text}\"{Word(anchor)}{more}>{Shown.Escape(text)}</text>");

    /// <summary>A text that runs upwards.</summary>
    public void Upwards(double x, double y, string text, Anchor anchor = Anchor.Middle) =>
        Text(x, y, text, anchor, $" transform=\"rotate(-90 {Shown.Place(x)} {Shown.Place(y)})\"");

    /// <summary>A filled rectangle; <paramref name="hint"/> is shown under the pointer.</summary>
    public void Box(double x, double y, double width, double height, string fill, double opacity, string hint = "", double round = 0) =>
        _text.AppendLine(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{Shown.Place(x)}\" y=\"{Shown.Place(y)}\" width=\"{Shown.Place(width)}\" height=\"{Shown.Place(height)}\" "
            + $"fill=\"{fill}\" fill-opacity=\"{opacity:0.##}\"{Rounded(round)}{Hint("rect", hint)}");

    public void Dot(double x, double y, double radius, string fill, string hint = "") => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"<circle cx=\"{Shown.Place(x)}\" cy=\"{Shown.Place(y)}\" r=\"{Shown.Place(radius)}\" fill=\"{fill}\"{Hint("circle", hint)}");

    public void Curve(IEnumerable<(double X, double Y)> points, string colour, string dash, double width = 2) => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"<polyline points=\"{Join(points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{Shown.Place(width)}\" "
        + $"stroke-linejoin=\"round\" stroke-linecap=\"round\"{Dashed(dash)}/>");

    /// <summary>A piece of a line in a legend.</summary>
    public void Key(double x, double y, double length, string colour, string dash, double width) => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"<path d=\"M{Shown.Place(x)} {Shown.Place(y)}h{Shown.Place(length)}\" "
        + $"stroke=\"{colour}\" stroke-width=\"{Shown.Place(width)}\"{Dashed(dash)}/>");

    public void Area(IEnumerable<(double X, double Y)> points, string colour) => _text.AppendLine(
        CultureInfo.InvariantCulture, $"<polygon points=\"{Join(points)}\" fill=\"{colour}\" fill-opacity=\"0.16\"/>");

    private static string Join(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(static point => $"{Shown.Place(point.X)},{Shown.Place(point.Y)}"));

    private static string Word(Anchor anchor) => anchor switch
    {
        Anchor.Middle => " text-anchor=\"middle\"",
        Anchor.End => " text-anchor=\"end\"",
        _ => "",
    };

    private static string Dashed(string dash) => dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "";

    private static string Rounded(double round) => round > 0 ? $" rx=\"{Shown.Place(round)}\"" : "";

    private static string Hint(string element, string hint) =>
        hint.Length > 0 ? $"><title>{Shown.Escape(hint)}</title></{element}>" : "/>";
}
