using Microsoft.Extensions.Logging;

namespace Gyre.Core.Logging;

/// <summary>The scopes that messages stand in. Every writer shows them under these names, whichever module logs.</summary>
public static class LogScopes
{
    private static readonly Func<ILogger, RunId, IDisposable?> RunScope = LoggerMessage.DefineScope<RunId>("RunId: {RunId}");

    private static readonly Func<ILogger, RunId, string, AttemptId, IDisposable?> AttemptScope =
        LoggerMessage.DefineScope<RunId, string, AttemptId>("RunId: {RunId}, NodePath: {NodePath}, Attempt: {Attempt}");

    private static readonly Func<ILogger, string, AttemptId, IDisposable?> NodeScope =
        LoggerMessage.DefineScope<string, AttemptId>("NodePath: {NodePath}, Attempt: {Attempt}");

    private static readonly Func<ILogger, string, IDisposable?> RequestScope = LoggerMessage.DefineScope<string>("RequestId: {RequestId}");

    /// <summary>What follows belongs to a run.</summary>
    public static IDisposable? BeginRun(this ILogger logger, RunId run) => RunScope(logger, run);

    /// <summary>What follows belongs to an attempt; for places that stand in no scope of its run.</summary>
    public static IDisposable? BeginAttempt(this ILogger logger, RunId run, string nodePath, AttemptId attempt) =>
        AttemptScope(logger, run, nodePath, attempt);

    /// <summary>What follows belongs to an attempt of the run whose scope is open already.</summary>
    public static IDisposable? BeginAttempt(this ILogger logger, string nodePath, AttemptId attempt) =>
        NodeScope(logger, nodePath, attempt);

    /// <summary>What follows belongs to a request; the same id stands in the problem that the caller gets.</summary>
    public static IDisposable? BeginRequest(this ILogger logger, string requestId) => RequestScope(logger, requestId);
}
