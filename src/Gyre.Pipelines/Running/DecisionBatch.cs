using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Decisions that are kept in one transaction.</summary>
internal sealed class DecisionBatch(RunGraph graph, RunMachineState before)
{
    private readonly List<string> _asks = [];
    private readonly List<RunEvent> _applied = [];

    /// <summary>The state that was kept last.</summary>
    public RunMachineState Before { get; } = before;

    public RunMachineState State { get; private set; } = before;

    public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands but for questions to the cache.</summary>
    public List<MachineCommand> Commands { get; } = [];

    public List<Fact> Facts { get; } = [];

    /// <summary>What the cache said, by node run.</summary>
    public Dictionary<string, CacheAnswer> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The events that were decided upon, in order.</summary>
    public IReadOnlyList<RunEvent> Applied => _applied;

    public int Decisions => _applied.Count;

    public void Apply(RunEvent @event)
    {
        var decision = PipelineMachine.Decide(graph, State, @event);
        _applied.Add(@event);
        State = decision.State;
        Changed.UnionWith(decision.Changed);
        Facts.AddRange(decision.Facts);
        foreach (var command in decision.Commands)
        {
            if (command is AskCache ask)
                _asks.Add(ask.Path);
            else
                Commands.Add(command);
        }
    }

    public void Remember(string path, CacheAnswer answer) => Answers[path] = answer;

    public List<string> TakeAsks()
    {
        var asks = _asks.ToList();
        _asks.Clear();
        return asks;
    }

    /// <summary>Requests of other processes that are heeded in here.</summary>
    public List<Guid> Requests { get; } = [];

    /// <summary>The events again, but for the cache's answers and for requests: those are asked for anew.</summary>
    public List<RunEvent> Replay() =>
        [.. _applied.Where(@event => @event is not (CacheAnswered or CancelAsked or NodeCancelAsked or Answered or ResumeAsked))];
}

/// <summary>Node runs that wait for a result which is being computed, here or by another run.</summary>
internal sealed class WaitingKeys
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<Core.Digest, string> _computing = [];
    private readonly Dictionary<string, Core.Digest> _keys = new(StringComparer.Ordinal);

    public bool Any => _paths.Count > 0;

    public void Add(IEnumerable<string> paths) => _paths.UnionWith(paths);

    public List<string> TakeAll()
    {
        var paths = _paths.Order(StringComparer.Ordinal).ToList();
        _paths.Clear();
        return paths;
    }

    /// <summary>Two node runs of this run may want one key as well: the first computes it.</summary>
    public bool TryCompute(Core.Digest key, string path)
    {
        if (_computing.TryGetValue(key, out var other) && other != path)
            return false;
        Done(path);
        _computing[key] = path;
        _keys[path] = key;
        return true;
    }

    public void Done(string path)
    {
        if (_keys.Remove(path, out var key))
            _computing.Remove(key);
    }
}
