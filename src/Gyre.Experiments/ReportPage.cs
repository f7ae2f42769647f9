using System.Collections.Immutable;
using Gyre.Experiments.Drawing;
using Gyre.Experiments.Reporting;

namespace Gyre.Experiments;

/// <summary>A line of a picture in a report.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">One for each step, from step 1 on; a value that is not finite interrupts the line.</param>
public sealed record ReportLine(string Name, ImmutableArray<double> Values);

/// <summary>
/// A page of text, tables and pictures in one HTML file: no network, no script, no font. Texts need no escaping. Not thread-safe.
/// </summary>
/// <param name="title">Title of the page.</param>
public sealed class ReportPage(string title)
{
    private readonly List<Block> _blocks = [new Heading(1, title)];

    /// <summary>A heading below the title.</summary>
    /// <param name="text">What it says.</param>
    public ReportPage AddHeading(string text) => Add(new Heading(2, text));

    /// <summary>Sentences.</summary>
    /// <param name="text">What they say.</param>
    public ReportPage AddParagraph(string text) => Add(new Paragraph(text));

    /// <summary>A table.</summary>
    /// <param name="columns">Titles; all empty for none.</param>
    /// <param name="rows">Texts, as many as columns; those that begin like numbers stand to the right.</param>
    public ReportPage AddTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        return Add(new TableBlock([.. columns], [.. rows.Select(row => Row(row, columns.Count))]));
    }

    /// <summary>Lines over steps.</summary>
    /// <param name="caption">Above the picture.</param>
    /// <param name="step">What a step is, below the axis.</param>
    /// <param name="value">What the values are, beside the axis.</param>
    /// <param name="lines">At least one.</param>
    /// <param name="marks">Steps that get a thin line.</param>
    public ReportPage AddLines(
        string caption, string step, string value, IEnumerable<ReportLine> lines, IEnumerable<int>? marks = null)
    {
        var chart = new LineChart
        {
            Title = caption,
            XTitle = step,
            YTitle = value,
            IsCounted = true,
            Marks = [.. (marks ?? []).Select(static mark => (double)mark)],
            Lines = [.. lines.Select(Line)],
        };
        return Add(new Figures([new Figure(chart, null)]));
    }

    /// <summary>The whole page.</summary>
    public string ToHtml() => HtmlWriter.Write(title, _blocks);

    private static ChartLine Line(ReportLine line) =>
        new(line.Name, [.. line.Values.Select(static (value, i) => new ChartPoint(i + 1, value))]);

    private static ImmutableArray<Cell> Row(IReadOnlyList<string> row, int columns) => row.Count == columns
        ? [.. row.Select(static text => new Cell(text) { IsNumber = text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '-') })]
        : throw new ArgumentException($"A row has {row.Count} cells for {columns} columns.", nameof(row));

    private ReportPage Add(Block block)
    {
        _blocks.Add(block);
        return this;
    }
}
