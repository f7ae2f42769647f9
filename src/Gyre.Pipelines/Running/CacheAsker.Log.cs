using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of looks into the cache.</summary>
internal static partial class CacheAskerLog
{
    [LoggerMessage(5051, LogLevel.Warning, "Dropped cached result {Key}: its output {Output} is missing or damaged")]
    public static partial void ResultDamaged(this ILogger logger, Digest key, string output);

    [LoggerMessage(
        5052, LogLevel.Information, "Released the cache claim of node {NodePath} of run {RunId}: no engine drives the run any more")]
    public static partial void ClaimBroken(this ILogger logger, RunId runId, string nodePath);
}
