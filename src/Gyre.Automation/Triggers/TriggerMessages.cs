using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation.Triggers;

/// <summary>Something the machine is told. It carries the time at which it is told, because the machine has no clock.</summary>
internal abstract record TriggerEvent(DateTimeOffset Now);

/// <summary>Time has passed. To be told once when the trigger is new, and at each <see cref="TriggerWakeAt"/>; more often does no harm.</summary>
internal sealed record TimeReached(DateTimeOffset Now) : TriggerEvent(Now);

/// <summary>An event of the log. Told in the log's order; one that is told again is known by its sequence.</summary>
/// <param name="Now">When this is told.</param>
/// <param name="Sequence">Place in the log, from 1.</param>
/// <param name="Type">Dotted name.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">What is known of it.</param>
/// <param name="Depth">Of the triggered run that caused it, see <see cref="StartOccurrence"/>; 0 when none did.</param>
internal sealed record EventSeen(DateTimeOffset Now, long Sequence, string Type, string Subject, DateTimeOffset At, MapValue Data, int Depth) : TriggerEvent(Now);

/// <summary>A request from outside.</summary>
/// <param name="Now">When this is told.</param>
/// <param name="Id">The sender's, or one made of the content; the last <see cref="TriggerState.MaxRecent"/> are known again.</param>
/// <param name="Body">What was sent.</param>
internal sealed record HookReceived(DateTimeOffset Now, string Id, Value Body) : TriggerEvent(Now);

/// <summary>Somebody wants a run now. All limits hold for it too.</summary>
/// <param name="Now">When this is told.</param>
/// <param name="Id">One per request; see <see cref="HookReceived"/>.</param>
internal sealed record FiredByHand(DateTimeOffset Now, string Id) : TriggerEvent(Now);

/// <summary>An occurrence has its run. Follows every <see cref="StartOccurrence"/>, unless <see cref="StartFailed"/> does; twice is as once. When the run is over already, <see cref="RunEnded"/> must follow.</summary>
internal sealed record OccurrenceStarted(DateTimeOffset Now, string Occurrence, RunId Run) : TriggerEvent(Now);

/// <summary>The run of an occurrence was refused.</summary>
internal sealed record StartFailed(DateTimeOffset Now, string Occurrence, string Reason) : TriggerEvent(Now);

/// <summary>A run that this trigger started is over. Runs of others are none of its business here.</summary>
internal sealed record RunEnded(DateTimeOffset Now, RunId Run, RunState State) : TriggerEvent(Now);

/// <summary>A person puts a trigger that was set aside to work again, or its definition has changed: failures are forgotten, and a schedule begins anew from now.</summary>
internal sealed record TakenUp(DateTimeOffset Now) : TriggerEvent(Now);

/// <summary>Something the machine decided.</summary>
internal abstract record TriggerDecision;

/// <summary>Start a run. To be carried out with the occurrence as key of idempotency; answered by <see cref="OccurrenceStarted"/> or <see cref="StartFailed"/>.</summary>
/// <param name="Occurrence"><c>cron:TIME</c>, <c>every:TIME</c>, <c>event:SEQUENCE</c>, <c>hook:ID</c> or <c>hand:ID</c>.</param>
/// <param name="Parameters">By name.</param>
/// <param name="Depth">How many runs stand in the line of runs that trigger each other, this one included. To be kept with the run, for the events that it causes.</param>
internal sealed record StartOccurrence(string Occurrence, MapValue Parameters, int Depth) : TriggerDecision;

/// <summary>Cancel a run of this trigger; answered by <see cref="RunEnded"/>.</summary>
internal sealed record CancelTriggered(RunId Run, string Reason) : TriggerDecision;

/// <summary>An occurrence has no run. Of missed times the first one stands for all, and the reason says up to which.</summary>
internal sealed record OccurrenceSkipped(string Occurrence, string Reason) : TriggerDecision;

/// <summary>The trigger starts nothing more until somebody has looked at it.</summary>
internal sealed record TriggerSetAside(string Reason) : TriggerDecision;

/// <summary>Tell <see cref="TimeReached"/> then. The last one said counts; said with every decision as long as there is something to wait for.</summary>
internal sealed record TriggerWakeAt(DateTimeOffset When) : TriggerDecision;

/// <summary>What an event means for a trigger.</summary>
internal sealed record TriggerOutcome(TriggerState State, IReadOnlyList<TriggerDecision> Decisions);
