using Microsoft.Extensions.Logging;

namespace Gyre.Storage;

/// <summary>What is logged of collections.</summary>
internal static partial class ContentCollectionLog
{
    [LoggerMessage(2041, LogLevel.Information, "Removed {Freed} unused artifacts with {FreedBytes} bytes; kept {Kept}")]
    public static partial void Collected(this ILogger logger, long freed, long freedBytes, long kept);
}
