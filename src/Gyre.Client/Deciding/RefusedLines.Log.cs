using Microsoft.Extensions.Logging;

namespace Gyre.Client.Deciding;

/// <summary>What is logged of lines that were refused.</summary>
internal static partial class RefusedLinesLog
{
    [LoggerMessage(11001, LogLevel.Error, "The server refused a decision or reward for good: {Reason} It is kept in {Path}.")]
    public static partial void Refused(this ILogger logger, string reason, string path);

    [LoggerMessage(11002, LogLevel.Error, "A refused decision or reward could not be kept in {Path}: {Reason}")]
    public static partial void RefusedNotKept(this ILogger logger, string path, string reason);
}
