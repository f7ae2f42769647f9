using System.Collections.Immutable;

namespace Gyre.Client;

internal enum LogKind : byte
{
    Metric,
    Param,
    Tag,
}

/// <summary>One logged value on its way.</summary>
internal readonly record struct LogItem(LogKind Kind, string Key, string Text, double Value, long Step, long TimestampMs)
{
    public static LogItem Metric(string key, double value, long step, long timestampMs) => new(LogKind.Metric, key, "", value, step, timestampMs);

    public static LogItem Param(string key, string value) => new(LogKind.Param, key, value, 0, 0, 0);

    public static LogItem Tag(string key, string value) => new(LogKind.Tag, key, value, 0, 0, 0);

    /// <summary>About what it takes in memory, in bytes.</summary>
    public int Weight => 96 + (2 * (Key.Length + Text.Length));
}

/// <summary>What goes out in one request.</summary>
internal sealed record LogBatch(ImmutableArray<LogItem> Items)
{
    public const int MaxMetrics = 1000;
    public const int MaxParams = 100;
    public const int MaxTags = 100;
    public const int MaxItems = 1000;

    /// <summary>Weight at which a request ends, so that its body stays below the megabyte that some servers allow.</summary>
    public const int MaxWeight = 900_000;

    public IEnumerable<LogItem> Of(LogKind kind) => Items.Where(item => item.Kind == kind);

    public string Describe()
    {
        var names = Items.Take(5).Select(item => $"{item.Kind.ToString().ToLowerInvariant()} '{item.Key}'");
        return string.Join(", ", names) + (Items.Length > 5 ? $" and {Items.Length - 5} more" : "");
    }
}

/// <summary>Cuts the longest batch that a request may carry from the head of a queue; order is kept.</summary>
internal static class BatchCutter
{
    /// <param name="queue">Loses what the batch takes.</param>
    /// <param name="taken">Items taken, those included that repeat a param of the same batch and need not be sent twice.</param>
    /// <param name="takenWeight">The room that these gave back to whoever keeps count.</param>
    public static LogBatch Cut(Queue<LogItem> queue, out int taken, out long takenWeight)
    {
        var items = ImmutableArray.CreateBuilder<LogItem>(Math.Min(queue.Count, LogBatch.MaxItems));
        var paramValues = new Dictionary<string, string>(StringComparer.Ordinal);
        var tags = 0;
        var metrics = 0;
        var weight = 0;
        taken = 0;
        takenWeight = 0;
        while (items.Count < LogBatch.MaxItems && queue.TryPeek(out var item))
        {
            var repeated = item.Kind == LogKind.Param && paramValues.TryGetValue(item.Key, out var earlier)
                ? string.Equals(earlier, item.Text, StringComparison.Ordinal) : (bool?)null;
            // A second value for a param goes into a request of its own: a server refuses it there without harm to its neighbours.
            if (repeated == false || !Fits(item.Kind, metrics, paramValues.Count, tags) || (items.Count > 0 && weight + item.Weight > LogBatch.MaxWeight))
                break;
            queue.Dequeue();
            taken++;
            takenWeight += item.Weight;
            if (repeated == true)
                continue;
            weight += item.Weight;
            metrics += item.Kind == LogKind.Metric ? 1 : 0;
            tags += item.Kind == LogKind.Tag ? 1 : 0;
            if (item.Kind == LogKind.Param)
                paramValues.Add(item.Key, item.Text);
            items.Add(item);
        }
        return new LogBatch(items.ToImmutable());
    }

    private static bool Fits(LogKind kind, int metrics, int parameters, int tags) => kind switch
    {
        LogKind.Metric => metrics < LogBatch.MaxMetrics,
        LogKind.Param => parameters < LogBatch.MaxParams,
        _ => tags < LogBatch.MaxTags,
    };
}
