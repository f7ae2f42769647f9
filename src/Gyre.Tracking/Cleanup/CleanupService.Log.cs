using Microsoft.Extensions.Logging;

namespace Gyre.Tracking.Cleanup;

/// <summary>What is logged of clean-ups.</summary>
internal static partial class CleanupServiceLog
{
    [LoggerMessage(
        7001,
        LogLevel.Information,
        "Clean-up removed {Runs} runs, {Models} models and {Experiments} experiments, and packed {Packed} histories")]
    public static partial void CleanedUp(this ILogger logger, long runs, long models, long experiments, long packed);
}
