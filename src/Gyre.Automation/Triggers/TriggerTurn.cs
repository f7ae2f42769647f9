using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Triggers;

/// <summary>One decision in the making: the state as it changes, and what is decided so far. All rules on starting are here.</summary>
internal sealed class TriggerTurn
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromHours(1);

    private readonly List<TriggerDecision> _decisions = [];

    public TriggerTurn(TriggerPlan plan, TriggerState state, DateTimeOffset now)
    {
        Plan = plan;
        Now = now.ToUniversalTime();
        State = state with { Anchor = state.Anchor ?? Now, Reached = state.Reached ?? Now };
        // A clock that went back must not stretch cool-down and rate: what lies ahead counts as just now.
        if (State.LastStart > Now)
            State = State with { LastStart = Now, Starts = [.. State.Starts.Select(start => start < Now ? start : Now)] };
    }

    public TriggerPlan Plan { get; }

    public DateTimeOffset Now { get; }

    public TriggerState State { get; set; }

    /// <summary>Why nothing is started at all, or null.</summary>
    public string? WhyNot =>
        !Trigger.Enabled ? "the trigger is disabled" : State.SetAside is { } reason ? $"the trigger was suspended: {reason}" : null;

    private Trigger Trigger => Plan.Trigger;

    private DateTimeOffset CoolUntil => State.LastStart is { } last ? Later(last, Trigger.CoolDown) : DateTimeOffset.MinValue;

    /// <summary>From when on the rate allows a start.</summary>
    private DateTimeOffset RateUntil => State.Starts.Length >= Trigger.MaxStartsPerHour ? Later(State.Starts[^Trigger.MaxStartsPerHour], RateWindow) : DateTimeOffset.MinValue;

    /// <summary>False when an occurrence is remembered already.</summary>
    public bool Remember(string occurrence)
    {
        if (State.Recent.Contains(occurrence))
            return false;
        var recent = State.Recent.Length < TriggerState.MaxRecent ? State.Recent : State.Recent.RemoveAt(0);
        State = State with { Recent = recent.Add(occurrence) };
        return true;
    }

    /// <summary>Counts an event by its weight, or by one in a window; gives the greatest depth
    /// of those counted when it completes an occurrence, after which the group's count starts over.</summary>
    public int? Count(string group, EventSeen seen, int weight)
    {
        var name = group.Length <= 100 ? group : GuidIds.FromNames(group).ToString("D");
        var condition = TriggerSources.ConditionOf(Plan.Trigger.Source);
        var (count, window) = (condition.Count, condition.Window);
        var index = State.Counters.Select(counter => counter.Group).ToList().IndexOf(name);
        var counter = index >= 0 ? State.Counters[index] : new EventCounter(name, 0, [], 0);
        var others = index >= 0 ? State.Counters.RemoveAt(index) : State.Counters;
        counter = counter with { Depth = Math.Max(counter.Depth, seen.Depth) };
        counter = window is { } length
            ? counter with { Times = [.. counter.Times.Where(time => (seen.At - time).Duration() < length), seen.At.ToUniversalTime()] }
            : counter with { Count = (int)Math.Min(int.MaxValue, (long)counter.Count + weight) };
        var isFull = (window is null ? counter.Count : counter.Times.Length) >= count;
        State = State with { Counters = isFull ? others : Bounded(others.Add(counter)) };
        return isFull ? counter.Depth : null;
    }

    /// <summary>An occurrence that has not been seen before: starts it, lets it wait or skips it.</summary>
    public void Accept(string occurrence, MapValue facts, int depth)
    {
        Forget();
        if (WhyNot is { } reason)
            Skip(occurrence, reason);
        else if (depth > Trigger.MaxDepth)
            Skip(occurrence, $"it would be number {depth} in a chain of runs that trigger each other; the maximum is {Trigger.MaxDepth}");
        else if (Now < RateUntil)
            Skip(occurrence, $"{Trigger.MaxStartsPerHour} runs were started within an hour, which is the maximum");
        else if (Evaluate(facts, out var problem) is not { } parameters)
            Refuse(occurrence, problem);
        else
            Place(new WaitingOccurrence(occurrence, parameters, depth));
    }

    public void Skip(string occurrence, string reason) => _decisions.Add(new OccurrenceSkipped(occurrence, reason));

    /// <summary>The run of an occurrence is known now.</summary>
    public void Know(string occurrence, RunId run)
    {
        var index = State.Active.ToList().FindIndex(active => active.Occurrence == occurrence && active.Run is null);
        if (index < 0)
            return;
        var known = State.Active[index] with { Run = run };
        State = State with { Active = State.Active.SetItem(index, known) };
        if (known.Cancelling)
            SayCancel(run);
    }

    /// <summary>Takes a start that is over away; null when there is none.</summary>
    public ActiveOccurrence? Leave(Func<ActiveOccurrence, bool> isIt)
    {
        var left = State.Active.FirstOrDefault(isIt);
        if (left is not null)
            State = State with { Active = State.Active.Remove(left) };
        return left;
    }

    public void CountFailure(string reason)
    {
        State = State with { Failures = State.Failures + 1 };
        if (State.Failures < Trigger.MaxFailures || State.SetAside is not null)
            return;
        var why = Trigger.MaxFailures == 1 ? reason : $"{State.Failures} failures in a row; last error: {reason}";
        State = State with { SetAside = why };
        _decisions.Add(new TriggerSetAside(why));
    }

    /// <summary>Starts what waits and may start now, and says when to come back.</summary>
    public TriggerOutcome Finish()
    {
        Forget();
        if (WhyNot is { } reason)
            Flush(reason);
        while (!State.Queue.IsEmpty && MayStart())
        {
            var next = State.Queue[0];
            State = State with { Queue = State.Queue.RemoveAt(0) };
            Start(next);
        }
        if (NextWake() is { } when)
            _decisions.Add(new TriggerWakeAt(when));
        return new TriggerOutcome(State, _decisions);
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan span) => DateTimeOffset.MaxValue - time < span ? DateTimeOffset.MaxValue : time + span;

    /// <summary>Without the groups that were counted longest ago, where there is no room for all.</summary>
    private static ImmutableArray<EventCounter> Bounded(ImmutableArray<EventCounter> counters)
    {
        var (times, from) = (0, counters.Length);
        while (from > 0 && counters.Length - from < TriggerState.MaxGroups && (times += counters[from - 1].Times.Length) <= TriggerState.MaxTimes)
            from--;
        return from == 0 ? counters : counters[from..];
    }

    private bool MayStart() => State.Active.Length < Trigger.Concurrency.MaxRunning && Now >= CoolUntil && Now >= RateUntil;

    private void Forget()
    {
        var old = State.Starts.TakeWhile(start => Later(start, RateWindow) <= Now).Count();
        if (old > 0)
            State = State with { Starts = State.Starts.RemoveRange(0, old) };
    }

    private MapValue? Evaluate(MapValue facts, out string problem)
    {
        problem = "";
        var scope = CelScope.Of("event", facts);
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(Plan.Parameters.Length);
        foreach (var (name, constant, expression) in Plan.Parameters)
        {
            var result = expression?.Evaluate(scope);
            if (result is { Error: { } error })
            {
                problem = $"parameter {name} cannot be evaluated: {error}";
                return null;
            }
            entries.Add(new(name, constant ?? result!.Value!));
        }
        return new MapValue(entries.ToImmutable());
    }

    private void Refuse(string occurrence, string problem)
    {
        Skip(occurrence, problem);
        CountFailure($"{occurrence}: {problem}");
    }

    private void Place(WaitingOccurrence next)
    {
        if (State.Queue.IsEmpty && MayStart())
            Start(next);
        else if (Trigger.Concurrency.Mode == ConcurrencyMode.Skip)
            Skip(next.Occurrence, WhyLater());
        else if (Trigger.Concurrency.Mode == ConcurrencyMode.CancelPrevious)
            Replace(next);
        else if (State.Queue.Length >= Trigger.Concurrency.QueueBound)
            Skip(next.Occurrence, $"{State.Queue.Length} firings are waiting, which is the maximum");
        else
            State = State with { Queue = State.Queue.Add(next) };
    }

    private string WhyLater() => State.Active.Length >= Trigger.Concurrency.MaxRunning
        ? $"the run of {State.Active[0].Occurrence} is still in progress"
        : $"the trigger cools down until {TriggerPlan.TimeText(CoolUntil > RateUntil ? CoolUntil : RateUntil)}";

    private void Replace(WaitingOccurrence next)
    {
        Flush($"replaced by {next.Occurrence}");
        State = State with { Queue = [next] };
        var going = State.Active.Count(active => !active.Cancelling);
        for (var index = 0; going >= Trigger.Concurrency.MaxRunning; index++)
        {
            if (State.Active[index].Cancelling)
                continue;
            State = State with { Active = State.Active.SetItem(index, State.Active[index] with { Cancelling = true }) };
            going--;
            if (State.Active[index].Run is { } run)
                SayCancel(run);
        }
    }

    private void SayCancel(RunId run) => _decisions.Add(new CancelTriggered(run, $"replaced by a newer firing of trigger {Trigger.Name}"));

    private void Flush(string reason)
    {
        foreach (var waiting in State.Queue)
            Skip(waiting.Occurrence, reason);
        State = State with { Queue = [] };
    }

    private void Start(WaitingOccurrence next)
    {
        State = State with { Active = State.Active.Add(new ActiveOccurrence(next.Occurrence, null, false)), Starts = State.Starts.Add(Now), LastStart = Now };
        _decisions.Add(new StartOccurrence(next.Occurrence, next.Parameters, next.Depth));
    }

    private DateTimeOffset? NextWake()
    {
        var due = Plan.HasSchedule && WhyNot is null ? Plan.NextDue(State.Reached!.Value, State.Anchor!.Value) : null;
        if (State.Queue.IsEmpty || State.Active.Length >= Trigger.Concurrency.MaxRunning)
            return due;
        var start = CoolUntil > RateUntil ? CoolUntil : RateUntil;
        return due is { } time && time < start ? time : start;
    }
}
