using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>
/// The outside of a machine: it answers commands, in any order, and watches that every decision keeps the rules. <see cref="Check"/> names the broken one.
/// </summary>
internal sealed class MachineWorld(RunGraph graph)
{
    private readonly List<AskCache> _asks = [];
    private readonly Dictionary<AttemptId, StartAttempt> _live = [];
    private readonly List<WakeAt> _timers = [];
    private readonly HashSet<AttemptId> _started = [];
    private readonly List<AttemptResult> _past = [];
    private DateTimeOffset _now = MachineGraphs.Begin;

    public RunMachineState State { get; private set; } = new();

    public List<Fact> Facts { get; } = [];

    public List<MachineCommand> Commands { get; } = [];

    public bool IsQuiet => _asks.Count == 0 && _live.Count == 0 && _timers.Count == 0 && Awaiting.Count == 0;

    public IReadOnlyCollection<StartAttempt> Live => _live.Values;

    public IReadOnlyList<WakeAt> Timers => _timers;

    /// <summary>Attempts that got a result, by path.</summary>
    public IEnumerable<string> StartedPaths => Commands.OfType<StartAttempt>().Select(start => start.Path);

    private List<NodeRun> Awaiting =>
        [.. State.Nodes.Values.Where(node => node.IsAwaiting).OrderBy(node => node.Path, StringComparer.Ordinal)];

    public void Start() => Feed(new RunBegan(Tick()));

    public void Cancel() => Feed(new CancelAsked(Tick(), "enough"));

    public void Resume() => Feed(new ResumeAsked(Tick()));

    public void Cancel(string path) => Feed(new NodeCancelAsked(Tick(), path, "enough"));

    public void Approve(string path, bool approved) => Feed(new Answered(Tick(), path, Approvals.Write(approved, null), "ann"));

    public void Answer(string key, long stars) => Feed(new Answered(Tick(), key, new MapValue([new("stars", Value.Of(stars))]), "ann"));

    public void Answer(string key, MapValue document) => Feed(new Answered(Tick(), key, document, "ann"));

    /// <summary>A time comes that nobody asked for.</summary>
    public void Pass(TimeSpan time, string path)
    {
        _now += time;
        Feed(new TimeCame(_now, path));
    }

    /// <summary>Answers every question of the cache with "no", until none is left.</summary>
    public void MissCache()
    {
        while (_asks.Count > 0)
            AnswerCache(0, null);
    }

    public void End(string path, AttemptOutcome outcome, MapValue? metadata = null, int? exitCode = null, int? signal = null)
    {
        MissCache();
        var start = _live.Values.Single(start => start.Path == path);
        Feed(new AttemptBegan(Tick(), path, start.Attempt));
        Finish(start, outcome, metadata ?? new MapValue([]), exitCode, signal);
        MissCache();
    }

    /// <summary>A component ends well and gives its one output, a value or an artifact of the value's text as name.</summary>
    public void Give(string path, Value value)
    {
        MissCache();
        var start = _live.Values.Single(start => start.Path == path);
        _live.Remove(start.Attempt);
        Feed(new AttemptOver(Tick(), path, new AttemptResult
        {
            Attempt = start.Attempt,
            Outcome = AttemptOutcome.Succeeded,
            StartedAt = _now,
            EndedAt = _now,
            Results = new MapValue([new("out", value)]),
            Artifacts = [new NamedArtifacts("file", [new Artifact { Name = value.ToString(), Type = ArtifactType.Any }])],
        }));
        MissCache();
    }

    public void Wake()
    {
        var timer = _timers[0];
        _timers.RemoveAt(0);
        _now = timer.When > _now ? timer.When : _now;
        Feed(new TimeCame(Tick(), timer.Path));
        MissCache();
    }

    /// <summary>One thing happens that somebody waits for.</summary>
    public void Progress(SeededRandom random)
    {
        var choices = new List<Action>();
        if (_asks.Count > 0)
            choices.Add(() => AnswerCache(random.NextInt(0, _asks.Count), random.NextInt(0, 5) == 0 ? Reused() : null));
        if (_live.Count > 0)
            choices.Add(() => Finish(Pick(_live.Values.OrderBy(start => start.Attempt.ToString(), StringComparer.Ordinal).ToList(), random), RandomOutcome(random), RandomMetadata(random)));
        if (_timers.Count > 0)
            choices.Add(Wake);
        if (Awaiting is { Count: > 0 } awaiting)
            choices.Add(() => Answer(Pick(awaiting, random), random));
        if (choices.Count > 0)
            choices[random.NextInt(0, choices.Count)]();
    }

    private void Answer(NodeRun node, SeededRandom random)
    {
        if (node.State == NodeRunState.AwaitingApproval)
            Approve(node.WaitKey, random.NextInt(0, 4) > 0);
        else
            Answer(node.WaitKey, random.NextInt(0, 8));
    }

