using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Decisions;

/// <summary>What is logged of writing decisions.</summary>
internal static partial class DecisionWriterLog
{
    [LoggerMessage(10002, LogLevel.Critical, "Could not write {Count} decisions that were answered before: {Reason}\n{Place}")]
    public static partial void DecisionsLost(this ILogger logger, int count, string reason, string? place);
}
