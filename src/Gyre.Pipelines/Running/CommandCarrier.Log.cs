using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of commands to the executor. Node and attempt are in the scope as well.</summary>
internal static partial class CommandCarrierLog
{
    [LoggerMessage(5031, LogLevel.Debug, "Submitted attempt {Attempt}")]
    public static partial void AttemptSubmitted(this ILogger logger, AttemptId attempt);

    [LoggerMessage(5032, LogLevel.Information, "Adopted attempt {Attempt}, started by an earlier engine")]
    public static partial void AttemptAdopted(this ILogger logger, AttemptId attempt);

    [LoggerMessage(5033, LogLevel.Debug, "Requested the end of attempt {Attempt}")]
    public static partial void AttemptEndAsked(this ILogger logger, AttemptId attempt);

    [LoggerMessage(5034, LogLevel.Error, "Could not submit attempt {Attempt}: {Kind}\n{Place}")]
    public static partial void AttemptNotHandedOver(this ILogger logger, AttemptId attempt, string kind, string? place);
}
