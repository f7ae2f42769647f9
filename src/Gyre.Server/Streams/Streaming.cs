using Gyre.Server.Http;
using Gyre.Server.Security;
using Microsoft.Extensions.Hosting;

namespace Gyre.Server.Streams;

/// <summary>Opens event streams within the limits and ends them with the server, so that a stop need not wait for listeners.</summary>
internal sealed class Streaming(StreamGate gate, ServeOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.Any(value => value?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Runs a stream. It ends quietly when the client has gone or the server stops; clients come back by themselves with the last id.</summary>
    public async Task<ProblemResult?> RunAsync(HttpContext context, Func<EventStream, CancellationToken, Task> write)
    {
        using var place = gate.TryEnter(context.Caller().Id);
        if (place is null)
            return StreamGate.Full(context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(context.Response, clock, options.Limits.Heartbeat);
        try
        {
            await stream.StartAsync(end.Token);
            await write(stream, end.Token);
            await stream.FlushAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Gone or stopping.
        }
        return null;
    }

    /// <summary>The id of the last event the client has, from the header browsers send when they come back; null at the first time.</summary>
    public static string? LastId(HttpRequest request) => request.Headers["Last-Event-ID"] is [{ Length: > 0 and <= 200 } id] ? id : null;
}
