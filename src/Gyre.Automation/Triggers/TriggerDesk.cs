using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Projects.Schedules;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>
/// One trigger inside one transaction: it is told things, and what it decides is kept in the same transaction: its state, what becomes of occurrences, what is to
/// be cancelled, and the events about all that. Runs are only noted here as to be started; see <see cref="TriggerStarter"/>.
/// </summary>
internal sealed class TriggerDesk(IDbSession session, TriggerRow row, TriggerPlan plan, IdSource ids, DateTimeOffset now)
{
    private DateTimeOffset? _wake = row.NextWake;

    /// <summary>
    /// What the log is to hear once the transaction is kept: occurrences that were skipped, and, without one, why the trigger was set
    /// aside.
    /// </summary>
    public List<(string? Occurrence, string Reason)> Said { get; } = [];

    public TriggerState State { get; private set; } = row.ReadState();

    public IDbSession Session => session;

    public TriggerRow Row => row;

    public DateTimeOffset Now => now;

    public void Tell(TriggerEvent told)
    {
        var outcome = TriggerMachine.Decide(plan, State, told);
        State = outcome.State;
        _wake = outcome.Decisions.OfType<TriggerWakeAt>().LastOrDefault()?.When;
        foreach (var decision in outcome.Decisions)
            Carry(decision);
    }

    /// <summary>All events up to here are done with, told or not.</summary>
    public void MoveCursor(long sequence, string? problem = null) => State = State with
    {
        LastSequence = Math.Max(State.LastSequence, sequence),
        Problem = problem ?? State.Problem,
    };

    public void Skip(string occurrence, string reason)
    {
        Said.Add((occurrence, reason));
        TriggerStore.Put(session, RowOf(occurrence, OccurrenceOutcome.Skipped) with { Reason = reason });
        Report(TriggerEvents.Skipped, ("occurrence", Value.Of(occurrence)), ("reason", Value.Of(reason)));
    }

    public void Save() => TriggerStore.Update(session, row with
    {
        State = TriggerRow.Write(State),
        SetAside = State.SetAside,
        NextWake = _wake,
        EventCursor = State.LastSequence,
    });

    public void Report(EventType type, params ReadOnlySpan<(string Name, Value? Value)> data)
    {
        List<KeyValuePair<string, Value>> entries = [new("project", Value.Of(row.Project)), new("trigger", Value.Of(row.Name)), new("pipeline", Value.Of(plan.Trigger.Pipeline))];
        foreach (var (name, value) in data)
        {
            if (value is not null)
                entries.Add(new(name, value));
        }
        session.Append(new NewEvent(type, Subjects.Of(row.Id), now, new MapValue([.. entries])));
    }

    private void Carry(TriggerDecision decision)
    {
        switch (decision)
        {
            case StartOccurrence start:
                Begin(start);
                break;
            case OccurrenceSkipped skipped:
                Skip(skipped.Occurrence, skipped.Reason);
                break;
            case CancelTriggered cancel:
                RunLedger.RequestCancel(session, ids.Next(), cancel.Run, cancel.Reason, now);
                break;
            case TriggerSetAside aside:
                Said.Add((null, aside.Reason));
                Report(TriggerEvents.SetAside, ("reason", Value.Of(aside.Reason)));
                break;
        }
    }

    private void Begin(StartOccurrence start)
    {
        if (TriggerStore.FindOccurrence(session, row.Id, start.Occurrence) is not { Run: { } known } before)
        {
            TriggerStore.Put(session, RowOf(start.Occurrence, OccurrenceOutcome.Starting) with { IsOpen = true, Depth = start.Depth, Parameters = ValueJson.Write(start.Parameters) });
            return;
        }
        // It has its run from before: the clock went back further than the trigger remembers.
        Tell(new OccurrenceStarted(now, start.Occurrence, known));
        if (!before.IsOpen)
            Tell(new RunEnded(now, known, RunState.Cancelled));
    }

    private OccurrenceRow RowOf(string occurrence, OccurrenceOutcome outcome) => new()
    {
        TriggerId = row.Id,
        Occurrence = occurrence,
        Outcome = outcome.ToString(),
        RetryAt = now,
        At = now,
    };
}
