using System.Globalization;
using System.Reflection;
using System.Text;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Security;
using Gyre.Server.Streams;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Metrics;

/// <summary>Numbers for Prometheus, in its text format.</summary>
internal static class MetricsEndpoints
{
    private const int NewestRuns = 1000;

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", GetMetrics)
        .WithName(nameof(GetMetrics)).WithTags("Health").Needs(Right.Read).Produces<string>(contentType: "text/plain").WithSummary("Numbers in Prometheus' text format");

    private static async Task<ContentHttpResult> GetMetrics(
        ServerInstruments instruments, IRuns runs, IStore store, StreamGate streams, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var newest = await runs.ListAsync(NewestRuns, null, cancellationToken);
        Head(text, "gyre_build_info", "gauge", "The version, as a label.");
        Line(text, "gyre_build_info", 1, ("version", Version()));
        Head(text, "gyre_store_read_only", "gauge", "1 when the store refuses to write.");
        Line(text, "gyre_store_read_only", store.Database.ReadOnlyReason is null ? 0 : 1);
        Head(text, "gyre_runs", "gauge", "The newest 1000 runs by state.");
        foreach (var state in Enum.GetValues<RunState>())
            Line(text, "gyre_runs", newest.Count(run => run.State == state), ("state", KebabCase.Of(state)));
        WriteEvents(text, instruments);
        WriteRequests(text, instruments);
        Head(text, "gyre_event_streams", "gauge", "Open event streams.");
        Line(text, "gyre_event_streams", streams.Open);
        Head(text, "process_resident_memory_bytes", "gauge", "Resident memory of the server.");
        Line(text, "process_resident_memory_bytes", Environment.WorkingSet);
        Head(text, "gyre_managed_heap_bytes", "gauge", "Managed memory in use.");
        Line(text, "gyre_managed_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4", Encoding.UTF8);
    }

    private static void WriteEvents(StringBuilder text, ServerInstruments instruments)
    {
        var events = instruments.Events().ToList();
        Head(text, "gyre_events_total", "counter", "Facts of the event log since the server started.");
        foreach (var (type, state, _, count) in events.GroupBy(static e => (e.Type, e.State)).Select(static g => (g.Key.Type, g.Key.State, "", g.Sum(static e => e.Count))))
            Line(text, "gyre_events_total", count, ("type", type), ("state", state));
        Head(text, "gyre_node_runs_total", "counter", "Node runs that ended since the server started, by state and what the cache said.");
        foreach (var (_, state, cache, count) in events.Where(static e => e.Type == NodeEvents.Ended.Name))
            Line(text, "gyre_node_runs_total", count, ("state", state), ("cache", cache));
        Head(text, "gyre_attempts_total", "counter", "Attempts that were started since the server started.");
        Line(text, "gyre_attempts_total", events.Where(static e => e.Type == NodeEvents.Started.Name).Sum(static e => e.Count));
        Head(text, "gyre_cache_hits_total", "counter", "Node runs answered from the cache since the server started.");
        Line(
            text, "gyre_cache_hits_total", events.Where(static e => e.Type == NodeEvents.Ended.Name && e.Cache == "hit").Sum(static e => e.Count));
    }

    private static void WriteRequests(StringBuilder text, ServerInstruments instruments)
    {
        var requests = instruments.Requests().ToList();
        Head(text, "gyre_http_requests_total", "counter", "Answers by route and status.");
        foreach (var (method, route, status, count, _) in requests)
            Line(text, "gyre_http_requests_total", count, ("method", method), ("route", route), ("status", status.ToString(CultureInfo.InvariantCulture)));
        Head(text, "gyre_http_request_seconds_total", "counter", "Time spent on answers, by route.");
        foreach (var group in requests.GroupBy(static request => (request.Method, request.Route)))
            Line(text, "gyre_http_request_seconds_total", group.Sum(static request => request.Seconds), ("method", group.Key.Method), ("route", group.Key.Route));
    }

    public static string Version() =>
        typeof(MetricsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        if (labels.Length > 0)
            text.Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
