using System.Globalization;
using System.Reflection;
using System.Text;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Streams;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Metrics;

/// <summary>Numbers for Prometheus, in its text format.</summary>
internal static class MetricsEndpoints
{
    private static readonly RunState[] OpenStates = [RunState.Running, RunState.Cancelling];

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", GetMetrics)
        .WithName(nameof(GetMetrics)).WithTags("Health").Produces<string>(contentType: "text/plain")
            .WithSummary("Metrics in the Prometheus text format");

    private static async Task<ContentHttpResult> GetMetrics(
        ServerInstruments instruments,
        InstrumentCollector collector,
        IRuns runs,
        IStore store,
        StreamGate streams,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        One(text, Metric.Build, 1, ("version", Version()));
        One(text, Metric.ReadOnly, store.Database.ReadOnlyReason is null ? 0 : 1);
        Metric.OpenRuns.WriteHead(text);
        foreach (var state in OpenStates)
        {
            var open = await runs.QueryAsync(new RunQuery { States = [state], Limit = 1 }, cancellationToken);
            Line(text, Metric.OpenRuns, open.Count, ("state", KebabCase.Of(state)));
        }
        WriteEvents(text, instruments);
        WriteRequests(text, instruments);
        One(text, Metric.Streams, streams.Open);
        One(text, Metric.ResidentMemory, Environment.WorkingSet);
        One(text, Metric.ManagedHeap, GC.GetTotalMemory(forceFullCollection: false));
        collector.WriteTo(text);
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4", Encoding.UTF8);
    }

    private static void WriteEvents(StringBuilder text, ServerInstruments instruments)
    {
        var events = instruments.Events().ToList();
        Metric.Events.WriteHead(text);
        foreach (var group in events.GroupBy(static e => (e.Type, e.State)))
            Line(text, Metric.Events, group.Sum(static e => e.Count), ("type", group.Key.Type), ("state", group.Key.State));
        One(text, Metric.Accepted, events.Where(static e => e.Type == RunEvents.Accepted.Name).Sum(static e => e.Count));
        Metric.Ended.WriteHead(text);
        foreach (var group in events.Where(static e => e.Type == RunEvents.Ended.Name)
            .GroupBy(static e => e.State, StringComparer.Ordinal))
            Line(text, Metric.Ended, group.Sum(static e => e.Count), ("state", group.Key));
        Metric.NodeRuns.WriteHead(text);
        foreach (var (_, state, cache, count) in events.Where(static e => e.Type == NodeEvents.Ended.Name))
            Line(text, Metric.NodeRuns, count, ("state", state), ("cache", cache));
        One(text, Metric.Attempts, events.Where(static e => e.Type == NodeEvents.Started.Name).Sum(static e => e.Count));
        One(text, Metric.CacheHits, events.Where(static e => e.Type == NodeEvents.Ended.Name && e.Cache == "hit").Sum(static e => e.Count));
    }

    private static void WriteRequests(StringBuilder text, ServerInstruments instruments)
    {
        var requests = instruments.Requests().ToList();
        Metric.Requests.WriteHead(text);
        foreach (var (method, route, status, count, _) in requests)
        {
            var answered = status.ToString(CultureInfo.InvariantCulture);
            Line(text, Metric.Requests, count, ("method", method), ("route", route), ("status", answered));
        }
        Metric.RequestSeconds.WriteHead(text);
        foreach (var group in requests.GroupBy(static request => (request.Method, request.Route)))
        {
            var seconds = group.Sum(static request => request.Seconds);
            Line(text, Metric.RequestSeconds, seconds, ("method", group.Key.Method), ("route", group.Key.Route));
        }
    }

    public static string Version() =>
        typeof(MetricsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static void One(StringBuilder text, Metric metric, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        metric.WriteHead(text);
        Line(text, metric, value, labels);
    }

    private static void Line(StringBuilder text, Metric metric, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(metric.Name);
        for (var i = 0; i < labels.Length; i++)
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Metric.Escape(labels[i].Value)).Append('"');
        if (labels.Length > 0)
            text.Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
