using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects.Commands;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>What points add to a tracking run.</summary>
/// <param name="Batch">Metrics, params and tags.</param>
/// <param name="Changed">Names that an earlier change made params and that are tags from now on.</param>
internal sealed record MetadataChange(LogBatch Batch, IReadOnlyList<string> Changed);

/// <summary>
/// Turns what a step prints as metadata into what is logged to its tracking run: numbers become points of metrics, at the step that stands beside them or else
/// behind the last point of their key; a text is a param as long as it does not change, and a tag from then on. The same points give the same, however they are
/// cut into batches.
/// </summary>
internal sealed class MetadataPoints
{
    /// <summary>Beyond this the rest is left out, and a tag says so: a step that prints for ever must not fill the store.</summary>
    public const int MaxMetrics = 10_000_000;

    private const int MaxKeys = 1_000;
    private const string TruncatedTag = "gyre.metadata";
    private static readonly string[] StepKeys = ["step", "epoch", "iteration"];

    private readonly Dictionary<string, long> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, bool Changed)> _texts = new(StringComparer.Ordinal);
    private readonly LatestValues _latest = new(MaxKeys);
    private long _metrics;
    private bool _isFull;

    /// <summary>Names of texts that were given as params or tags.</summary>
    public IReadOnlyCollection<string> Texts => _texts.Keys;

    /// <summary>The latest value of each key, in the order in which the keys came, of the first 1,000 keys.</summary>
    public MapValue Latest => _latest.ToMap();

    /// <summary>Latest values alone, as an earlier result keeps them.</summary>
    public static LogBatch Of(MapValue latest, DateTimeOffset at) =>
        new MetadataPoints().Take([new MetadataPoint(at, new MapValue([.. latest.Entries.Where(entry => entry.Key != "_time")]))]).Batch;

    /// <summary>Takes the next points.</summary>
    public MetadataChange Take(IReadOnlyList<MetadataPoint> points)
    {
        var metrics = new List<LoggedMetric>();
        var texts = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var point in points)
        {
            if (_metrics >= MaxMetrics)
                break;
            Take(point, metrics, texts);
        }
        var tags = texts.Keys.Where(key => _texts[key].Changed).Select(key => new Tag(key, _texts[key].Text)).ToList();
        if (_metrics >= MaxMetrics && !_isFull)
        {
            _isFull = true;
            tags.Add(new Tag(TruncatedTag, $"truncated after {MaxMetrics} values"));
        }
        var batch = new LogBatch
        {
            Metrics = metrics,
            Params = [.. texts.Keys.Where(key => !_texts[key].Changed).Select(key => new Tag(key, _texts[key].Text))],
            Tags = tags,
        };
        return new MetadataChange(batch, [.. texts.Where(text => !text.Value && _texts[text.Key].Changed).Select(text => text.Key)]);
    }

    private void Take(MetadataPoint point, List<LoggedMetric> metrics, Dictionary<string, bool> texts)
    {
        var timestamp = point.Time.ToUnixTimeMilliseconds();
        var stepKey = StepKeys.FirstOrDefault(key => NumberOf(point.Values.Find(key)) is { } number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53);
        var step = stepKey is null ? (long?)null : (long)NumberOf(point.Values.Find(stepKey))!.Value;
        foreach (var (key, value) in point.Values.Entries)
        {
            _latest.Set(key, value);
            if (key == stepKey || value.IsNull)
                continue;
            if (NumberOf(value) is { } number)
            {
                metrics.Add(new LoggedMetric(key, new MetricPoint(timestamp, StepOf(key, step), number)));
                _metrics++;
            }
            else
            {
                TakeText(key, ValueText.Of(value), texts);
            }
        }
    }

    private static double? NumberOf(Value? value) => value switch
    {
        IntegerValue integer => (double)integer.Number,
        FloatValue number => number.Number,
        BooleanValue flag => flag.Flag ? 1 : 0,
        _ => null,
    };

    /// <summary>A point without a step goes behind the last one of its key: it is the latest, and must be seen as such.</summary>
    private long StepOf(string key, long? step)
    {
        var next = _next.GetValueOrDefault(key);
        var taken = step ?? next;
        _next[key] = Math.Max(next, taken == long.MaxValue ? taken : taken + 1);
        return taken;
    }

    /// <param name="key">The name.</param>
    /// <param name="text">The text.</param>
    /// <param name="texts">Texts of this batch that are new or changed, with whether they were tags before.</param>
    private void TakeText(string key, string text, Dictionary<string, bool> texts)
    {
        var isKnown = _texts.TryGetValue(key, out var known);
        if (isKnown && known.Text == text)
            return;
        texts.TryAdd(key, !isKnown || known.Changed);
        _texts[key] = (text, isKnown);
    }
}
