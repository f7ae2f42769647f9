namespace Gyre.Server.Features.Tracking;

/// <summary>What is logged of tracking runs that went silent.</summary>
internal static partial class RunLeasesLog
{
    [LoggerMessage(3031, LogLevel.Information, "Ended tracking run {RunId}, which was not heard of in time")]
    public static partial void RunEnded(this ILogger logger, string runId);
}
