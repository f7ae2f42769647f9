using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of metadata. Never the text of a foreign exception, which may hold anything.</summary>
internal static partial class LiveMetadataLog
{
    [LoggerMessage(5071, LogLevel.Error, "Metadata of attempt {Attempt} could not be recorded: {Kind}\n{Place}")]
    public static partial void MetadataUnreadable(this ILogger logger, AttemptId attempt, string kind, string? place);
}
