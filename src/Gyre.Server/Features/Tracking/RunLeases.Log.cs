namespace Gyre.Server.Features.Tracking;

/// <summary>What is logged of tracking runs that went silent.</summary>
internal static partial class RunLeasesLog
{
    [LoggerMessage(3031, LogLevel.Information, "Ended tracking run {RunId}: its heartbeat timed out")]
    public static partial void RunEnded(this ILogger logger, string runId);
}
