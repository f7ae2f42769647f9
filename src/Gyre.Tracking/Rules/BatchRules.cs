using System.Globalization;

namespace Gyre.Tracking.Rules;

/// <summary>What is looked at before a batch comes near the store.</summary>
internal static class BatchRules
{
    private const int MaxMetrics = 1000;
    private const int MaxPairs = 100;
    private const int MaxTotal = 1000;

    /// <summary>The batch as it is stored; values that are too long are cut, as clients are used to.</summary>
    /// <exception cref="TrackingException">Something of it is refused.</exception>
    public static LogBatch Check(LogBatch batch)
    {
        for (var i = 0; i < batch.Metrics.Count; i++)
            CheckMetric(batch.Metrics[i], $"metrics[{i.ToString(CultureInfo.InvariantCulture)}].name");
        var pars = CheckPairs(batch.Params, "params", "Param key", NameRules.MaxParamValue);
        var tags = CheckPairs(batch.Tags, "tags", null, NameRules.MaxTagValue);
        CheckCount("metrics", batch.Metrics.Count, MaxMetrics);
        CheckCount("params", batch.Params.Count, MaxPairs);
        CheckCount("tags", batch.Tags.Count, MaxPairs);
        CheckCount("metrics, params, and tags", batch.Metrics.Count + batch.Params.Count + batch.Tags.Count, MaxTotal);
        CheckDuplicates(batch.Params);
        return new LogBatch { Metrics = [.. batch.Metrics.Select(Finite)], Params = pars, Tags = tags };
    }

    /// <exception cref="TrackingException">The metric is refused.</exception>
    public static LoggedMetric CheckMetric(LoggedMetric metric, string parameter)
    {
        NameRules.CheckKey(metric.Key, parameter);
        if (metric.Point.Timestamp < 0)
        {
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"Invalid value {metric.Point.Timestamp.ToString(CultureInfo.InvariantCulture)} for parameter 'timestamp' supplied: metric '{metric.Key}' (value={Number(metric.Point.Value)}). Timestamp must be a nonnegative long (64-bit integer) ");
        }
        NameRules.CheckLength(metric.Key, NameRules.MaxKey, "Metric name");
        return Finite(metric);
    }

    private static LoggedMetric Finite(LoggedMetric metric) => double.IsInfinity(metric.Point.Value)
        ? metric with { Point = metric.Point with { Value = double.IsPositive(metric.Point.Value) ? double.MaxValue : double.MinValue } }
        : metric;

    private static Tag[] CheckPairs(IReadOnlyList<Tag> pairs, string list, string? longName, int mostValue)
    {
        var kept = new Tag[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var place = $"{list}[{i.ToString(CultureInfo.InvariantCulture)}].key";
            NameRules.CheckKey(pairs[i].Key, place);
            NameRules.CheckLength(pairs[i].Key, NameRules.MaxKey, longName ?? place);
            kept[i] = pairs[i] with { Value = NameRules.Cut(pairs[i].Value, mostValue) };
        }
        return kept;
    }

    private static void CheckCount(string what, int count, int most)
    {
        if (count > most)
        {
            throw new TrackingException(TrackingError.InvalidParameter, string.Create(
                CultureInfo.InvariantCulture,
                $"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again."));
        }
    }

    private static void CheckDuplicates(IReadOnlyList<Tag> pairs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var twice = pairs.Where(pair => !seen.Add(pair.Key)).Select(pair => pair.Key).Distinct(StringComparer.Ordinal).ToList();
        if (twice.Count > 0)
        {
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"Duplicate parameter keys have been submitted: [{string.Join(", ", twice.Select(key => $"'{key}'"))}]. Please ensure the request contains only one param value per param key.");
        }
    }

    /// <summary>As it is written where these messages come from: with a point.</summary>
    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.All(c => char.IsAsciiDigit(c) || c == '-') ? text + ".0" : text;
    }
}
