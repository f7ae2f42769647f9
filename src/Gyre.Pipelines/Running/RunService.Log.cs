using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of runs that people ask for.</summary>
internal static partial class RunServiceLog
{
    [LoggerMessage(5041, LogLevel.Information, "Accepted run {RunId} of pipeline {Pipeline}")]
    public static partial void RunAccepted(this ILogger logger, RunId runId, string pipeline);

    [LoggerMessage(5042, LogLevel.Information, "Run {RunId} received the request to {Request}")]
    public static partial void RunRequested(this ILogger logger, RunId runId, string request);
}
