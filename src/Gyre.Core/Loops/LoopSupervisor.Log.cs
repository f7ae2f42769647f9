using Microsoft.Extensions.Logging;

namespace Gyre.Core.Loops;

/// <summary>What is logged of loops. Never the text of a foreign exception, which may hold anything: its kind and its place.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Loop {Loop} is waiting: {Reason} (consecutive failures: {Failures})")]
    public static partial void Waits(this ILogger logger, string loop, string reason, int failures);

    [LoggerMessage(1002, LogLevel.Error, "Loop {Loop} failed and will be retried: {Reason} (consecutive failures: {Failures})\n{Place}")]
    public static partial void Failed(this ILogger logger, string loop, string reason, int failures, string? place);

    [LoggerMessage(1003, LogLevel.Information, "Loop {Loop} recovered")]
    public static partial void GoesOn(this ILogger logger, string loop);

    [LoggerMessage(1005, LogLevel.Error, "{Work} ended: {Reason}\n{Place}")]
    public static partial void WorkFailed(this ILogger logger, string work, string reason, string? place);

    [LoggerMessage(1004, LogLevel.Warning, "Loop {Loop} failed while stopping: {Reason}\n{Place}")]
    public static partial void FailedAtStop(this ILogger logger, string loop, string reason, string? place);
}
