using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Gyre.Server.Features.Metrics;

/// <summary>
/// What one instrument has measured, by labels. Its name is the instrument's as Prometheus writes it: with its unit, and <c>_total</c>
/// where it only grows.
/// </summary>
internal sealed class InstrumentSeries
{
    private static readonly double[] UsualBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly double[] _bounds;
    private readonly ConcurrentDictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public InstrumentSeries(Instrument instrument)
    {
        var type = instrument switch
        {
            Histogram<double> or Histogram<long> => "histogram",
            Counter<long> or Counter<double> => "counter",
            _ => "gauge",
        };
        Metric = new Metric(NameOf(instrument, type), type, instrument.Description ?? "");
        _bounds = type != "histogram" ? [
            ] : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries is { Count: > 0 } advised ? [.. advised]
                : UsualBounds;
    }

    public Metric Metric { get; }

    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _cells.GetOrAdd(LabelsOf(tags), static (_, bounds) => new Cell(bounds), _bounds).Add(value);

    public void WriteTo(StringBuilder text)
    {
        if (_cells.IsEmpty)
            return;
        Metric.WriteHead(text);
        foreach (var (labels, cell) in _cells.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            cell.WriteTo(text, Metric.Name, labels);
    }

    private static string NameOf(Instrument instrument, string type)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return instrument.Name.Replace('.', '_') + unit + (type == "counter" ? "_total" : "");
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"")
                .Append(Metric.Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }
        return labels.ToString();
    }

    private sealed class Cell(double[] bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _buckets = new long[bounds.Length];
        private double _sum;
        private long _count;

        public void Add(double value)
        {
            lock (_lock)
            {
                _sum += value;
                _count++;
                for (var i = 0; i < _buckets.Length; i++)
                    _buckets[i] += value <= bounds[i] ? 1 : 0;
            }
        }

        public void WriteTo(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                if (bounds.Length == 0)
                {
                    Line(text, name, labels, _sum);
                    return;
                }
                var before = labels.Length == 0 ? "" : labels + ",";
                for (var i = 0; i < _buckets.Length; i++)
                    Line(text, name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{before}le=\"{bounds[i]}\""), _buckets[i]);
                Line(text, name + "_bucket", before + "le=\"+Inf\"", _count);
                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, _count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0)
                text.Append('{').Append(labels).Append('}');
            text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
