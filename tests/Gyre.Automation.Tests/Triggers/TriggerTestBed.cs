using System.Globalization;
using System.Text.Json;
using Gyre.Automation;
using Gyre.Automation.Triggers;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Tests.Triggers;

/// <summary>A trigger, its state, and what was decided; every state goes through its JSON.</summary>
internal sealed class TriggerTestBed
{
    private long _runs;

    public TriggerTestBed(Trigger trigger, string start = "2026-01-01T00:00:00Z")
    {
        Plan = Make(trigger);
        Now = Read(start);
        Tell(new TimeReached(Now));
    }

    public static Trigger Plain { get; } = new() { Name = "nightly", Pipeline = "train", Source = new ManualSource() };

    public TriggerPlan Plan { get; set; }

    public TriggerState State { get; private set; } = TriggerState.Empty;

    public DateTimeOffset Now { get; set; }

    /// <summary>Decisions of the last event.</summary>
    public IReadOnlyList<TriggerDecision> Last { get; private set; } = [];

    public IEnumerable<string> Started => Last.OfType<StartOccurrence>().Select(start => start.Occurrence);

    public IEnumerable<string> Skipped => Last.OfType<OccurrenceSkipped>().Select(skip => $"{skip.Occurrence}: {skip.Reason}");

    public IEnumerable<RunId> Cancelled => Last.OfType<CancelTriggered>().Select(cancel => cancel.Run);

    public DateTimeOffset? WakeAt => Last.OfType<TriggerWakeAt>().SingleOrDefault()?.When;

    public static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static TriggerPlan Make(Trigger trigger)
    {
        TriggerPlan.TryMake(trigger, out var plan, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return plan!;
    }

    public static string Json(TriggerState state) => JsonSerializer.Serialize(state, AutomationJson.Default.TriggerState);

    public TriggerTestBed Tell(TriggerEvent @event)
    {
        Now = @event.Now;
        var outcome = TriggerMachine.Decide(Plan, State, @event);
        var json = Json(outcome.State);
        var read = JsonSerializer.Deserialize(json, AutomationJson.Default.TriggerState)!;
        Json(read).ShouldBe(json);
        (State, Last) = (read, outcome.Decisions);
        return this;
    }

    public TriggerTestBed At(string time) => Tell(new TimeReached(Read(time)));

    public TriggerTestBed After(TimeSpan time) => Tell(new TimeReached(Now + time));

    public TriggerTestBed Hand(string id) => Tell(new FiredByHand(Now, id));

    public TriggerTestBed Hook(string id, string body = "{}") => Tell(new HookReceived(Now, id, ValueJson.Parse(body)));

    public TriggerTestBed Event(long sequence, string type = "alias.moved", string data = "{}", int depth = 0, DateTimeOffset? at = null, string subject = "alias/champion") =>
        Tell(new EventSeen(Now, sequence, type, subject, at ?? Now, (MapValue)ValueJson.Parse(data), depth));

    /// <summary>Gives the oldest start that has none a run.</summary>
    public RunId Run()
    {
        var run = new RunId(GuidIds.FromNames(string.Create(CultureInfo.InvariantCulture, $"{++_runs}")));
        Tell(new OccurrenceStarted(Now, State.Active.First(active => active.Run is null).Occurrence, run));
        return run;
    }

    public TriggerTestBed End(RunId run, RunState state = RunState.Succeeded) => Tell(new RunEnded(Now, run, state));
}
