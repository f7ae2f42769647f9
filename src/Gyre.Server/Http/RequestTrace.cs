using System.Diagnostics;
using Gyre.Core.Logging;

namespace Gyre.Server.Http;

/// <summary>
/// Gives each request a span and a scope in the log. A caller who traces (<c>traceparent</c>) is followed also where nothing is exported:
/// what the request starts belongs to the caller's trace. Neither span nor scope hold the address: its query may hold a secret.
/// </summary>
internal sealed class RequestTrace(RequestDelegate next, ILogger<RequestTrace> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var span = Start(context.Request);
        using var scope = logger.IsEnabled(LogLevel.Critical) ? logger.BeginRequest(ProblemResult.TraceOf(context)) : null;
        try
        {
            await next(context);
        }
        finally
        {
            if (span is { IsAllDataRequested: true })
                Describe(span, context);
        }
    }

    private static Activity? Start(HttpRequest request)
    {
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller);
        if (ServerTelemetry.Source.StartActivity(request.Method, ActivityKind.Server, caller) is { } span)
            return span;
        if (caller == default)
            return null;
        var follower = new Activity("request").SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
        follower.TraceStateString = caller.TraceState;
        return follower.Start();
    }

    private static void Describe(Activity span, HttpContext context)
    {
        var route = RoutePatterns.Of(context.GetEndpoint()) ?? "none";
        var status = context.Response.StatusCode;
        span.DisplayName = $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
