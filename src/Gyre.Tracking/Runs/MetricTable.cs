using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Runs;

/// <summary>Histories and latest values. Points of one key that come together become one part of its history.</summary>
internal sealed class MetricTable(IdSource ids)
{
    private const string InsertPoints = "INSERT INTO tracking_points (run, key, part, points) {rows}";

    /// <summary>The value shown is the latest by step, then timestamp, then value, whatever the order in which they come. NaN is stored as 0 with a mark and counts as greater than all numbers here.</summary>
    private const string UpsertLatest =
        """
        INSERT INTO tracking_latest (run, key, value, is_nan, step, timestamp) {rows}
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan, step = excluded.step, timestamp = excluded.timestamp
        WHERE excluded.step > tracking_latest.step
            OR (excluded.step = tracking_latest.step AND (excluded.timestamp > tracking_latest.timestamp
                OR (excluded.timestamp = tracking_latest.timestamp AND NOT excluded.is_nan AND (tracking_latest.is_nan OR excluded.value > tracking_latest.value))))
        """;

    public void Write(IDbSession session, long run, IReadOnlyList<LoggedMetric> metrics)
    {
        if (metrics.Count == 0)
            return;
        var groups = Group(metrics);
        var count = groups.Count;
        var (runs, keys, parts, blocks) = (new long[count], new string[count], new long[count], new byte[count][]);
        var (values, nans, steps, times) = (new double[count], new bool[count], new long[count], new long[count]);
        var part = NextPart();
        var at = 0;
        foreach (var (key, points) in groups)
        {
            var span = CollectionsMarshal.AsSpan(points);
            var latest = Latest(span);
            (runs[at], keys[at], parts[at], blocks[at]) = (run, key, part, PointBlock.Write(span));
            (values[at], nans[at], steps[at], times[at]) = (double.IsNaN(latest.Value) ? 0 : latest.Value, double.IsNaN(latest.Value), latest.Step, latest.Timestamp);
            at++;
        }
        session.ExecuteRows(InsertPoints, new RowSet().Add("run", runs).Add("key", keys).Add("part", parts).Add("points", blocks));
        session.ExecuteRows(
            UpsertLatest, new RowSet().Add("run", runs).Add("key", keys).Add("value", values).Add("is_nan", nans).Add("step", steps).Add("timestamp", times));
    }

    /// <summary>In the order of histories; what was logged twice is there once.</summary>
    public static ImmutableArray<MetricPoint> History(IDbSession session, long run, string key)
    {
        var points = new List<MetricPoint>();
        foreach (var block in session.Query<byte[]>("SELECT points FROM tracking_points WHERE run = @run AND key = @key", new { run, key }))
            PointBlock.Read(block, points);
        points.Sort(MetricPoint.CompareInHistory);
        var kept = ImmutableArray.CreateBuilder<MetricPoint>(points.Count);
        foreach (var point in points)
        {
            if (kept.Count == 0 || MetricPoint.CompareInHistory(kept[^1], point) != 0)
                kept.Add(point);
        }
        return kept.DrainToImmutable();
    }

    private static Dictionary<string, List<MetricPoint>> Group(IReadOnlyList<LoggedMetric> metrics)
    {
        var groups = new Dictionary<string, List<MetricPoint>>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            ref var points = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, metric.Key, out _);
            (points ??= []).Add(metric.Point);
        }
        return groups;
    }

    private static MetricPoint Latest(ReadOnlySpan<MetricPoint> points)
    {
        var latest = points[0];
        foreach (var point in points[1..])
        {
            if (point.IsLaterThan(latest))
                latest = point;
        }
        return latest;
    }

    /// <summary>Of no meaning but that no two parts of a key have the same: the end of an id is random.</summary>
    private long NextPart()
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.Next().TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes) ^ System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }
}
