using Gyre.Core;

namespace Gyre.Learning.Splitting;

/// <summary>The same share of every class.</summary>
internal static class Stratification
{
    public static IndexSplit Split(IReadOnlyList<string> labels, double fraction, SeededRandom random)
    {
        var isTest = new bool[labels.Count];
        foreach (var (name, rows) in ByName(labels))
        {
            // A stream per class: rows of one class do not move when another class gets more.
            random.Fork($"split/{name}").Shuffle(rows.AsSpan());
            var wanted = (int)Math.Round(rows.Length * fraction, MidpointRounding.AwayFromZero);
            foreach (var row in rows.AsSpan(0, rows.Length < 2 ? 0 : Math.Clamp(wanted, 1, rows.Length - 1)))
                isTest[row] = true;
        }
        return Sides.Of(isTest);
    }

    /// <summary>The rows of each name, names in the order of their first row.</summary>
    public static IEnumerable<(string Name, int[] Rows)> ByName(IReadOnlyList<string> names) => names
        .Select((name, row) => (name, row))
        .GroupBy(pair => pair.name, pair => pair.row, StringComparer.Ordinal)
        .Select(group => (group.Key, group.ToArray()));
}
