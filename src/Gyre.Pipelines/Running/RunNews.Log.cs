using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>What is logged of a run while it is driven. Its id is in the scope.</summary>
internal static partial class RunNewsLog
{
    [LoggerMessage(5001, LogLevel.Information, "Run ended: {State}")]
    public static partial void RunEnded(this ILogger logger, string state);

    [LoggerMessage(5002, LogLevel.Error, "Run failed: {Reason}")]
    public static partial void RunFailed(this ILogger logger, string? reason);

    [LoggerMessage(5003, LogLevel.Information, "Node {NodePath} started, attempt {Number}")]
    public static partial void NodeStarted(this ILogger logger, string nodePath, int number);

    [LoggerMessage(5004, LogLevel.Information, "Node {NodePath} ended: {State}")]
    public static partial void NodeEnded(this ILogger logger, string nodePath, string state);

    [LoggerMessage(5005, LogLevel.Error, "Node {NodePath} failed: {Reason}")]
    public static partial void NodeFailed(this ILogger logger, string nodePath, string? reason);

    [LoggerMessage(5006, LogLevel.Warning, "Node {NodePath} failed on attempt {Number} and will be retried at {RetryAt}: {Reason}")]
    public static partial void NodeRetries(this ILogger logger, string nodePath, int number, DateTimeOffset? retryAt, string? reason);

    [LoggerMessage(5007, LogLevel.Information, "Node {NodePath} is waiting for an answer")]
    public static partial void NodeWaits(this ILogger logger, string nodePath);

    [LoggerMessage(5008, LogLevel.Warning, "Node {NodePath} lost an attempt and will be started again; attempts lost so far: {Lost}")]
    public static partial void AttemptLost(this ILogger logger, string nodePath, int lost);

    [LoggerMessage(5009, LogLevel.Debug, "Attempt {Attempt} of node {NodePath} ended: {Outcome}")]
    public static partial void AttemptOver(this ILogger logger, string nodePath, AttemptId attempt, string outcome);

    [LoggerMessage(5010, LogLevel.Debug, "Cache hit for node {NodePath} with key {Key}")]
    public static partial void CacheHit(this ILogger logger, string nodePath, Digest key);

    [LoggerMessage(5011, LogLevel.Debug, "Cache miss for node {NodePath} with key {Key}; the key is claimed")]
    public static partial void CacheMiss(this ILogger logger, string nodePath, Digest key);

    [LoggerMessage(5012, LogLevel.Debug, "Another run claimed {Count} cache keys first; looking them up again")]
    public static partial void ClaimRefused(this ILogger logger, int count);
}
