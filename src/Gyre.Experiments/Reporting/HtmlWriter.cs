using System.Text;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Reporting;

/// <summary>
/// Writes a report as one HTML page. It has a style sheet of its own and no script; its policy forbids everything else, and pictures keep
/// their colours where the style sheet is refused.
/// </summary>
internal static class HtmlWriter
{
    private const string Style =
        "body{font:15px/1.55 system-ui,sans-serif;max-width:1080px;margin:2rem auto;padding:0 1.25rem;"
        + "background:var(--ground);color:var(--ink)}"
        + "h1{margin-bottom:.25rem}h2{margin-top:2.5rem;border-bottom:1px solid #8884;padding-bottom:.25rem}"
        + "h1,h2,h3,p,li{overflow-wrap:anywhere}"
        + ".wide{overflow-x:auto}table{border-collapse:collapse;margin:.75rem 0;font-size:.92em}"
        + "td,th{padding:.3rem .6rem;border-bottom:1px solid #8883;text-align:left;vertical-align:top}"
        + "th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
        + "td.best{font-weight:700;background:color-mix(in srgb,var(--g3) 16%,transparent)}"
        + ".figures{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:flex-start}figure{margin:.75rem 0;max-width:100%}"
        + "figcaption{font-weight:600;margin-bottom:.25rem}svg{max-width:100%;height:auto;display:block}"
        + "pre{padding:.6rem .8rem;border-left:3px solid var(--g7);background:#8881;overflow-x:auto;"
        + "white-space:pre-wrap;overflow-wrap:anywhere}"
        + "summary{cursor:pointer;opacity:.8}details{margin:.5rem 0}";

    public static string Write(string title, IEnumerable<Block> blocks)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
            .Append("<title>").Append(Shown.Escape(title)).Append("</title>\n<style>").Append(Tint.Variables).Append(Style)
            .Append("</style>\n</head>\n<body>\n<main>\n");
        foreach (var block in blocks)
            Write(page, block);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, Block block)
    {
        switch (block)
        {
            case Heading heading:
                page.Append("<h").Append(heading.Level).Append('>').Append(Shown.Escape(heading.Text))
                    .Append("</h").Append(heading.Level).Append(">\n");
                break;
            case Paragraph paragraph:
                page.Append("<p>").Append(Shown.Escape(paragraph.Text, 4000)).Append("</p>\n");
                break;
            case Points points:
                page.Append("<ul>\n");
                foreach (var item in points.Items)
                    page.Append("<li>").Append(Shown.Escape(item)).Append("</li>\n");
                page.Append("</ul>\n");
                break;
            case Message message:
                page.Append("<pre>").AppendJoin('\n', Shown.Lines(message.Text).Select(Shown.Encode)).Append("</pre>\n");
                break;
            case TableBlock table:
                WriteTable(page, table);
                break;
            case Figures figures:
                WriteFigures(page, figures);
                break;
            default:
                throw new InvalidOperationException($"{block.GetType().Name} cannot be written.");
        }
    }

    private static void WriteFigures(StringBuilder page, Figures figures)
    {
        page.Append("<div class=\"figures\">\n");
        foreach (var figure in figures.Items)
        {
            page.Append("<figure><figcaption>").Append(Shown.Escape(figure.Chart.Title)).Append("</figcaption>\n")
                .Append(figure.Chart.ToInlineSvg());
            if (figure.Data is { } data)
                WriteTable(page, data with { Folded = "in numbers" });
            page.Append("</figure>\n");
        }
        page.Append("</div>\n");
    }

    private static void WriteTable(StringBuilder page, TableBlock table)
    {
        if (table.Rows.IsEmpty)
            return;
        if (table.Folded is { } title)
            page.Append("<details><summary>").Append(Shown.Escape(title)).Append("</summary>\n");
        page.Append("<div class=\"wide\"><table>\n");
        if (table.Columns.Any(static column => column.Length > 0))
            WriteHead(page, table);
        page.Append("<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
                page.Append("<td").Append(Class(cell)).Append('>').Append(Shown.Escape(cell.Text)).Append("</td>");
            page.Append("</tr>\n");
        }
        page.Append("</tbody></table></div>\n").Append(table.Folded is null ? "" : "</details>\n");
    }

    private static void WriteHead(StringBuilder page, TableBlock table)
    {
        page.Append("<thead><tr>");
        foreach (var (column, cell) in table.Columns.Zip(table.Rows[0]))
            page.Append(cell.IsNumber ? "<th class=\"n\">" : "<th>").Append(Shown.Escape(column)).Append("</th>");
        page.Append("</tr></thead>\n");
    }

    private static string Class(Cell cell) => (cell.IsNumber, cell.IsBest) switch
    {
        (true, true) => " class=\"n best\"",
        (true, false) => " class=\"n\"",
        (false, true) => " class=\"best\"",
        _ => "",
    };
}
