using Gyre.Storage;

namespace Gyre.Tracking.Runs;

/// <summary>Params, which never change, and tags, which may.</summary>
internal static class PairTable
{
    private const string InsertParams = "INSERT INTO tracking_params (run, key, value) {rows}";

    private const string UpsertTags = "INSERT INTO tracking_tags (run, key, value) {rows} ON CONFLICT (run, key) DO UPDATE SET value = excluded.value";

    /// <exception cref="TrackingException">One of them has another value already.</exception>
    /// <param name="session">The transaction.</param>
    /// <param name="run">The run's number.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="pairs">Each key once.</param>
    /// <param name="single">Whether the client logs one param, which is told differently.</param>
    public static void WriteParams(IDbSession session, long run, string runId, IReadOnlyList<Tag> pairs, bool single)
    {
        if (pairs.Count == 0)
            return;
        var known = session.Query<Tag>("SELECT key, value FROM tracking_params WHERE run = @run AND key IN @keys", new { run, keys = pairs.Select(pair => pair.Key).ToArray() })
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var changed = pairs.Where(pair => known.TryGetValue(pair.Key, out var value) && value != pair.Value).ToList();
        if (changed.Count > 0)
            throw Changed(runId, changed, known, single);
        Write(session, InsertParams, run, [.. pairs.Where(pair => !known.ContainsKey(pair.Key))]);
    }

    public static void WriteTags(IDbSession session, long run, IReadOnlyList<Tag> tags)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
            last[tag.Key] = tag.Value;
        Write(session, UpsertTags, run, [.. last.Select(pair => new Tag(pair.Key, pair.Value))]);
    }

    public static void RemoveParams(IDbSession session, long run, string[] keys) =>
        session.Execute("DELETE FROM tracking_params WHERE run = @run AND key IN @keys", new { run, keys });

    public static void RemoveTags(IDbSession session, long run, string[] keys) =>
        session.Execute("DELETE FROM tracking_tags WHERE run = @run AND key IN @keys", new { run, keys });

    private static void Write(IDbSession session, string sql, long run, Tag[] pairs)
    {
        var rows = new RowSet().Add("run", [.. Enumerable.Repeat(run, pairs.Length)]).Add("key", [.. pairs.Select(pair => pair.Key)]).Add("value", [.. pairs.Select(pair => pair.Value)]);
        session.ExecuteRows(sql, rows);
    }

    private static TrackingException Changed(string runId, List<Tag> changed, Dictionary<string, string> known, bool single)
    {
        const string Start = "Changing param values is not allowed.";
        if (single)
        {
            var (key, value) = changed[0];
            return new TrackingException(
                TrackingError.InvalidParameter,
                $"{Start} Param with key='{key}' was already logged with value='{known[key]}' for run ID='{runId}'. Attempted logging new value '{value}'.");
        }
        var list = string.Join(", ", changed.Select(pair => $"{{'key': '{pair.Key}', 'old_value': '{known[pair.Key]}', 'new_value': '{pair.Value}'}}"));
        return new TrackingException(TrackingError.InvalidParameter, $"{Start} Params were already logged='[{list}]' for run ID='{runId}'.");
    }
}
