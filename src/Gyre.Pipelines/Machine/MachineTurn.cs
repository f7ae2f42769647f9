using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>The working copy of one decision. Work that spreads through the graph is queued, never recursed, so that a chain of any length is fine.</summary>
internal sealed class MachineTurn
{
    private readonly RunMachineState _before;
    private readonly ImmutableDictionary<string, NodeRun>.Builder _nodes;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<MachineCommand> _commands = [];
    private readonly List<Fact> _facts = [];
    private readonly Queue<string> _ready = [];
    private readonly Queue<string> _completed = [];
    private RunState _state;
    private RunState? _endsAs;
    private string? _reason;
    private bool _anyFailed;
    private int _executions;

    public MachineTurn(RunGraph graph, RunMachineState state, DateTimeOffset at)
    {
        Graph = graph;
        At = at;
        _before = state;
        _nodes = state.Nodes.ToBuilder();
        _state = state.State;
        _endsAs = state.EndsAs;
        _reason = state.Reason;
        _anyFailed = state.AnyFailed;
        _executions = state.Executions;
        OpenNodes = state.OpenNodes;
    }

    public RunGraph Graph { get; }

    public DateTimeOffset At { get; }

    public int OpenNodes { get; set; }

    /// <summary>The run is on its way out: nothing new starts.</summary>
    public bool IsEnding => _endsAs is not null || _state.IsEnd();

    public NodeRun? Find(string path) => _nodes.GetValueOrDefault(path);

    public NodeRun Get(string path) => _nodes[path];

    /// <summary>The node run that waits for an answer under a key. Most wait under their path.</summary>
    public NodeRun? FindWaiting(string key) =>
        Find(key) is { IsAwaiting: true } node && node.WaitKey == key
            ? node
            : _nodes.Values.FirstOrDefault(other => other.IsAwaiting && other.WaitKey == key);

    /// <summary>Every node run there is, what is below a node run before it.</summary>
    public IEnumerable<NodeRun> All() => NodeTree.Below(this, null);

    /// <summary>The node run of a name or address in the same graph.</summary>
    public NodeRun Sibling(NodeRun node, string name) => _nodes[NodePaths.In(node.Scope, NodePaths.NameOf(name, node.Scope))];

    /// <summary>A new node run. Of an earlier try of this run there may be one: ids of attempts that were used must not come again.</summary>
    public void Add(NodeRun node) => Set(Find(node.Path) is { } before
        ? node with { Attempts = before.Attempts, AttemptsBefore = before.Attempts, LostAttempts = before.LostAttempts }
        : node);

    public void Set(NodeRun node)
    {
        _nodes[node.Path] = node;
        _changed.Add(node.Path);
    }

    public void Ready(string path) => _ready.Enqueue(path);

    /// <summary>Everything in the body of a node run has ended.</summary>
    public void Completed(string path) => _completed.Enqueue(path);

    /// <summary>Carries on with everything that became ready or complete, then ends the run when nothing is open.</summary>
    public void Settle()
    {
        while (true)
        {
            if (_completed.TryDequeue(out var path))
                Bodies.Complete(this, Get(path));
            else if (!_ready.TryDequeue(out path))
                break;
            else if (Find(path) is { State: NodeRunState.Waiting, WaitingFor: 0 } node)
                NodeStart.Apply(this, node);
        }
        if (OpenNodes == 0 && !_state.IsEnd())
            EndRun();
    }

    /// <summary>May start: asks the cache first where that makes sense.</summary>
    public void Queue(NodeRun node)
    {
        node = node with { QueuedAt = At };
        var asks = Graph.Plan.UseCache && Graph.StepOf(node.Node) is { Cache.Enabled: true };
        if (!asks || node.Attempts > 0)
        {
            StartAttempt(node with { Cache = node.Cache ?? (asks ? CacheOutcome.Miss : CacheOutcome.Off) });
            return;
        }
        Set(node with { State = NodeRunState.Queued, Attempt = null });
        _commands.Add(new AskCache(node.Path));
    }

