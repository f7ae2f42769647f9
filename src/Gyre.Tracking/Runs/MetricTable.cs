using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Runs;

/// <summary>Histories and latest values. Points of one key that come together become one part of its history.</summary>
internal sealed class MetricTable(TimeProvider clock)
{
    private const string InsertPoints = "INSERT INTO tracking_points (run, key, part, points) {rows}";
    private const string InsertMixed = "INSERT INTO tracking_mixed_points (run, part, points) {rows}";

    /// <summary>From so many keys on a batch is one row: a row for each would lie in a place of its own on the disk.</summary>
    private const int ManyKeys = 17;

    /// <summary>Fewer points of a key than this are not worth a row of their own beside those of other keys.</summary>
    private const int FewPoints = 4;

    private readonly long _process = Environment.ProcessId & 0x3ff;
    private long _lastPart;

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
        if (groups.Length >= ManyKeys || (groups.Length > 1 && metrics.Count < groups.Length * FewPoints))
            session.ExecuteRows(InsertMixed, new RowSet().Add("run", [run]).Add("part", [NextPart()]).Add("points", [PointBlock.WriteMixed(groups)]));
        else
            WriteApart(session, run, groups);
        WriteLatest(session, run, groups);
    }

    private void WriteApart(IDbSession session, long run, (string Key, MetricPoint[] Points)[] groups)
    {
        var part = NextPart();
        var rows = new RowSet().Add("run", [.. groups.Select(_ => run)]).Add("key", [.. groups.Select(group => group.Key)])
            .Add("part", [.. groups.Select(_ => part)]).Add("points", [.. groups.Select(group => PointBlock.Write(group.Points))]);
        session.ExecuteRows(InsertPoints, rows);
    }

    private static void WriteLatest(IDbSession session, long run, (string Key, MetricPoint[] Points)[] groups)
    {
        var count = groups.Length;
        var (runs, keys, values, nans, steps, times) = (new long[count], new string[count], new double[count], new bool[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var latest = Latest(groups[i].Points);
            (runs[i], keys[i], steps[i], times[i]) = (run, groups[i].Key, latest.Step, latest.Timestamp);
            (values[i], nans[i]) = (double.IsNaN(latest.Value) ? 0 : latest.Value, double.IsNaN(latest.Value));
        }
        session.ExecuteRows(
            UpsertLatest, new RowSet().Add("run", runs).Add("key", keys).Add("value", values).Add("is_nan", nans).Add("step", steps).Add("timestamp", times));
    }

    /// <summary>In the order of histories; what was logged twice is there once.</summary>
    public static ImmutableArray<MetricPoint> History(IDbSession session, long run, string key)
    {
        var points = new List<MetricPoint>();
        foreach (var block in session.Query<byte[]>("SELECT points FROM tracking_points WHERE run = @run AND key = @key", new { run, key }))
            PointBlock.Read(block, points);
        var name = Encoding.UTF8.GetBytes(key);
        foreach (var block in session.Query<byte[]>("SELECT points FROM tracking_mixed_points WHERE run = @run", new { run }))
            PointBlock.ReadMixed(block, name, points);
        return InOrder(points);
    }

    /// <summary>Sorts; what is there twice is there once.</summary>
    public static ImmutableArray<MetricPoint> InOrder(List<MetricPoint> points)
    {
        points.Sort(MetricPoint.CompareInHistory);
        var kept = ImmutableArray.CreateBuilder<MetricPoint>(points.Count);
        foreach (var point in points)
        {
            if (kept.Count == 0 || MetricPoint.CompareInHistory(kept[^1], point) != 0)
                kept.Add(point);
        }
        return kept.DrainToImmutable();
    }

    private static (string Key, MetricPoint[] Points)[] Group(IReadOnlyList<LoggedMetric> metrics)
    {
        if (metrics is [var only])
            return [(only.Key, [only.Point])];
        var groups = new Dictionary<string, List<MetricPoint>>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            ref var points = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, metric.Key, out _);
            (points ??= []).Add(metric.Point);
        }
        return [.. groups.Select(group => (group.Key, group.Value.ToArray()))];
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

    /// <summary>
    /// Of no meaning but that no two parts of a run have the same, and that later ones are greater, so that they lie behind each other: the microsecond and a
    /// number of the process.
    /// </summary>
    private long NextPart()
    {
        var now = ((clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond << 10) | _process;
        while (true)
        {
            var last = Interlocked.Read(ref _lastPart);
            var next = Math.Max(last + 1024, now);
            if (Interlocked.CompareExchange(ref _lastPart, next, last) == last)
                return next;
        }
    }
}
