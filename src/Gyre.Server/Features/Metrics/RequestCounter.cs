using Gyre.Server.Http;

namespace Gyre.Server.Features.Metrics;

/// <summary>Counts answers by the route's pattern, never by its address: addresses are without end.</summary>
internal sealed class RequestCounter(RequestDelegate next, ServerInstruments instruments, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var route = RoutePatterns.Of(context.GetEndpoint()) ?? "none";
            var method = context.Request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" ? context.Request.Method : "other";
            var elapsed = clock.GetElapsedTime(start);
            instruments.CountRequest(method, route, context.Response.StatusCode, elapsed);
            ServerTelemetry.Measure(method, route, context.Response.StatusCode, elapsed);
        }
    }
}