    public void StartAttempt(NodeRun node)
    {
        var number = node.Attempts + 1;
        var attempt = AttemptIds.Of(Graph.Plan.Run, node.Path, number, node.LostAttempts);
        Set(node with
        {
            State = NodeRunState.Queued,
            Attempt = attempt,
            Attempts = number,
            RetryAt = null,
            Reason = null,
            ExitCode = null,
            Signal = null,
        });
        _executions++;
        _commands.Add(new StartAttempt(node.Path, attempt, number));
        Report(NodeEvents.Started, node.Path, ("attempt", attempt.ToString()), ("number", (long)number));
    }

    public void BackOff(NodeRun node, TimeSpan delay)
    {
        var when = At + delay;
        Set(node with { State = NodeRunState.BackingOff, RetryAt = when });
        _commands.Add(new WakeAt(node.Path, when));
        Report(
            NodeEvents.Retry, node.Path,
            ("reason", node.Reason), ("at", when.ToString("O")), ("exit_code", (long?)node.ExitCode), ("signal", (long?)node.Signal));
    }

    public void WakeAt(string path, DateTimeOffset when) => _commands.Add(new WakeAt(path, when));

    public void Succeed(NodeRun node)
    {
        End(node, NodeRunState.Succeeded);
        if (node.Parent is null)
            NodeActions.Apply(this, Get(node.Path), ActionMoment.NodeComplete);
    }

    public void Fail(NodeRun node, string reason)
    {
        End(node with { Reason = reason }, NodeRunState.Failed);
        if (node.Parent is null)
            Failures.Spread(this, Get(node.Path));
    }

    /// <summary>Ended by us or by somebody: cancelled, or skipped when the run was stopped by its own condition.</summary>
    public void EndCancelled(NodeRun node)
    {
        if (_endsAs is null && (node.Parent is null || !Get(node.Parent).StoppedEarly) && !ParentFailed(node))
        {
            Fail(node, node.Reason ?? "cancelled by a user");
            return;
        }
        End(node, _endsAs == RunState.Stopped ? NodeRunState.Skipped : NodeRunState.Cancelled);
    }

    public void End(NodeRun node, NodeRunState state)
    {
        Set(node.LeaveQueue(At) with { State = state, EndedAt = At, RetryAt = null });
        var cache = node.Cache is { } outcome ? KebabCase.Of(outcome) : null;
        Report(
            NodeEvents.Ended, node.Path,
            ("state", KebabCase.Of(state)), ("cache", cache), ("reason", node.Reason),
            ("exit_code", (long?)node.ExitCode), ("signal", (long?)node.Signal));
        if (node.Parent is { } parent)
        {
            if (Graph.Node(node.Node) is SubGraphNode)
                Loops.OnEnded(this, Get(parent), Get(node.Path));
            else
                Trials.OnEnded(this, Get(parent), Get(node.Path));
            return;
        }
        if (node.Scope is { } scope)
            Bodies.OnEnded(this, Get(scope), Get(node.Path));
        else
            OpenNodes--;
        Release(Get(node.Path));
    }

    /// <summary>Ends the run early: what waits never starts, what runs is ended, and the run is over when all of it is.</summary>
    public void StopEverything(RunState endsAs, string reason)
    {
        if (_endsAs is not null)
            return;
        _endsAs = endsAs;
        _reason = reason;
        if (endsAs == RunState.Cancelled)
            _state = RunState.Cancelling;
        var idle = endsAs == RunState.Stopped ? NodeRunState.Skipped : NodeRunState.Cancelled;
        var doomed = endsAs == RunState.Failed ? BehindFailures() : [];
        foreach (var path in All().Select(node => node.Path).ToList())
        {
            var node = Get(path);
            if (node.Ended)
                continue;
            if (node.HasLiveAttempt)
                _commands.Add(new EndAttempt(node.Path, node.Attempt!.Value, reason));
            else if (!node.EndsWithOthers)
                End(node with { Reason = reason }, doomed.Contains(node.Path) ? NodeRunState.UpstreamFailed : idle);
        }
        Settle();
    }

