namespace Gyre.Server;

/// <summary>What is logged of the server as a whole. Never an address with its query, a header or a body.</summary>
internal static partial class GyreServerLog
{
    [LoggerMessage(3001, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(3002, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);
}
