using Gyre.Core;

namespace Gyre.Learning.Splitting;

/// <summary>Whole groups on one side.</summary>
internal static class Grouping
{
    public static IndexSplit Split(IReadOnlyList<string> groups, double fraction, SeededRandom random)
    {
        (string Name, int[] Rows)[] all = [.. Stratification.ByName(groups)];
        if (all.Length < 2)
            throw PartitionOptions.Refuse($"There are {all.Length} groups; a grouped split requires at least two.");
        random.Shuffle(all.AsSpan());
        var isTest = new bool[groups.Count];
        var (rows, taken, wanted) = (0, 0, groups.Count * fraction);
        foreach (var (_, members) in all)
        {
            var isNearer = Math.Abs(rows + members.Length - wanted) < Math.Abs(rows - wanted);
            if (!isNearer || taken == all.Length - 1)
                continue;
            foreach (var row in members)
                isTest[row] = true;
            (rows, taken) = (rows + members.Length, taken + 1);
        }
        if (taken == 0)
        {
            foreach (var row in all.MinBy(group => group.Rows.Length).Rows)
                isTest[row] = true;
        }
        return Sides.Of(isTest);
    }
}
