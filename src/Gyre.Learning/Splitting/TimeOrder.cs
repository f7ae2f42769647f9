namespace Gyre.Learning.Splitting;

/// <summary>The past to learn from, the future to judge by.</summary>
internal static class TimeOrder
{
    public static IndexSplit Split(IReadOnlyList<long> times, double fraction)
    {
        var wanted = Math.Max(1, (int)Math.Round(times.Count * fraction, MidpointRounding.AwayFromZero));
        if (times.Count < 2 || wanted >= times.Count)
            throw PartitionOptions.Refuse($"{times.Count} rows leave nothing to train on.", "Use more rows or a smaller test fraction.");
        long[] sorted = [.. times];
        sorted.AsSpan().Sort();
        var cut = sorted[^wanted];
        if (cut == sorted[0])
            throw PartitionOptions.Refuse(
                "All rows before the cut have the time of the cut, so nothing is left to train on.", "Use a smaller test fraction.");
        return Sides.Of([.. times.Select(time => time >= cut)]);
    }
}