    /// <summary>Something happens that nobody waits for: late, twice, about something else.</summary>
    public void Disturb(SeededRandom random)
    {
        var paths = State.Nodes.Keys.Order(StringComparer.Ordinal).Append("nobody[3]").ToList();
        var path = Pick(paths, random);
        switch (random.NextInt(0, 9))
        {
            case 0:
                Feed(new RunBegan(Tick()));
                break;
            case 1:
                Feed(new CacheAnswered(Tick(), path, random.NextInt(0, 2) == 0 ? Reused() : null));
                _asks.RemoveAll(ask => ask.Path == path);
                Remind();
                break;
            case 2:
                Feed(new AttemptBegan(Tick(), path, new AttemptId(GuidIds.FromNames("strange", path))));
                break;
            case 3 when _past.Count > 0:
                var late = Pick(_past, random);
                Feed(new AttemptOver(Tick(), path, late));
                break;
            case 4:
                Feed(new TimeCame(Tick(), path));
                break;
            case 5:
                Feed(new Answered(Tick(), random.NextInt(0, 3) == 0 ? "shared" : path, RandomDocument(random), "bob"));
                break;
            case 6 when random.NextInt(0, 3) == 0:
                Cancel();
                break;
            case 7:
                Resume();
                break;
            case 8 when _live.Count > 0:
                var start = Pick(_live.Values.OrderBy(start => start.Attempt.ToString(), StringComparer.Ordinal).ToList(), random);
                Feed(new AttemptHeld(Tick(), start.Path, start.Attempt, "waits"));
                Feed(new AttemptBegan(Tick(), start.Path, start.Attempt));
                break;
        }
    }

    /// <summary>The engine is another one: all that is not kept is gone, and what the machine reminds of is taken up.</summary>
    public void Restart()
    {
        _asks.Clear();
        _timers.Clear();
        Remind();
    }

    private void Remind()
    {
        _asks.Clear();
        _timers.Clear();
        foreach (var command in PipelineMachine.Reminders(State))
            Take(command);
    }

    private void AnswerCache(int index, ReusedResult? result)
    {
        var ask = _asks[index];
        _asks.RemoveAt(index);
        Feed(new CacheAnswered(Tick(), ask.Path, result));
    }

    private void Finish(StartAttempt start, AttemptOutcome outcome, MapValue metadata, int? exitCode = null, int? signal = null)
    {
        _live.Remove(start.Attempt);
        var result = new AttemptResult
        {
            Attempt = start.Attempt,
            Outcome = outcome,
            ExitCode = exitCode,
            Signal = signal,
            Reason = outcome == AttemptOutcome.Succeeded ? null : "it broke",
            StartedAt = _now,
            EndedAt = _now,
            Metadata = metadata,
        };
        _past.Add(result);
        Feed(new AttemptOver(Tick(), start.Path, result));
    }

    public void Feed(RunEvent @event)
    {
        var before = State;
        var decision = PipelineMachine.Decide(graph, before, @event);
        Check(MachineRules.Broken(graph, before, @event, decision));
        State = decision.State;
        Facts.AddRange(decision.Facts);
        foreach (var command in decision.Commands)
        {
            Commands.Add(command);
            Take(command);
        }
    }

    private void Take(MachineCommand command)
    {
        switch (command)
        {
            case AskCache ask:
                _asks.Add(ask);
                break;
            case WakeAt wake:
                _timers.Add(wake);
                break;
            case StartAttempt start:
                Check(_started.Add(start.Attempt) ? null : $"attempt {start.Attempt} of {start.Path} is started twice");
                _live.Add(start.Attempt, start);
                break;
            case EndAttempt end when _live.Remove(end.Attempt, out var ended):
                // The executor hears of it and tells the end in its own time.
                _live.Add(end.Attempt, ended);
                _unwanted.Add(end.Attempt);
                break;
        }
    }

    private readonly HashSet<AttemptId> _unwanted = [];

    private static void Check(string? broken)
    {
        if (broken is not null)
            throw new InvalidOperationException(broken);
    }

    private DateTimeOffset Tick() => _now = _now.AddMilliseconds(10);

    private static ReusedResult Reused() => new(new AttemptId(GuidIds.FromNames("earlier")), new MapValue([new("v", Value.Of(3))]), []);

    private static T Pick<T>(IReadOnlyList<T> items, SeededRandom random) => items[random.NextInt(0, items.Count)];

    private static MapValue RandomDocument(SeededRandom random) => random.NextInt(0, 3) switch
    {
        0 => Approvals.Write(random.NextInt(0, 3) > 0, "yes"),
        1 => new MapValue([new("stars", Value.Of((long)random.NextInt(0, 8)))]),
        _ => new MapValue([]),
    };

    private static AttemptOutcome RandomOutcome(SeededRandom random) => random.NextInt(0, 10) switch
    {
        0 or 1 => AttemptOutcome.Failed,
        2 => AttemptOutcome.Lost,
        3 when random.NextInt(0, 3) == 0 => AttemptOutcome.Cancelled,
        4 when random.NextInt(0, 3) == 0 => AttemptOutcome.TimedOut,
        _ => AttemptOutcome.Succeeded,
    };

    private static MapValue RandomMetadata(SeededRandom random) => random.NextInt(0, 4) == 0
        ? new MapValue([])
        : new MapValue([new("v", random.NextInt(0, 6) == 0 ? Value.Of("text") : Value.Of((long)random.NextInt(0, 6)))]);
}