    public void EndAttemptOf(NodeRun node, string reason) => _commands.Add(new EndAttempt(node.Path, node.Attempt!.Value, reason));

    public void MarkFailed() => _anyFailed = true;

    /// <summary>Opens a run that was over; see <see cref="Resumption"/>.</summary>
    public void Reopen()
    {
        _state = RunState.Running;
        _endsAs = null;
        _reason = null;
        _anyFailed = false;
        Report(RunEvents.Resumed, null, ("revision", Graph.Plan.EarlierCode.IsEmpty ? null : Graph.Plan.Revision));
    }

    public void Report(EventType type, string? path, params ReadOnlySpan<(string Name, object? Value)> data)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        if (path is not null)
            entries.Add(new("path", Value.Of(path)));
        foreach (var (name, value) in data)
        {
            if (value is not null)
                entries.Add(new(name, ValueOf(value)));
        }
        _facts.Add(new Fact(type, path, new MapValue(entries.ToImmutable())));
    }

    private static Value ValueOf(object value) => value switch
    {
        bool flag => Value.Of(flag),
        long number => Value.Of(number),
        Value written => written,
        _ => Value.Of((string)value),
    };

    public Decision Finish()
    {
        // What was queued and then ended in the same turn needs no answer.
        _commands.RemoveAll(command => command is AskCache && Get(command.Path).Ended);
        return new Decision(
            _before with
            {
                State = _state,
                EndsAs = _endsAs,
                Reason = _reason,
                AnyFailed = _anyFailed,
                OpenNodes = OpenNodes,
                Executions = _executions,
                Nodes = _nodes.ToImmutable(),
            },
            _changed,
            _commands,
            _facts);
    }

    /// <summary>Tells the targets that a source is done.</summary>
    private void Release(NodeRun source)
    {
        var skipped = source.State == NodeRunState.NotTriggered
            || (source.State == NodeRunState.Skipped && !Graph.BehaviorOf(source.Node).SkipIsDone);
        var good = source.State == NodeRunState.Succeeded || (source.State == NodeRunState.Failed && Graph.Node(source.Node).OnError == OnError.Continue)
            || (source.State == NodeRunState.Skipped && !skipped);
        foreach (var target in Graph.Targets(source.Node))
        {
            var waiting = Sibling(source, target);
            if (waiting.Ended)
                continue;
            Set(waiting with
            {
                WaitingFor = waiting.WaitingFor - 1,
                SourceFailed = waiting.SourceFailed || !(good || skipped),
                SourceSkipped = waiting.SourceSkipped || skipped,
            });
            if (waiting.WaitingFor == 1)
                Ready(waiting.Path);
        }
    }

    /// <summary>Everything that follows a node that did not end well.</summary>
    private HashSet<string> BehindFailures()
    {
        var open = new Queue<NodeRun>(All().Where(node => node.SourceFailed));
        var found = open.Select(node => node.Path).ToHashSet(StringComparer.Ordinal);
        while (open.TryDequeue(out var node))
        {
            foreach (var target in Graph.Targets(node.Node).Select(target => Sibling(node, target)).Where(target => found.Add(target.Path)))
                open.Enqueue(target);
        }
        return found;
    }

    private bool ParentFailed(NodeRun node) =>
        node.Parent is { } parent && Graph.Node(Get(parent).Node) is TaskNode { Sweep.OnChildError: OnChildError.StopAllAndError } && Get(parent).FailedChildren > 0;

    private void EndRun()
    {
        _state = _endsAs ?? (_anyFailed ? RunState.Failed : RunState.Succeeded);
        if (_state == RunState.Failed)
            _reason ??= "a node failed";
        Report(
            RunEvents.Ended, null,
            ("project", Graph.Plan.Project), ("pipeline", Graph.Plan.Pipeline.Name), ("state", KebabCase.Of(_state)), ("reason", _reason));
    }
}
