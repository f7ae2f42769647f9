using Microsoft.Extensions.Logging;

namespace Gyre.Client;

/// <summary>What is logged of decision clients.</summary>
internal static partial class DecisionClientLog
{
    [LoggerMessage(11006, LogLevel.Warning, "Decisions and rewards of {Deployment} wait in {Folder} and are tried again: {Reason}")]
    public static partial void Waits(this ILogger logger, string deployment, string folder, string reason);

    [LoggerMessage(11005, LogLevel.Warning, "{Bytes} bytes of decisions and rewards wait in {Folder} for the next start: {Reason}")]
    public static partial void Unsent(this ILogger logger, long bytes, string folder, string reason);
}
