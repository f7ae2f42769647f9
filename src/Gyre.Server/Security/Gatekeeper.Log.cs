namespace Gyre.Server.Security;

/// <summary>What is logged of who asks.</summary>
internal static partial class GatekeeperLog
{
    [LoggerMessage(3006, LogLevel.Warning, "The last use of a session was not recorded: {Kind}")]
    public static partial void SessionUseLost(this ILogger logger, string kind);

    [LoggerMessage(3007, LogLevel.Warning, "The last use of a token was not recorded: {Kind}")]
    public static partial void TokenUseLost(this ILogger logger, string kind);
}
