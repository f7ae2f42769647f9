using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects.Commands;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Turns what a step printed as metadata into what is logged to its run: numbers become points of metrics, at the step that stands beside them or else one
/// after the other; a text that never changes becomes a param, others become tags.
/// </summary>
internal sealed class MetadataPoints
{
    private const long MaxBytes = 256L << 20;
    private const int MaxPoints = 2_000_000;
    private static readonly string[] StepKeys = ["step", "epoch", "iteration"];

    private readonly List<LoggedMetric> _metrics = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, bool Changed)> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads files with a point a line, in their order; a file that is not there holds none.</summary>
    public static async Task<LogBatch> ReadAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var points = new MetadataPoints();
        foreach (var file in files.Where(File.Exists))
            await points.AddAsync(file, cancellationToken);
        return points.ToBatch();
    }

    /// <summary>Latest values alone, as an earlier result keeps them.</summary>
    public static LogBatch Of(MapValue latest, DateTimeOffset at)
    {
        var points = new MetadataPoints();
        var time = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        points.Add(new MapValue([.. latest.Entries.Where(entry => entry.Key != "_time"), new("_time", Value.Of(time))]));
        return points.ToBatch();
    }

    private async Task AddAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (stream.Position <= MaxBytes && _metrics.Count < MaxPoints && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (ValueOf(line) is { } point)
                Add(point);
        }
    }

    /// <summary>The last line may be cut: the process that wrote it was killed.</summary>
    private static MapValue? ValueOf(string line)
    {
        try
        {
            return line.Length == 0 ? null : ValueJson.Parse(line) as MapValue;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private void Add(MapValue point)
    {
        var timestamp = point.Find("_time") is TextValue { Text: var text } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : 0;
        var stepKey = StepKeys.FirstOrDefault(key => NumberOf(point.Find(key)) is { } number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53);
        var step = stepKey is null ? (long?)null : (long)NumberOf(point.Find(stepKey))!.Value;
        foreach (var (key, value) in point.Entries.Where(entry => entry.Key != "_time" && entry.Key != stepKey && !entry.Value.IsNull))
        {
            if (NumberOf(value) is { } number)
                _metrics.Add(new LoggedMetric(key, new MetricPoint(timestamp, step ?? Count(key), number)));
            else
                Remember(key, ValueText.Of(value));
        }
    }

    private static double? NumberOf(Value? value) => value switch
    {
        IntegerValue integer => (double)integer.Number,
        FloatValue number => number.Number,
        BooleanValue flag => flag.Flag ? 1 : 0,
        _ => null,
    };

    private long Count(string key)
    {
        var count = _counts.GetValueOrDefault(key);
        _counts[key] = count + 1;
        return count;
    }

    private void Remember(string key, string text) => _texts[key] = (text, _texts.TryGetValue(key, out var known) && (known.Changed || known.Text != text));

    private LogBatch ToBatch() => new()
    {
        Metrics = _metrics,
        Params = [.. _texts.Where(pair => !pair.Value.Changed).Select(pair => new Tag(pair.Key, pair.Value.Text))],
        Tags = [.. _texts.Where(pair => pair.Value.Changed).Select(pair => new Tag(pair.Key, pair.Value.Text))],
    };
}
