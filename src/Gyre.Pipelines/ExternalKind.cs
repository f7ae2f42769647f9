using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines;

/// <summary>
/// A kind of node that waits for an answer from outside the engine: how such a node begins to wait, and what an answer makes of it.
/// The kind is that of a module, or one of the standard kinds <c>deployment</c> and <c>labeling</c>, which nobody answers otherwise.
/// Members are pure functions of their arguments: no clock, no disk, no state. Whoever answers follows the event <c>node.waiting</c> and
/// calls <see cref="IRuns.AnswerAsync"/>.
/// </summary>
public abstract class ExternalKind
{
    /// <summary>The kind of node.</summary>
    public abstract NodeKind Kind { get; }

    /// <summary>What its nodes wait for, for people: <c>label tasks</c>.</summary>
    public abstract string WaitsFor { get; }

    /// <summary>What happens when the sources of a node are done.</summary>
    public abstract ExternalStart Start(ExternalNode node);

    /// <summary>What an answer makes of a node that waits.</summary>
    /// <param name="node">The node, with its question.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="by">Who answered.</param>
    /// <exception cref="InvalidInputException">The answer does not fit; it is refused, and the node goes on waiting.</exception>
    public abstract ExternalEnd End(ExternalNode node, MapValue answer, string by);

    /// <summary>What becomes of a node that nobody answered in time. It fails unless this is overridden.</summary>
    public virtual ExternalEnd Expire(ExternalNode node) => ExternalEnd.Failed("no answer arrived in time");
}

/// <summary>A node that waits, or begins to.</summary>
public sealed record ExternalNode
{
    /// <summary>Its run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Path of the node run; unique in the run.</summary>
    public required string Path { get; init; }

    /// <summary>What the node says in the project file, by field.</summary>
    public required MapValue Settings { get; init; }

    /// <summary>Values that edges brought, by the name at their end.</summary>
    public MapValue Values { get; init; } = new([]);

    /// <summary>Files that edges brought, by the name at their end.</summary>
    public ImmutableArray<InputOrder> Inputs { get; init; } = [];

    /// <summary>The question that was asked; empty before.</summary>
    public MapValue Question { get; init; } = new([]);
}

/// <summary>What happens when an external node may start: <see cref="WaitFor"/> or <see cref="AnsweredAtOnce"/>.</summary>
public abstract record ExternalStart;

/// <summary>Waits for an answer. It costs nothing while it waits, and survives restarts.</summary>
public sealed record WaitFor : ExternalStart
{
    /// <summary>
    /// By what the answer finds the node; no two nodes of a run wait under one key at the same time. Null for the node run's path.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The question, shown to the person or program that answers.</summary>
    public MapValue Question { get; init; } = new([]);

    /// <summary>How long it waits; null for as long as it takes.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Time between reminders (event <c>node.reminder</c>), positive; null for none.</summary>
    public TimeSpan? RemindEvery { get; init; }

    /// <summary>The most reminders. Default 0.</summary>
    public int MaxReminders { get; init; }
}

/// <summary>Does not wait.</summary>
/// <param name="End">How the node ends.</param>
public sealed record AnsweredAtOnce(ExternalEnd End) : ExternalStart;

/// <summary>How an external node can end.</summary>
public enum ExternalOutcome
{
    /// <summary>Well.</summary>
    Succeeded,

    /// <summary>Badly; what follows is up to the node's <c>on-error</c>.</summary>
    Failed,

    /// <summary>It was not needed.</summary>
    Skipped,
}

/// <summary>How an external node ends, with what it gives to the nodes behind it.</summary>
public sealed record ExternalEnd
{
    private ExternalEnd(ExternalOutcome outcome, string? reason) => (Outcome, Reason) = (outcome, reason);

    /// <summary>How.</summary>
    public ExternalOutcome Outcome { get; }

    /// <summary>Why; null when it simply succeeded.</summary>
    public string? Reason { get; }

    /// <summary>Typed values by output.</summary>
    public MapValue Results { get; init; } = new([]);

    /// <summary>Metadata.</summary>
    public MapValue Metadata { get; init; } = new([]);

    /// <summary>Artifacts by output.</summary>
    public ImmutableArray<NamedArtifacts> Artifacts { get; init; } = [];

    /// <summary>Ends well.</summary>
    public static ExternalEnd Succeeded(string? reason = null) => new(ExternalOutcome.Succeeded, reason);

    /// <summary>Ends badly.</summary>
    public static ExternalEnd Failed(string reason) => new(ExternalOutcome.Failed, reason);

    /// <summary>Ends without having been needed.</summary>
    public static ExternalEnd Skipped(string reason) => new(ExternalOutcome.Skipped, reason);
}

/// <summary>What became of an answer.</summary>
public enum AnswerOutcome
{
    /// <summary>Stored. The engine that drives the run applies it.</summary>
    Accepted,

    /// <summary>No node of the run waits under this key, or it does not any more. Nothing changed.</summary>
    NotWaiting,

    /// <summary>Somebody has answered already. Nothing changed.</summary>
    AlreadyAnswered,
}
