namespace Gyre.Cli.Output;

/// <summary>How wide a column would be.</summary>
/// <param name="Word">Its longest word: narrower it cannot be without breaking one.</param>
/// <param name="Line">Its longest line.</param>
internal readonly record struct ColumnSize(int Word, int Line);

/// <summary>Lays a table out for a width: columns that there is no room for are left out whole, and no word is broken.</summary>
internal static class TableFit
{
    /// <summary>Columns that stay, each with its width.</summary>
    /// <param name="columns">All columns.</param>
    /// <param name="width">What the terminal shows in a line.</param>
    /// <param name="drops">Indexes of the columns that may be left out, the first one first. The others stay.</param>
    /// <param name="frame">What stands beside each column, and once more for the table: 3 and 1 for lines with a space on each
    /// side.</param>
    public static IReadOnlyList<(int Column, int Width)> Choose(
        IReadOnlyList<ColumnSize> columns, int width, IReadOnlyList<int> drops, (int Column, int Table) frame)
    {
        var kept = Enumerable.Range(0, columns.Count).ToList();
        int Room() => width - frame.Table - frame.Column * kept.Count;
        foreach (var drop in drops)
        {
            if (kept.Count == 1 || kept.Sum(column => columns[column].Word) <= Room())
                break;
            kept.Remove(drop);
        }
        var widths = kept.ToDictionary(column => column, column => columns[column].Line);
        // The widest gives way first: a long text has room to wrap, a number has none.
        while (widths.Values.Sum() > Room())
        {
            var yielding = kept.Where(column => widths[column] > columns[column].Word).ToList();
            if (yielding.Count == 0)
                break;
            widths[yielding.MaxBy(column => widths[column])]--;
        }
        if (kept is [var only])
            widths[only] = Math.Max(1, Math.Min(widths[only], Room()));
        return [.. kept.Select(column => (column, widths[column]))];
    }
}
