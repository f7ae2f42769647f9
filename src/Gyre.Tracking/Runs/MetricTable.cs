using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Runs;

/// <summary>Histories and latest values. Points of one key that come together become one part of its history.</summary>
/// <param name="clock">Numbers the parts.</param>
/// <param name="isRecorded">
/// Whether it writes what the engine records of steps, beside what the steps log themselves: the parts of the two never have the same number, and those that were
/// recorded can be taken back.
/// </param>
internal sealed class MetricTable(TimeProvider clock, bool isRecorded = false)
{
    private const long RecordedBit = 0x200;


    private const string InsertPoints = "INSERT INTO tracking_points (run, key, part, points) {rows}";
    private const string InsertMixed = "INSERT INTO tracking_mixed_points (run, part, points) {rows}";

    /// <summary>From so many keys on a batch is one row: a row for each would lie in a place of its own on the disk.</summary>
    private const int ManyKeys = 17;

    /// <summary>Fewer points of a key than this are not worth a row of their own beside those of other keys.</summary>
    private const int FewPoints = 4;

    private readonly long _process = (uint)(Environment.ProcessId & 0x1ff) + (isRecorded ? RecordedBit : 0);
    private long _lastPart;

    /// <summary>The value shown is the latest by step, then timestamp, then value, whatever the order in which they come. NaN is stored as 0 with a mark (and so is -0, whose sign one of the engines drops); NaN counts as greater than all numbers here.</summary>
    private const string UpsertLatest =
        """
        INSERT INTO tracking_latest (run, key, value, is_nan, is_negative_zero, step, timestamp) {rows}
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan, is_negative_zero = excluded.is_negative_zero, step = excluded.step, timestamp = excluded.timestamp
        WHERE excluded.step > tracking_latest.step
            OR (excluded.step = tracking_latest.step AND (excluded.timestamp > tracking_latest.timestamp
                OR (excluded.timestamp = tracking_latest.timestamp AND NOT excluded.is_nan AND (tracking_latest.is_nan OR excluded.value > tracking_latest.value))))
        """;

    /// <returns>The number of the part that was written; null when there was nothing to write.</returns>
    public long? Write(IDbSession session, long run, IReadOnlyList<LoggedMetric> metrics)
    {
        if (metrics.Count == 0)
            return null;
        var groups = Group(metrics);
        var part = NextPart();
        if (groups.Length >= ManyKeys || (groups.Length > 1 && metrics.Count < groups.Length * FewPoints))
            session.ExecuteRows(InsertMixed, new RowSet().Add("run", [run]).Add("part", [part]).Add("points", [PointBlock.WriteMixed(groups)]));
        else
            WriteApart(session, run, part, groups);
        WriteLatest(session, run, groups);
        return part;
    }

    /// <summary>Takes back what was recorded in some parts, and shows the latest of what is left.</summary>
    public static void Forget(IDbSession session, long run, long firstPart, long lastPart)
    {
        const string Recorded = "run = @run AND part BETWEEN @firstPart AND @lastPart AND (part & @RecordedBit) <> 0";
        var which = new { run, firstPart, lastPart, RecordedBit };
        var keys = session.Query<string>($"SELECT DISTINCT key FROM tracking_points WHERE {Recorded}", which).ToHashSet(StringComparer.Ordinal);
        foreach (var block in session.Query<byte[]>($"SELECT points FROM tracking_mixed_points WHERE {Recorded}", which))
            keys.UnionWith(PointBlock.KeysOf(block));
        session.Execute($"DELETE FROM tracking_points WHERE {Recorded}", which);
        session.Execute($"DELETE FROM tracking_mixed_points WHERE {Recorded}", which);
        foreach (var key in keys)
        {
            session.Execute("DELETE FROM tracking_latest WHERE run = @run AND key = @key", new { run, key });
            if (History(session, run, key) is { IsEmpty: false } left)
                WriteLatest(session, run, [(key, [.. left])]);
        }
    }

    private static void WriteApart(IDbSession session, long run, long part, (string Key, MetricPoint[] Points)[] groups)
    {
        var rows = new RowSet().Add("run", [.. groups.Select(_ => run)]).Add("key", [.. groups.Select(group => group.Key)])
            .Add("part", [.. groups.Select(_ => part)]).Add("points", [.. groups.Select(group => PointBlock.Write(group.Points))]);
        session.ExecuteRows(InsertPoints, rows);
    }

    private static void WriteLatest(IDbSession session, long run, (string Key, MetricPoint[] Points)[] groups)
    {
        var count = groups.Length;
        var (runs, keys, steps, times) = (new long[count], new string[count], new long[count], new long[count]);
        var (values, nans, negativeZeros) = (new double[count], new bool[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var latest = Latest(groups[i].Points);
            (runs[i], keys[i], steps[i], times[i]) = (run, groups[i].Key, latest.Step, latest.Timestamp);
            (values[i], nans[i], negativeZeros[i]) = (double.IsNaN(latest.Value) ? 0 : latest.Value, double.IsNaN(latest.Value), latest.Value == 0 && double.IsNegative(latest.Value));
        }
        session.ExecuteRows(
            UpsertLatest, new RowSet().Add("run", runs).Add("key", keys).Add("value", values).Add("is_nan", nans).Add("is_negative_zero", negativeZeros).Add("step", steps).Add("timestamp", times));
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
