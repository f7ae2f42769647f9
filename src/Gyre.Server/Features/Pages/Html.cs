using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Pages;

/// <summary>A page in the making. No script at all; every text from outside is encoded and kept to its own direction.</summary>
internal sealed class Html
{
    private const int MaxText = 120;
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private readonly StringBuilder _html = new();

    /// <param name="title">Of the page; a text from outside.</param>
    public Html(string title) => _html
        .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
        .Append(Text(title)).Append("</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body>");

    /// <summary>Adds what is HTML already.</summary>
    public Html Add(string html)
    {
        _html.Append(html);
        return this;
    }

    /// <summary>A table; nothing but a sentence when it has no rows.</summary>
    /// <param name="heads">HTML.</param>
    /// <param name="rows">Cells as HTML.</param>
    /// <param name="none">What is said instead, as HTML.</param>
    public Html AddTable(IEnumerable<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, string none)
    {
        if (rows.Count == 0)
            return Add($"<p>{none}</p>");
        _html.Append("<div class=\"wide\"><table><thead><tr>");
        foreach (var head in heads)
            _html.Append("<th>").Append(head).Append("</th>");
        _html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            foreach (var cell in row)
                _html.Append("<td>").Append(cell).Append("</td>");
            _html.Append("</tr>");
        }
        _html.Append("</tbody></table></div>");
        return this;
    }

    public ContentHttpResult Answer(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Text(_html.Append("</body></html>").ToString(), "text/html", Encoding.UTF8);
    }

    /// <summary>A text of a person: encoded, shortened, and isolated, so that it cannot reorder what stands around it.</summary>
    public static string Own(string text, int most = MaxText) => $"<bdi>{Text(text.Length <= most ? text : $"{text[..most]}…")}</bdi>";

    public static string Text(string text) => HtmlEncoder.Default.Encode(text);

    /// <param name="folder">Path before the id, with a slash at its end.</param>
    /// <param name="id">One segment, whatever is in it.</param>
    /// <param name="html">What is shown.</param>
    public static string Link(string folder, string id, string html) => $"<a href=\"{folder}{Text(Uri.EscapeDataString(id))}\">{html}</a>";

    public static string Time(DateTimeOffset at) => Text(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>Milliseconds as clients said them, which may be no time at all.</summary>
    public static string Time(long? milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? Time(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value)) : "–";

    public static string Number(double value) => Text(value.ToString("G6", CultureInfo.InvariantCulture));
}
