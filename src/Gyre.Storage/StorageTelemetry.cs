using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gyre.Storage;

/// <summary>Spans and instruments of this module. Where nobody listens they cost a look at a field.</summary>
internal static class StorageTelemetry
{
    public const string Name = "Gyre.Storage";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>(
            "gyre.storage.commit.duration", "s", "Time from the start of a transaction to the end of its commit.");

    public static readonly Counter<long> Writes =
        Meter.CreateCounter<long>("gyre.storage.writes", "{write}", "Committed writes; several can share a commit.");

    public static readonly Counter<long> Rows =
        Meter.CreateCounter<long>("gyre.storage.rows", "{row}", "Rows inserted, changed or deleted by committed writes.");

    public static readonly UpDownCounter<long> Queue =
        Meter.CreateUpDownCounter<long>("gyre.storage.queue.length", "{write}", "Writes waiting to be committed.");

    public static readonly Histogram<double> BlobDuration =
        Meter.CreateHistogram<double>("gyre.storage.blob.duration", "s", "Duration of calls to the artifact store, by operation.");

    public static readonly Counter<long> BlobBytes =
        Meter.CreateCounter<long>("gyre.storage.blob.written", "By", "Bytes stored in the artifact store.");

    /// <summary>What a caller's span is at this moment; nothing when nobody listens.</summary>
    public static ActivityContext Here =>
        Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Context : default;

    /// <summary>
    /// A span below another; null when nobody listens, and when there is none above: commits that belong to nothing would each be a
    /// trace.
    /// </summary>
    public static Activity? Start(string name, ActivityContext above) =>
        above == default ? null : Source.StartActivity(name, ActivityKind.Client, above);
}
