using Microsoft.Extensions.Logging;

namespace Gyre.Home;

/// <summary>What is logged of retention.</summary>
internal static partial class RetentionServiceLog
{
    [LoggerMessage(9001, LogLevel.Information, "Removed {Count} {What} after their retention time, {Bytes} bytes")]
    public static partial void Expired(this ILogger logger, string what, long count, long bytes);
}
