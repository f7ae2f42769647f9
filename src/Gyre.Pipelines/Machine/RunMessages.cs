using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Execution;

namespace Gyre.Pipelines.Machine;

/// <summary>Something the machine is told. It carries the time, because the machine has no clock.</summary>
internal abstract record RunEvent(DateTimeOffset At);

/// <summary>The run was accepted and begins.</summary>
internal sealed record RunBegan(DateTimeOffset At) : RunEvent(At);

/// <summary>The cache was asked. <paramref name="Result"/> is null when there is nothing to reuse.</summary>
internal sealed record CacheAnswered(DateTimeOffset At, string Path, ReusedResult? Result) : RunEvent(At);

/// <summary>A supervisor has begun with an attempt.</summary>
internal sealed record AttemptBegan(DateTimeOffset At, string Path, AttemptId Attempt) : RunEvent(At);

/// <summary>An attempt waits for a place before it may start.</summary>
internal sealed record AttemptHeld(DateTimeOffset At, string Path, AttemptId Attempt, string Reason) : RunEvent(At);

/// <summary>An attempt is over.</summary>
internal sealed record AttemptOver(DateTimeOffset At, string Path, AttemptResult Result) : RunEvent(At);

/// <summary>
/// The time has come that a node run waited for: its back-off is over, nobody has answered in time, or somebody is to be reminded.
/// </summary>
internal sealed record TimeCame(DateTimeOffset At, string Path) : RunEvent(At);

/// <summary>Somebody has answered the node run that waits under a key; see <see cref="Waits"/>.</summary>
internal sealed record Answered(DateTimeOffset At, string Key, MapValue Document, string By) : RunEvent(At);

/// <summary>Somebody wants it to end.</summary>
internal sealed record CancelAsked(DateTimeOffset At, string Reason) : RunEvent(At);

/// <summary>Somebody wants one node run to end.</summary>
internal sealed record NodeCancelAsked(DateTimeOffset At, string Path, string Reason) : RunEvent(At);

/// <summary>Somebody wants a failed, cancelled or stopped run to go on.</summary>
internal sealed record ResumeAsked(DateTimeOffset At) : RunEvent(At);

/// <summary>An earlier result that stands in for a node run.</summary>
internal sealed record ReusedResult(AttemptId Attempt, MapValue Metadata, ImmutableArray<OutputFile> Outputs)
{
    /// <summary>Typed values.</summary>
    public MapValue Results
    {
        get => field ?? NodeWork.Nothing;
        init;
    } = NodeWork.Nothing;

    /// <summary>Typed artifacts.</summary>
    public ImmutableArray<NamedArtifacts> Artifacts
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];
}

/// <summary>Something the machine wants done.</summary>
internal abstract record MachineCommand(string Path);

/// <summary>Ask the cache; answered by <see cref="CacheAnswered"/>. Asking has no effect, so it is not kept: a queued node run without an attempt is asked for again.</summary>
internal sealed record AskCache(string Path) : MachineCommand(Path);

/// <summary>Start an attempt whose id was chosen here.</summary>
internal sealed record StartAttempt(string Path, AttemptId Attempt, int Number) : MachineCommand(Path);

/// <summary>End an attempt.</summary>
internal sealed record EndAttempt(string Path, AttemptId Attempt, string Reason) : MachineCommand(Path);

/// <summary>
/// Come back with <see cref="TimeCame"/>. Kept in the node run (<see cref="NodeRun.RetryAt"/>, <see cref="NodeRun.ExpiresAt"/>,
/// <see cref="NodeWait.RemindAt"/>).
/// </summary>
internal sealed record WakeAt(string Path, DateTimeOffset When) : MachineCommand(Path);

/// <summary>A line for the event log.</summary>
internal sealed record Fact(EventType Type, string? Path, MapValue Data);
