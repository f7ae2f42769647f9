using Microsoft.Extensions.Logging;

namespace Gyre.Automation.Triggers;

/// <summary>What is logged of triggers.</summary>
internal static partial class TriggerLoopLog
{
    [LoggerMessage(6001, LogLevel.Information, "Trigger {Trigger} skipped {Occurrence}: {Reason}")]
    public static partial void OccurrenceSkipped(this ILogger logger, string trigger, string occurrence, string reason);

    [LoggerMessage(6002, LogLevel.Error, "Suspended trigger {Trigger}; enable it to continue: {Reason}")]
    public static partial void TriggerSetAside(this ILogger logger, string trigger, string reason);

    [LoggerMessage(6003, LogLevel.Warning, "Could not process trigger {TriggerId}; will retry: {Kind}\n{Place}")]
    public static partial void TriggerFailed(this ILogger logger, string triggerId, string kind, string? place);
}
