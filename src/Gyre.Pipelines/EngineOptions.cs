using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines;

/// <summary>How an engine works.</summary>
public sealed record EngineOptions
{
    /// <summary>Where the data is; passed on to supervisors.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Carries the engine's loops and shows how they are; null where nobody looks.</summary>
    public LoopSupervisor? Loops { get; init; }

    /// <summary>The log; null for none.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>Told the values of steps' secret variables, so that the log masks them; null where there is no log.</summary>
    public KnownSecrets? Secrets { get; init; }

    /// <summary>Variables of this program's environment that projects may have as secrets. Default: none.</summary>
    public HostVariables Host { get; init; } = HostVariables.None;

    /// <summary>How long a run stays this engine's without renewal. Default 15 seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Variables a step gets on top of its own: address of the server, a short-lived token. Null for none.</summary>
    public IStepCredentials? Credentials { get; init; }

    /// <summary>Keeps a tracking run of each run and of each node run that executes a step; null keeps none.</summary>
    public RunRecorder? Recorder { get; init; }

    /// <summary>Other revisions of projects, for nodes that take their step from one; null refuses such nodes.</summary>
    public IRevisions? Revisions { get; init; }

    /// <summary>How many times an attempt whose supervisor disappeared is started again without counting as a try. Default 3.</summary>
    public int MaxLostAttempts { get; init; } = 3;

    /// <summary>Runs that one attempt of a step may start. Default 100.</summary>
    public int MaxRunsPerAttempt { get; init; } = 100;

    /// <summary>What project files may say, for those that the engine reads again.</summary>
    public ProjectLanguage Language { get; init; } = ProjectLanguage.Standard;

    /// <summary>
    /// Kinds of nodes that something outside the engine answers. Those of modules must be in <see cref="Language"/> too, for project files
    /// to name them.
    /// </summary>
    public IReadOnlyList<ExternalKind> ExternalKinds { get; init; } = [];

    /// <summary>Told of each run in the transaction that keeps it.</summary>
    public IReadOnlyList<IRunListener> Listeners { get; init; } = [];

    /// <summary>
    /// How much the home runs at once, as the executors keep it: runs with nodes that could never start are refused. <see
    /// cref="ConcurrencyLimits.None"/> declares no pool.
    /// </summary>
    public ConcurrencyLimits Limits { get; init; } = ConcurrencyLimits.None;

    /// <summary>A promise that is broken on purpose, so that tests can show they would notice. Nothing but a test can set it.</summary>
    internal BrokenPromise Broken { get; init; }
}

/// <summary>Promises that a test may break.</summary>
internal enum BrokenPromise
{
    /// <summary>None.</summary>
    None,

    /// <summary>Commits are not fenced: an engine that lost its run still writes.</summary>
    Fence,

    /// <summary>Commands are carried out before they are kept.</summary>
    OutboxOrder,
}

/// <summary>What lets a step call back.</summary>
public interface IStepCredentials
{
    /// <summary>Variables for one attempt; their values are secrets. The token ends with the attempt.</summary>
    Task<IReadOnlyDictionary<string, string>> IssueAsync(StepIdentity step, CancellationToken cancellationToken);
}

/// <summary>Who calls back.</summary>
/// <param name="Run">The run.</param>
/// <param name="NodePath">The node run.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record StepIdentity(RunId Run, string NodePath, AttemptId Attempt)
{
    /// <summary>The tracking run that the step's own records belong to; null when none is kept.</summary>
    public string? TrackingRun { get; init; }

    /// <summary>Its experiment.</summary>
    public long? Experiment { get; init; }
}
