using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Cycles;

/// <summary>What is logged of cycles.</summary>
internal static partial class CycleServiceLog
{
    [LoggerMessage(5061, LogLevel.Information, "Accepted cycle {CycleId} of pipeline {Pipeline}")]
    public static partial void CycleAccepted(this ILogger logger, CycleId cycleId, string pipeline);

    [LoggerMessage(5062, LogLevel.Information, "Cycle {CycleId} continues after turn {Turn}")]
    public static partial void CycleContinues(this ILogger logger, CycleId cycleId, int turn);

    [LoggerMessage(5063, LogLevel.Information, "Cycle {CycleId} stops after turn {Turn}: {Reason} ({Detail})")]
    public static partial void CycleStopped(this ILogger logger, CycleId cycleId, int turn, CycleStopReason reason, string detail);

    [LoggerMessage(5064, LogLevel.Information, "Run {Parent} started turn {RunId} of its cycle")]
    public static partial void TurnStarted(this ILogger logger, RunId parent, RunId runId);
}
