using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of the runs that an engine drives.</summary>
internal static partial class RunDriversLog
{
    [LoggerMessage(5021, LogLevel.Debug, "Acquired the lease of run {RunId} with fence {Fence}")]
    public static partial void LeaseTaken(this ILogger logger, RunId runId, long fence);

    [LoggerMessage(5022, LogLevel.Warning, "Lost the lease of run {RunId}; another engine drives it now")]
    public static partial void LeaseLost(this ILogger logger, RunId runId);

    [LoggerMessage(5023, LogLevel.Warning, "Commit for run {RunId} was rejected: another engine holds its lease")]
    public static partial void FencedOff(this ILogger logger, RunId runId);

    [LoggerMessage(5024, LogLevel.Debug, "Released the lease of {Lease}")]
    public static partial void LeaseReleased(this ILogger logger, string lease);

    [LoggerMessage(5025, LogLevel.Information, "Continuing run {RunId} where it was left")]
    public static partial void RunTakenUp(this ILogger logger, RunId runId);
}
