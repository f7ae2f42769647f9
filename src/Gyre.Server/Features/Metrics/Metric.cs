using System.Text;

namespace Gyre.Server.Features.Metrics;

/// <summary>A metric as Prometheus knows it.</summary>
/// <param name="Name">In snake case, in base units: <c>_seconds</c>, <c>_bytes</c>; <c>_total</c> for a counter.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Help">What it says, on one line.</param>
internal sealed record Metric(string Name, string Type, string Help)
{
    public static readonly Metric Build = new("gyre_build_info", "gauge", "Always 1; the version is a label.");
    public static readonly Metric ReadOnly = new("gyre_store_read_only", "gauge", "1 if the store is read-only after a failed write.");
    public static readonly Metric OpenRuns = new("gyre_runs_open", "gauge", "Runs of the home that have not ended, by state.");
    public static readonly Metric Accepted = new("gyre_runs_accepted_total", "counter", "Runs accepted since the server started.");
    public static readonly Metric Ended = new("gyre_runs_ended_total", "counter", "Runs ended since the server started, by state.");
    public static readonly Metric Events =
        new("gyre_events_total", "counter", "Events recorded since the server started, by type and state.");
    public static readonly Metric NodeRuns =
        new("gyre_node_runs_total", "counter", "Node runs ended since the server started, by state and cache outcome.");
    public static readonly Metric Attempts = new("gyre_attempts_total", "counter", "Attempts started since the server started.");
    public static readonly Metric CacheHits =
        new("gyre_cache_hits_total", "counter", "Cache hits since the server started.");
    public static readonly Metric Requests = new("gyre_http_requests_total", "counter", "Responses by method, route and status.");
    public static readonly Metric RequestSeconds =
        new("gyre_http_request_seconds_total", "counter", "Response time by method and route.");
    public static readonly Metric Streams = new("gyre_event_streams", "gauge", "Open event streams.");
    public static readonly Metric ResidentMemory = new("process_resident_memory_bytes", "gauge", "Resident memory of the server.");
    public static readonly Metric ManagedHeap = new("gyre_managed_heap_bytes", "gauge", "Managed memory in use.");

    /// <summary>
    /// Those that the server counts itself, in the order in which they are printed. Those of <see cref="InstrumentCollector"/> follow.
    /// </summary>
    public static IReadOnlyList<Metric> OfServer { get; } =
        [Build, ReadOnly, OpenRuns, Accepted, Ended, Events, NodeRuns, Attempts, CacheHits, Requests, RequestSeconds, Streams,
            ResidentMemory, ManagedHeap];

    public void WriteHead(StringBuilder text) =>
        text.Append("# HELP ").Append(Name).Append(' ').Append(Help).Append("\n# TYPE ").Append(Name).Append(' ').Append(Type).Append('\n');

    /// <summary>The value of a label.</summary>
    public static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
