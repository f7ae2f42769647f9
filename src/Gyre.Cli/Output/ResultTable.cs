using Gyre.Cli.Forms;
using Spectre.Console;

namespace Gyre.Cli.Output;

/// <summary>A table of results: with lines where a person looks, as plain columns where a script does.</summary>
/// <param name="headings">One per column.</param>
internal sealed class ResultTable(params string[] headings)
{
    private readonly List<(string[] Cells, bool Strong)> _rows = [];

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
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)));
        foreach (var (cells, strong) in _rows)
            table.AddRow(cells.Select(cell => new Text(string.Join('\n', cell.Split('\n').Select(Shown.Clean)), new Spectre.Console.Style(strong ? Color.Green : null))));
        Screen.For(host.Out, host).Write(table);
    }
}
