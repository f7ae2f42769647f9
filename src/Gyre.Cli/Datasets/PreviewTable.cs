using System.Text;

namespace Gyre.Cli.Datasets;

/// <summary>Columns of cells, parted by two spaces.</summary>
internal static class PreviewTable
{
    /// <summary>Characters of the longest cell.</summary>
    public const int WidestCell = 32;

    private const string Gap = "  ";

    /// <summary>How many of the columns fit into a width; at least one.</summary>
    public static int Fit(IReadOnlyList<string[]> columns, int width)
    {
        var used = -Gap.Length;
        for (var i = 0; i < columns.Count; i++)
        {
            used += Gap.Length + columns[i].Max(static cell => cell.Length);
            if (used > width)
                return Math.Max(1, i);
        }
        return columns.Count;
    }

    /// <summary>The lines of a table.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> columns)
    {
        var widths = columns.Select(static column => column.Max(static cell => cell.Length)).ToList();
        for (var row = 0; row < columns[0].Length; row++)
        {
            var line = new StringBuilder();
            for (var i = 0; i < columns.Count; i++)
                line.Append(columns[i][row].PadRight(widths[i])).Append(Gap);
            yield return line.ToString().TrimEnd();
        }
    }
}
