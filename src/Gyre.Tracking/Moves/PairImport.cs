using Gyre.Storage;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Moves;

/// <summary>Adds params and tags that are absent. A value that stands there stays.</summary>
/// <param name="table">Has the columns of the owner, key and value.</param>
/// <param name="owner">The column of the owner.</param>
internal sealed class PairImport(string table, string owner)
{
    public static readonly PairImport ExperimentTags = new("tracking_experiment_tags", "experiment");
    public static readonly PairImport RunParams = new("tracking_params", "run");
    public static readonly PairImport RunTags = new("tracking_tags", "run");
    public static readonly PairImport ModelParams = new("tracking_model_params", "model");
    public static readonly PairImport ModelTags = new("tracking_model_tags", "model");
    public static readonly PairImport RegisteredTags = new("registry_model_tags", "model");
    public static readonly PairImport VersionTags = new("registry_version_tags", "owner");

    public ImportChanges Add(IDbSession session, long number, IReadOnlyDictionary<string, string> pairs)
    {
        if (pairs.Count == 0)
            return ImportChanges.None;
        var good = pairs.Where(pair => ImportRules.IsStorable(pair.Key, pair.Value)).ToList();
        var known = session.Query<Tag>($"SELECT key, value FROM {table} WHERE {owner} = @number", new { number }).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var absent = good.Where(pair => !known.ContainsKey(pair.Key)).ToArray();
        var kept = good.Where(pair => known.TryGetValue(pair.Key, out var value) && value != pair.Value).Select(pair => pair.Key).ToList();
        if (absent.Length > 0)
            Insert(session, number, absent);
        return new ImportChanges(absent.Length, good.Count - absent.Length - kept.Count, kept)
        {
            Refused = [.. pairs.Where(pair => !ImportRules.IsStorable(pair.Key, pair.Value)).Select(pair => pair.Key)],
        };
    }

    private void Insert(IDbSession session, long number, KeyValuePair<string, string>[] pairs) => session.ExecuteRows(
        $"INSERT INTO {table} ({owner}, key, value) {{rows}}",
        new RowSet().Add(owner, [.. pairs.Select(_ => number)]).Add("key", [.. pairs.Select(pair => pair.Key)]).Add("value", [.. pairs.Select(pair => pair.Value)]));
}
