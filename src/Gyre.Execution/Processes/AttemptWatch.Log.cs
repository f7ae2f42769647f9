using Microsoft.Extensions.Logging;

namespace Gyre.Execution.Processes;

/// <summary>What is logged of attempts that are finished in their supervisor's place.</summary>
internal static partial class AttemptWatchLog
{
    [LoggerMessage(4021, LogLevel.Warning, "Could not remove folder {Folder} of a lost attempt: {Kind}")]
    public static partial void FolderLeft(this ILogger logger, string folder, string kind);
}
