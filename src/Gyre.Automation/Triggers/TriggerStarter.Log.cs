using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Automation.Triggers;

/// <summary>What is logged of runs that triggers start.</summary>
internal static partial class TriggerStarterLog
{
    [LoggerMessage(6011, LogLevel.Information, "Trigger {Trigger} fired for {Occurrence} and started run {RunId}")]
    public static partial void TriggerFired(this ILogger logger, string trigger, string occurrence, RunId? runId);

    [LoggerMessage(6012, LogLevel.Error, "Trigger {Trigger} could not start a run for {Occurrence}: {Reason}")]
    public static partial void StartRefused(this ILogger logger, string trigger, string occurrence, string? reason);

    [LoggerMessage(
        6013, LogLevel.Warning, "Trigger {Trigger} could not start a run for {Occurrence} on attempt {Try} and will retry: {Kind}")]
    public static partial void StartRetried(this ILogger logger, string trigger, string occurrence, int @try, string kind);
}
