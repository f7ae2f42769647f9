using System.Diagnostics.Metrics;
using System.Text;

namespace Gyre.Server.Features.Metrics;

/// <summary>Collects what the instruments of all modules in this process measure, for <c>/metrics</c>.</summary>
internal sealed class InstrumentCollector : IDisposable
{
    private const string OurMeters = "Gyre.";

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, InstrumentSeries> _series = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public InstrumentCollector()
    {
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => ((InstrumentSeries)series!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => ((InstrumentSeries)series!).Add(value, tags));
    }

    /// <summary>Instruments that were published so far.</summary>
    public IReadOnlyList<Metric> Metrics
    {
        get
        {
            lock (_lock)
                return [.. Sorted().Select(static series => series.Metric)];
        }
    }

    /// <summary>Counts begin here.</summary>
    public void Start() => _listener.Start();

    public void WriteTo(StringBuilder text)
    {
        lock (_lock)
        {
            foreach (var series in Sorted())
                series.WriteTo(text);
        }
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<InstrumentSeries> Sorted() => _series.Values.OrderBy(static series => series.Metric.Name, StringComparer.Ordinal);

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (!instrument.Meter.Name.StartsWith(OurMeters, StringComparison.Ordinal))
            return;
        var series = new InstrumentSeries(instrument);
        lock (_lock)
            _series[series.Metric.Name] = series;
        listener.EnableMeasurementEvents(instrument, series);
    }
}
