namespace Gyre.Server;

/// <summary>What the server logs. Never an address with its query, a header, a body or the text of a foreign exception.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(3002, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3003, LogLevel.Error, "Request {TraceId} on {Route} failed: {Kind}\n{Place}")]
    public static partial void RequestFailed(this ILogger logger, string traceId, string route, string kind, string place);

    [LoggerMessage(3004, LogLevel.Warning, "Following the event log failed: {Kind}")]
    public static partial void CountingFailed(this ILogger logger, string kind);
}
