using System.Text;

namespace Gyre.Cli.Forms;

/// <summary>Columns under headings, parted by two spaces: easy to read, and easy to cut with a script.</summary>
/// <param name="headings">One per column.</param>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; texts from outside are cleaned here.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Shown.Clean)]);

    /// <summary>Writes everything.</summary>
    public void WriteTo(TextWriter writer)
    {
        var widths = headings.Select((heading, i) => _rows.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        foreach (var row in _rows.Prepend(headings))
            writer.WriteLine(Line(row, widths));
    }

    private static string Line(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
            line.Append(cells[i].PadRight(widths[i] + 2));
        return line.ToString().TrimEnd();
    }
}
