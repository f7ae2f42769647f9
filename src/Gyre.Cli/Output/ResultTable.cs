using Gyre.Cli.Forms;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gyre.Cli.Output;

/// <summary>A table of results: with lines where a person looks, as plain columns where a script does.</summary>
/// <param name="headings">One per column.</param>
internal sealed class ResultTable(params string[] headings)
{
    private static readonly (int Column, int Table) Frame = (3, 1);

    private readonly List<(string[] Cells, bool Strong)> _rows = [];

    /// <summary>
    /// Headings of the columns that a narrow terminal leaves out, the first one first. By default all but the first, from the right.
    /// </summary>
    public IReadOnlyList<string> Drops { get; init; } = [.. headings.Skip(1).Reverse()];

    /// <summary>Adds a row. A cell may have several lines.</summary>
    public void Add(params string[] cells) => _rows.Add((cells, false));

    /// <summary>Adds a row, marked where there are colours.</summary>
    public void Add(bool strong, params string[] cells) => _rows.Add((cells, strong));

    /// <summary>Writes it to the host's output.</summary>
    public void WriteTo(CliHost host)
    {
        if (host.OutIsTerminal)
            Draw(host);
        else
            Print(host);
    }

    private void Print(CliHost host)
    {
        var table = new TextTable(headings);
        foreach (var (cells, _) in _rows)
            table.Add([.. cells.Select(cell => cell.Replace("\n", "  ", StringComparison.Ordinal))]);
        table.WriteTo(host.Out);
    }

    private void Draw(CliHost host)
    {
        var rows = _rows.Select(row => (Cells: row.Cells.Select(Clean).ToArray(), row.Strong)).ToList();
        ColumnSize[] sizes = [.. headings.Select((heading, column) => SizeOf(rows.Select(row => row.Cells[column]).Append(heading)))];
        int[] drops = [.. Drops.Select(heading => Array.IndexOf(headings, heading)).Where(static column => column >= 0)];
        var shown = TableFit.Choose(sizes, host.Width(), drops, Frame);
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (column, width) in shown)
            table.AddColumn(new TableColumn(new Text(headings[column])) { Width = width });
        foreach (var (cells, strong) in rows)
            table.AddRow(shown.Select(column => new Text(Fit(cells[column.Column], column.Width), new Spectre.Console.Style(strong ? Color.Green : null))));
        Screen.For(host.Out, host).Write(table);
        string[] hidden = [.. headings.Where((_, index) => shown.All(column => column.Column != index))];
        if (hidden.Length > 0)
            Screen.For(host.Out, host).WriteLine(
                $"Not shown for lack of room: {string.Join(", ", hidden.Where(static heading => heading.Length > 0))}.");
    }

    private static string Clean(string cell) => string.Join('\n', cell.Split('\n').Select(Shown.Clean));

    private static ColumnSize SizeOf(IEnumerable<string> cells)
    {
        var (word, line) = (1, 1);
        foreach (var text in cells.SelectMany(static cell => cell.Split('\n')))
        {
            line = Math.Max(line, Length(text));
            word = Math.Max(word, text.Split(' ').Max(Length));
        }
        return new ColumnSize(word, line);
    }

    /// <summary>A word that is wider than the terminal itself is shortened.</summary>
    private static string Fit(string cell, int width) => cell.Split('\n', ' ').All(word => Length(word) <= width)
        ? cell
        : string.Join(
            '\n',
            cell.Split('\n')
                .Select(line => string.Join(' ', line.Split(' ').Select(word => Length(word) <= width || width < 4 ? word : Shown.Short(word, width)))));

    private static int Length(string text) => text.Length == 0 ? 0 : new Segment(text).CellCount();
}
