namespace Gyre.Server.Http;

/// <summary>
/// What is logged of requests that fail. Never the text of a foreign exception, which may hold anything: its kind and its place.
/// </summary>
internal static partial class ErrorBoundaryLog
{
    [LoggerMessage(3003, LogLevel.Error, "Request {TraceId} on {Route} failed: {Kind}\n{Place}")]
    public static partial void RequestFailed(this ILogger logger, string traceId, string route, string kind, string place);
}
