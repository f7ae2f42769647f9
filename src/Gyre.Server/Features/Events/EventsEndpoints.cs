using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Streams;
using Gyre.Storage;

namespace Gyre.Server.Features.Events;

/// <summary>The event log as server-sent events: of a run until it is over, or of everything forever.</summary>
internal static class EventsEndpoints
{
    private const int PageSize = 500;
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(5);

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("", "Events");
        group.MapGet("/events", StreamEvents).WithName(nameof(StreamEvents))
            .Produces<EventInfo>(contentType: "text/event-stream").WithSummary("Stream all events; Last-Event-ID resumes the stream")
            .TakesQuery("after", "Only events after this number; default: new events only").TakesQuery("type", EventFilter.Description);
        group.MapGet("/runs/{run}/events", StreamRunEvents).WithName(nameof(StreamRunEvents))
            .Produces<EventInfo>(contentType: "text/event-stream")
            .WithSummary("Stream the events of a run until it ends; Last-Event-ID resumes the stream")
            .TakesQuery("after", "Only events after this number; default 0").TakesQuery("type", EventFilter.Description);
    }

    private static async Task<IResult> StreamEvents(
        HttpContext context, IEventLog events, ServerServices services, Streaming streaming, CancellationToken cancellationToken)
    {
        var filter = EventFilter.Read(context.Request, services.Language.Events);
        var last = await events.LastAsync(cancellationToken);
        var (after, ahead) = Start(context.Request, last, @default: last);
        return await streaming.RunAsync(context, (stream, end) => WriteAsync(
            stream, Follow(events, null, filter, after, static _ => Task.FromResult<string?>(null), end), ahead, end))
            ?? Results.Empty;
    }

    private static async Task<IResult> StreamRunEvents(
        string run,
        HttpContext context,
        IRuns runs,
        IEventLog events,
        ServerServices services,
        Streaming streaming,
        CancellationToken cancellationToken)
    {
        var filter = EventFilter.Read(context.Request, services.Language.Events);
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        var subject = $"run/{view.Id}";
        var (after, ahead) = Start(context.Request, await events.LastAsync(cancellationToken), @default: 0);
        // A browser that comes back for a stream that has ended is told to stay away.
        if (Streaming.LastId(context.Request) is not null && IsOver(view.State) && (await events.ReadAsync(after, 1, subject, cancellationToken)).Count == 0)
            return TypedResults.NoContent();
        return await streaming.RunAsync(context, (stream, end) => WriteAsync(
            stream, Follow(events, subject, filter, after, token => OverAsync(runs, view.Id, token), end), ahead, end))
            ?? Results.Empty;
    }

    public static bool IsOver(RunState state) => state is RunState.Succeeded or RunState.Failed or RunState.Cancelled or RunState.Stopped;

    private static async Task WriteAsync(EventStream stream, IAsyncEnumerable<Item> items, bool ahead, CancellationToken cancellationToken)
    {
        if (ahead)
            await stream.SendAsync(
                null,
                "notice",
                new StreamNotice { Message = "The Last-Event-ID is ahead of the log; the stream starts with new events." },
                ApiJson.Default.StreamNotice,
                cancellationToken);
        await foreach (var item in stream.FollowAsync(items, cancellationToken))
        {
            if (item.Event is { } found)
                await stream.SendAsync(found.Sequence.ToString(CultureInfo.InvariantCulture), found.Type, Describe(found), ApiJson.Default.EventInfo, cancellationToken);
            else
                await stream.SendAsync(
                    null,
                    "end",
                    new StreamNotice { Message = "The run has ended.", State = item.EndState },
                    ApiJson.Default.StreamNotice,
                    cancellationToken);
        }
    }

    private static async IAsyncEnumerable<Item> Follow(
        IEventLog events,
        string? subject,
        EventFilter filter,
        long after,
        Func<CancellationToken, Task<string?>> over,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // First whether it is over, then the events: the last of them are then seen for sure.
            var end = await over(cancellationToken);
            var seen = await events.LastAsync(cancellationToken);
            while (await events.ReadAsync(after, PageSize, subject, cancellationToken) is { Count: > 0 } page)
            {
                foreach (var found in page.Where(filter.Takes))
                    yield return new Item(found, null);
                after = page[^1].Sequence;
            }
            if (end is not null)
            {
                yield return new Item(null, end);
                yield break;
            }
            await events.WaitAsync(Math.Max(seen, after), LookAround, cancellationToken);
        }
    }

    private static async Task<string?> OverAsync(IRuns runs, RunId run, CancellationToken cancellationToken) =>
        await runs.FindAsync(run, cancellationToken) is { } view && IsOver(view.State) ? KebabCase.Of(view.State) : null;

    private static (long After, bool Ahead) Start(HttpRequest request, long last, long @default)
    {
        QueryParameters.Only(request, "after", EventFilter.Parameter);
        var text = Streaming.LastId(request) ?? (request.Query["after"] is [{ } given] ? given : null);
        if (text is null)
            return (@default, false);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            throw QueryParameters.Refusal("query.after", "after", "'after' and Last-Event-ID must be the number of an event.");
        return after > last ? (last, true) : (after, false);
    }

    private static EventInfo Describe(StoredEvent found) => new()
    {
        Sequence = found.Sequence,
        Type = found.Type,
        Subject = found.Subject,
        At = found.At,
        Data = ValueJson.Parse(found.Data),
    };

    private sealed record Item(StoredEvent? Event, string? EndState);
}
