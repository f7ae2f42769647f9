using Gyre.Storage;
using Gyre.Tracking.Runs;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Cleanup;

/// <summary>
/// Makes one part of the many small ones that a history came in, once its run has ended. A long history stays in several parts, of which all but one are full, so that
/// what is packed is not packed again.
/// </summary>
internal static class HistoryPacking
{
    /// <summary>So many small parts are no burden.</summary>
    public const int FewParts = 64;

    private const int PointsPerPart = 65_536;

    /// <summary>A part with fewer bytes is small: a thousand points.</summary>
    private const int SmallPart = 24_000;

    /// <summary>Ended runs among the next ones whose histories are in many small parts, and the last one looked at; null when there are no more.</summary>
    public static (IReadOnlyList<long> Runs, long? Last) Find(IDbSession session, long after, int most)
    {
        var ended = session.Query<long>("SELECT number FROM tracking_runs WHERE number > @after AND status NOT IN (1, 2) ORDER BY number LIMIT @most", new { after, most });
        return ended.Count == 0 ? ([], null) : ([.. ended.Where(run => IsScattered(session, run))], ended[^1]);
    }

    /// <summary>False when it is packed already, or goes on.</summary>
    public static bool Pack(IDbSession session, long run)
    {
        var goesOn = session.QuerySingleOrDefault<long?>("SELECT number FROM tracking_runs WHERE number = @run AND status NOT IN (1, 2)", new { run }) is null;
        if (goesOn || !IsScattered(session, run))
            return false;
        var byKey = new Dictionary<string, List<MetricPoint>>(StringComparer.Ordinal);
        foreach (var block in session.Query<byte[]>("SELECT points FROM tracking_mixed_points WHERE run = @run", new { run }))
            PointBlock.ReadMixed(block, byKey);
        session.Execute("DELETE FROM tracking_mixed_points WHERE run = @run", new { run });
        var parts = session.Query<PartCount>("SELECT key, COUNT(*) AS parts FROM tracking_points WHERE run = @run GROUP BY key", new { run });
        foreach (var key in parts.Where(part => part.Parts > 1).Select(part => part.Key).Union(byKey.Keys, StringComparer.Ordinal).ToList())
            PackKey(session, run, key, byKey.GetValueOrDefault(key) ?? []);
        return true;
    }

    private static bool IsScattered(IDbSession session, long run)
    {
        var mixed = session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM tracking_mixed_points WHERE run = @run", new { run });
        if (mixed > FewParts)
            return true;
        var keys = session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM tracking_latest WHERE run = @run", new { run });
        var small = session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM tracking_points WHERE run = @run AND LENGTH(points) < @SmallPart", new { run, SmallPart });
        return small > keys + FewParts;
    }

    private static void PackKey(IDbSession session, long run, string key, List<MetricPoint> points)
    {
        foreach (var block in session.Query<byte[]>("SELECT points FROM tracking_points WHERE run = @run AND key = @key", new { run, key }))
            PointBlock.Read(block, points);
        session.Execute("DELETE FROM tracking_points WHERE run = @run AND key = @key", new { run, key });
        var packed = MetricTable.InOrder(points).AsSpan();
        // Smaller than every number that a write gives, so what comes late lies behind.
        for (var part = 0L; !packed.IsEmpty; part++)
        {
            var block = packed[..Math.Min(PointsPerPart, packed.Length)];
            session.Execute("INSERT INTO tracking_points (run, key, part, points) VALUES (@run, @key, @part, @bytes)", new { run, key, part, bytes = PointBlock.Write(block) });
            packed = packed[block.Length..];
        }
    }

    private sealed record PartCount(string Key, long Parts);
}
