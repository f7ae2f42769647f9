using System.Globalization;
using Gyre.Automation;
using Gyre.Automation.Triggers;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Automation.Tests.Triggers;

/// <summary>Random triggers in random histories, with clocks that jump, events that are told twice and runs that get lost.</summary>
public sealed class TriggerHistoryTests
{
    [Fact]
    public void Whatever_happens_in_whatever_order_the_rules_hold()
    {
        var histories = Budget.TriggerHistories;
        var (starts, cancels, asides) = (0, 0, 0);
        for (var seed = 0; seed < histories; seed++)
        {
            var world = new World(new SeededRandom((ulong)seed));
            try
            {
                world.Live(60);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"History {seed}: {exception.Message}", exception);
            }
            (starts, cancels, asides) = (starts + world.Starts, cancels + world.Cancels, asides + world.Asides);
        }
        // A generator that reaches nothing proves nothing.
        starts.ShouldBeGreaterThan(histories);
        cancels.ShouldBeGreaterThan(histories / 50);
        asides.ShouldBeGreaterThan(histories / 50);
    }

    private sealed class World
    {
        private readonly SeededRandom _random;
        private readonly Trigger _trigger;
        private readonly TriggerTestBed _bed;
        private readonly HashSet<string> _started = new(StringComparer.Ordinal);
        private readonly List<string> _unanswered = [];
        private readonly List<(RunId Run, int Depth)> _running = [];
        private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal);
        private readonly List<TimeSpan> _startTimes = [];
        private TimeSpan _elapsed;
        private long _sequence;
        private int _requests;
        private int _runs;

        public World(SeededRandom random)
        {
            _random = random;
            _trigger = RandomTrigger(random);
            _bed = new TriggerTestBed(_trigger, "2026-03-28T22:00:00Z");
        }

        public int Starts { get; private set; }

        public int Cancels { get; private set; }

        public int Asides { get; private set; }

        public void Live(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                var before = _bed.State;
                var @event = NextEvent();
                _bed.Tell(@event);
                CheckDeterminism(before, @event);
                foreach (var decision in _bed.Last)
                    Carry(decision);
                CheckState();
            }
        }

        private static Trigger RandomTrigger(SeededRandom random)
        {
            TriggerSource[] sources =
            [
                new CronSource("*/5 * * * *"), new CronSource("*/20 * * * * *"), new CronSource("30 2 * * *", "Europe/Berlin"), new IntervalSource(TimeSpan.FromSeconds(90)), new ManualSource(), new WebhookSource(),
                new EventSource("a"), new EventSource("a") { Count = 3 }, new EventSource("a") { Count = 2, Window = TimeSpan.FromMinutes(10), Group = "event.data.g" }, new EventSource("a") { Filter = "event.data.g != 1 || event.data.missing" },
                new RunEndedSource("p", [RunState.Succeeded]),
            ];
            return TriggerTestBed.Plain with
            {
                Source = sources[random.NextInt(0, sources.Length)],
                Parameters = random.NextInt(0, 4) == 0 ? [new TriggerExpression("x", "event.data.g")] : [],
                CoolDown = TimeSpan.FromSeconds(random.NextInt(0, 3) * 100),
                MaxDepth = random.NextInt(1, 5),
                MaxStartsPerHour = random.NextInt(0, 2) == 0 ? 60 : random.NextInt(1, 6),
                MaxFailures = random.NextInt(1, 6),
                Missed = new MissedPolicy { Mode = (MissedMode)random.NextInt(0, 3), Bound = random.NextInt(1, 4) },
                Concurrency = new TriggerConcurrency { Mode = (ConcurrencyMode)random.NextInt(0, 3), MaxRunning = random.NextInt(1, 3), QueueBound = random.NextInt(1, 4) },
            };
        }

        private TriggerEvent NextEvent()
        {
            var now = Advance();
            switch (_random.NextInt(0, 12))
            {
                case 0 or 1:
                    return new FiredByHand(now, Id());
                case 2:
                    return new HookReceived(now, Id(), Data());
                case 3 or 4 or 5:
                    return Event(now);
                case 6 when _unanswered.Count > 0 && _random.NextInt(0, 4) == 0:
                    var refused = Take(_unanswered);
                    return new StartFailed(now, refused, "refused");
                case 6 or 7 when _unanswered.Count > 0:
                    var occurrence = Take(_unanswered);
                    var run = new RunId(GuidIds.FromNames(string.Create(CultureInfo.InvariantCulture, $"{++_runs}")));
                    _running.Add((run, _depths[occurrence]));
                    return new OccurrenceStarted(now, occurrence, run);
                case 8 or 9 when _running.Count > 0:
                    return new RunEnded(now, Take(_running).Run, (RunState)_random.NextInt((int)RunState.Succeeded, (int)RunState.Stopped + 1));
                case 10 when _random.NextInt(0, 4) == 0:
                    return new TakenUp(now);
                default:
                    return new TimeReached(now);
            }
        }

        /// <summary>Mostly on, sometimes far on, sometimes not at all, sometimes back.</summary>
        private DateTimeOffset Advance()
        {
            var step = _random.NextInt(0, 20) switch
            {
                0 => TimeSpan.FromDays(_random.NextInt(1, 3)),
                1 => -TimeSpan.FromMinutes(_random.NextInt(1, 500)),
                2 or 3 => TimeSpan.Zero,
                4 or 5 => TimeSpan.FromHours(1),
                _ => TimeSpan.FromSeconds(_random.NextInt(1, 300)),
            };
            _elapsed += step > TimeSpan.Zero ? step : TimeSpan.Zero;
            return _bed.Now + step;
        }

        private EventSeen Event(DateTimeOffset now)
        {
            var sequence = _random.NextInt(0, 5) == 0 ? _sequence : ++_sequence;
            var depth = _running.Count > 0 && _random.NextInt(0, 2) == 0 ? _running[_random.NextInt(0, _running.Count)].Depth : 0;
            return _random.NextInt(0, 3) == 0
                ? new EventSeen(now, sequence, "run.ended", "run/1", now, (MapValue)ValueJson.Parse("""{"pipeline": "p", "state": "succeeded", "g": 1}"""), depth)
                : new EventSeen(now, sequence, "a", "s", now, Data(), depth);
        }

        private MapValue Data() => _random.NextInt(0, 4) == 0 ? new MapValue([]) : new MapValue([new("g", Value.Of(_random.NextInt(0, 3)))]);

        private string Id() => string.Create(CultureInfo.InvariantCulture, $"{(_random.NextInt(0, 4) == 0 ? _requests : ++_requests)}");

        private T Take<T>(List<T> list)
        {
            var index = _random.NextInt(0, list.Count);
            var item = list[index];
            list.RemoveAt(index);
            return item;
        }

        private void CheckDeterminism(TriggerState before, TriggerEvent @event)
        {
            var again = TriggerMachine.Decide(_bed.Plan, before, @event);
            TriggerTestBed.Json(again.State).ShouldBe(TriggerTestBed.Json(_bed.State));
            again.Decisions.ShouldBe(_bed.Last);
        }

        private void Carry(TriggerDecision decision)
        {
            switch (decision)
            {
                case StartOccurrence start:
                    Begin(start);
                    break;
                case CancelTriggered cancel:
                    Cancels++;
                    _trigger.Concurrency.Mode.ShouldBe(ConcurrencyMode.CancelPrevious);
                    _running.ShouldContain(pair => pair.Run == cancel.Run);
                    break;
                case OccurrenceSkipped skipped:
                    skipped.Reason.ShouldNotBeEmpty();
                    _started.ShouldNotContain(skipped.Occurrence);
                    break;
                case TriggerSetAside:
                    Asides++;
                    break;
                case TriggerWakeAt:
                    _bed.Last[^1].ShouldBe(decision, "it is said once, at the end");
                    break;
            }
        }

        private void Begin(StartOccurrence start)
        {
            Starts++;
            _started.Add(start.Occurrence).ShouldBeTrue($"{start.Occurrence} was started before");
            start.Depth.ShouldBeInRange(1, _trigger.MaxDepth);
            if (_startTimes.Count > 0)
                (_elapsed - _startTimes[^1]).ShouldBeGreaterThanOrEqualTo(_trigger.CoolDown);
            _startTimes.Add(_elapsed);
            _startTimes.Count(time => _elapsed - time < TimeSpan.FromHours(1)).ShouldBeLessThanOrEqualTo(_trigger.MaxStartsPerHour);
            _depths[start.Occurrence] = start.Depth;
            _unanswered.Add(start.Occurrence);
        }

        private void CheckState()
        {
            var state = _bed.State;
            state.Active.Length.ShouldBe(_unanswered.Count + _running.Count);
            state.Active.Length.ShouldBeLessThanOrEqualTo(_trigger.Concurrency.MaxRunning);
            state.Queue.Length.ShouldBeLessThanOrEqualTo(_trigger.Concurrency.Mode switch { ConcurrencyMode.Queue => _trigger.Concurrency.QueueBound, ConcurrencyMode.CancelPrevious => 1, _ => 0 });
            state.Starts.Length.ShouldBeLessThanOrEqualTo(_trigger.MaxStartsPerHour);
            state.Counters.Length.ShouldBeLessThanOrEqualTo(3);
            TriggerTestBed.Json(state).Length.ShouldBeLessThan(20_000);
            if (state.Queue.Length > 0 && state.Active.Length < _trigger.Concurrency.MaxRunning)
                _bed.WakeAt.ShouldNotBeNull("what waits is woken");
            if (state.SetAside is not null)
                state.Queue.ShouldBeEmpty();
        }
    }
}
