using System.Text;
using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Streams;

namespace Gyre.Server.Features.Logs;

/// <summary>What a step printed: live as server-sent events, or its last lines as text.</summary>
internal static class LogsEndpoints
{
    private const int MaxTail = 10_000;
    private const long MaxTailBytes = 8 << 20;

    public static void MapLogs(this IEndpointRouteBuilder app) => app.MapFeature("/runs/{run}/logs", "Logs")
        .MapGet("/{**node}", GetLog).WithName(nameof(GetLog))
        .Produces<LogLineInfo>(contentType: "text/event-stream").Produces<string>(contentType: "text/plain")
        .WithSummary(
            "Get the log of a node run: the last lines as text, or with 'Accept: text/event-stream' the whole log, live; Last-Event-ID "
                + "resumes the stream")
        .TakesQuery("tail", "Number of lines of text, 1 to 10000; default 1000");

    private static async Task<IResult> GetLog(
        string run, string node, HttpContext context, IRuns runs, LogFollower logs, Streaming streaming, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "tail");
        var tail = QueryParameters.Number(context.Request, "tail", 1000, MaxTail);
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        if (await runs.NodeAsync(view.Id, node, cancellationToken) is not { } found)
            return Problems.NotFound("node", node);
        if (!Streaming.IsWanted(context.Request))
            return await TailAsync(logs, found, tail, cancellationToken);

        var from = From(context.Request);
        // A browser that comes back for a log that has ended is told to stay away.
        if (from is { } place && place.Attempt == found.Attempt && LogFollower.IsOver(found.State) && place.Offset == await logs.LengthOfAsync(found, cancellationToken))
            return TypedResults.NoContent();
        return await streaming.RunAsync(context, (stream, end) => WriteAsync(stream, logs.FollowAsync(view.Id, found.Path, from, end), end)) ?? Results.Empty;
    }

    private static LogPlace? From(HttpRequest request)
    {
        if (Streaming.LastId(request) is not { } text)
            return null;
        return LogPlace.TryParse(text, out var place) ? place : throw QueryParameters.Refusal(
            "query.last-event-id", "Last-Event-ID", "Last-Event-ID must be the id of a line of this log.");
    }

    private static async Task WriteAsync(EventStream stream, IAsyncEnumerable<FollowedLine> lines, CancellationToken cancellationToken)
    {
        await foreach (var followed in stream.FollowAsync(lines, cancellationToken))
        {
            if (followed.Line is { } line)
                await stream.SendAsync(followed.Place?.ToString(), "line", ContractViews.Of(line), ApiJson.Default.LogLineInfo, cancellationToken);
            else if (followed.Notice is { } notice)
                await stream.SendAsync(null, "notice", new StreamNotice { Message = notice }, ApiJson.Default.StreamNotice, cancellationToken);
            else
                await stream.SendAsync(
                    null,
                    "end",
                    new StreamNotice { Message = "The node run has ended.", State = followed.EndState },
                    ApiJson.Default.StreamNotice,
                    cancellationToken);
        }
    }

    private static async Task<IResult> TailAsync(LogFollower logs, NodeRunView node, int tail, CancellationToken cancellationToken)
    {
        var lines = new Queue<string>(tail);
        if (node.Attempt is { } attempt)
        {
            // A line that the start cuts through is no line, and is left out by the reader.
            var start = Math.Max(0, await logs.LengthOfAsync(node, cancellationToken) - MaxTailBytes);
            await foreach (var line in logs.ReadAsync(node, attempt, start, cancellationToken))
            {
                if (lines.Count == tail)
                    lines.Dequeue();
                lines.Enqueue(line.Continues ? line.Text : $"\n{line.Text}");
            }
        }
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line);
        if (text.Length > 0)
            text.Append('\n');
        return TypedResults.Text(text.ToString().TrimStart('\n'), "text/plain", Encoding.UTF8);
    }
}
