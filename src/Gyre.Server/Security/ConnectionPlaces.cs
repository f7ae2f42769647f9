using Gyre.Server.Http;

namespace Gyre.Server.Security;

/// <summary>
/// Keeps connections busy while they have a request, and answers on those that came beyond the limit only whether the server is healthy.
/// </summary>
internal sealed class ConnectionPlaces(RequestDelegate next, ConnectionGate gate, ServeOptions options)
{
    private const string Health = "/health";
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(2);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ConnectionGate.Entry>() is not { } entry)
            return next(context);
        if (!entry.IsReserve)
            return gate.WhileBusyAsync(entry, () => next(context));
        context.Response.Headers.Connection = "close";
        return gate.WhileBusyAsync(entry, () => IsHealth(context.Request.Path)
            ? next(context)
            : Problems.Unavailable("server.busy", "All connections of the server are in use.", RetrySoon).ExecuteAsync(context));
    }

    /// <summary>The path that the server is also known under is not taken off yet.</summary>
    private bool IsHealth(PathString path) => path == Health || (options.PathBase.Length > 0 && path == options.PathBase + Health);
}
