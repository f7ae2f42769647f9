using Microsoft.Extensions.Logging;

namespace Gyre.Tracking.Cleanup;

/// <summary>What is logged of clean-ups.</summary>
internal static partial class CleanupServiceLog
{
    [LoggerMessage(
        7001,
        LogLevel.Information,
        "Cleanup removed {Runs} runs, {Models} models and {Experiments} experiments, and compacted {Packed} histories")]
    public static partial void CleanedUp(this ILogger logger, long runs, long models, long experiments, long packed);
}
