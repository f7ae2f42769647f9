using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Execution.Processes;

/// <summary>What is logged of attempts on this machine. Never the text of a foreign exception, which may hold anything.</summary>
internal static partial class ProcessSchedulerLog
{
    [LoggerMessage(4001, LogLevel.Debug, "Handed attempt {Attempt} to a supervisor")]
    public static partial void AttemptHanded(this ILogger logger, AttemptId attempt);

    [LoggerMessage(4002, LogLevel.Debug, "Supervisor started attempt {Attempt}")]
    public static partial void AttemptClaimed(this ILogger logger, AttemptId attempt);

    [LoggerMessage(4003, LogLevel.Debug, "Attempt {Attempt} ended: {Outcome}")]
    public static partial void AttemptEnded(this ILogger logger, AttemptId attempt, AttemptOutcome outcome);

    [LoggerMessage(4004, LogLevel.Warning, "Attempt {Attempt} is lost: {Reason}")]
    public static partial void AttemptLost(this ILogger logger, AttemptId attempt, string? reason);

    [LoggerMessage(4005, LogLevel.Error, "Attempt {Attempt} is lost, but its result could not be written: {Kind}")]
    public static partial void LossNotWritten(this ILogger logger, AttemptId attempt, string kind);

    [LoggerMessage(
        4006, LogLevel.Warning, "Step requests {Cpu} cores and {MemoryInBytes} bytes of memory, more than this machine has; it runs alone")]
    public static partial void RunsAlone(this ILogger logger, double cpu, long memoryInBytes);

    [LoggerMessage(4007, LogLevel.Debug, "Supervisor connected; {Count} connected now")]
    public static partial void SupervisorJoined(this ILogger logger, int count);

    [LoggerMessage(4008, LogLevel.Debug, "Supervisor disconnected; {Count} connected now")]
    public static partial void SupervisorLeft(this ILogger logger, int count);

    [LoggerMessage(4009, LogLevel.Error, "Could not start a supervisor: {Reason}")]
    public static partial void StartFailed(this ILogger logger, string reason);

    [LoggerMessage(4010, LogLevel.Error, "Process executor failed and continues: {Kind}\n{Place}")]
    public static partial void SchedulingFailed(this ILogger logger, string kind, string? place);
}
