using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Fewer points of long histories, for pictures.</summary>
public static class MetricThinning
{
    /// <summary>
    /// The same steps of several runs: of all distinct steps in the interval every n-th and the last, and each run's own first and last. All points at these
    /// steps are kept, by step, timestamp and value. O(n log n).
    /// </summary>
    /// <param name="histories">Runs with their points.</param>
    /// <param name="firstStep">Where the interval begins.</param>
    /// <param name="lastStep">Where it ends, included; null for no end.</param>
    /// <param name="most">How many steps are chosen, at least 1; the first and last of each run come on top.</param>
    public static List<(string Run, MetricPoint[] Points)> Thin(IReadOnlyList<(string Run, MetricPoint[] Points)> histories, long firstStep, long? lastStep, int most)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var inside = histories.Select(history => (history.Run, Points: history.Points.Where(point => point.Step >= firstStep && !(point.Step > lastStep))
            .OrderBy(point => point.Step).ThenBy(point => point.Timestamp).ThenBy(point => point.Value).ToArray())).ToList();
        var chosen = Choose([.. inside.SelectMany(history => history.Points).Select(point => point.Step).Distinct().Order()], most);
        foreach (var (_, points) in inside.Where(history => history.Points.Length > 0))
        {
            chosen.Add(points[0].Step);
            chosen.Add(points[^1].Step);
        }
        return [.. inside.Select(history => (history.Run, history.Points.Where(point => chosen.Contains(point.Step)).ToArray()))];
    }

    /// <summary>
    /// One history with at most about <paramref name="most"/> points that look the same: of each stretch the first, the least, the greatest and the last, in
    /// order. NaN counts as neither. O(n).
    /// </summary>
    /// <param name="points">In the order in which they are shown.</param>
    /// <param name="most">At least 4.</param>
    public static ImmutableArray<MetricPoint> KeepExtremes(ImmutableArray<MetricPoint> points, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 4);
        if (points.Length <= most)
            return points;
        var stretches = most / 4;
        var kept = ImmutableArray.CreateBuilder<MetricPoint>(stretches * 4);
        for (var i = 0; i < stretches; i++)
        {
            var from = (int)((long)points.Length * i / stretches);
            var to = (int)((long)points.Length * (i + 1) / stretches);
            foreach (var index in Extremes(points.AsSpan()[from..to]))
                kept.Add(points[from + index]);
        }
        return kept.ToImmutable();
    }

    private static SortedSet<int> Extremes(ReadOnlySpan<MetricPoint> stretch)
    {
        var (least, greatest) = (0, 0);
        for (var i = 1; i < stretch.Length; i++)
        {
            if (stretch[i].Value < stretch[least].Value || double.IsNaN(stretch[least].Value))
                least = i;
            if (stretch[i].Value > stretch[greatest].Value || double.IsNaN(stretch[greatest].Value))
                greatest = i;
        }
        return [0, least, greatest, stretch.Length - 1];
    }

    private static HashSet<long> Choose(long[] steps, int most)
    {
        if (steps.Length <= most)
            return [.. steps];
        var every = (double)steps.Length / most;
        var chosen = Enumerable.Range(0, most).Select(i => steps[(int)(i * every)]).ToHashSet();
        chosen.Add(steps[^1]);
        return chosen;
    }
}
