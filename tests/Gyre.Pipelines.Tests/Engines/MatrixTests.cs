using System.Collections.Concurrent;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Every graph with every behaviour, undisturbed and with an engine that dies in the middle, against states that are worked out by hand.</summary>
public sealed class MatrixTests
{
    private static readonly Dictionary<string, Shape> Graphs = new(StringComparer.Ordinal)
    {
        ["linear"] = new(["a", "b", "c"], ["a>b", "b>c"]),
        ["branch"] = new(["a", "b", "c", "d"], ["a>b", "a>c", "b>d", "c>d"]),
        ["fan-out"] = new(["a", "b0", "b1", "b2", "b3", "z"], ["a>b0", "a>b1", "a>b2", "a>b3", "b0>z", "b1>z", "b2>z", "b3>z"]),
        ["task"] = new(["a", "t", "z"], ["a>t", "t>z"]) { Task = "t" },
        ["two-parts"] = new(["a", "b", "x", "y"], ["a>b", "x>y"]),
    };

    public static TheoryData<string, string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, bool>();
            foreach (var graph in Graphs.Keys)
            {
                foreach (var rule in (string[])["stop-all", "stop-next", "continue", "retry"])
                {
                    foreach (var behaviour in (string[])["success", "failure", "fails-once", "condition", "cancel"])
                    {
                        cases.Add(graph, rule, behaviour, false);
                        cases.Add(graph, rule, behaviour, true);
                    }
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_ends_as_it_must(string graph, string rule, string behaviour, bool restart)
    {
        var shape = Graphs[graph];
        var victim = shape.Nodes[1];
        await using var world = await EngineWorld.CreateAsync();
        var tries = new ConcurrentDictionary<string, int>();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Machine.Behaviour = async order =>
        {
            var number = tries.AddOrUpdate(order.NodePath, 1, static (_, before) => before + 1);
            if (order.NodePath.Split('[')[0] != victim)
                return (AttemptOutcome.Succeeded, new MapValue([new("v", Value.Of(1))]));
            reached.TrySetResult();
            if (behaviour == "cancel")
                await new TaskCompletionSource().Task;
            var fails = behaviour == "failure" || (behaviour == "fails-once" && number == 1);
            return (fails ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([new("v", Value.Of(9))]));
        };
        var run = await world.Engine.Runs.StartAsync(world.Request(shape.Yaml(victim, rule, behaviour == "condition")) with { UseCache = false }, EngineWorld.Cancel);
        var driving = world.Engine.RunToEndAsync(run, EngineWorld.Cancel);
        await Task.WhenAny(reached.Task, driving).WaitAsync(EngineWorld.Cancel);
        if (restart)
        {
            await world.RestartAsync();
            await ((Task)driving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        if (behaviour == "cancel")
            await world.Engine.Runs.CancelAsync(run, "enough", EngineWorld.Cancel);
        var ended = await world.Engine.RunToEndAsync(run, EngineWorld.Cancel);

        var expected = shape.Expect(victim, rule, behaviour);
        ended.State.ShouldBe(expected.Run);
        var nodes = (await world.Engine.Runs.NodesAsync(run, EngineWorld.Cancel)).Where(node => !node.Path.Contains('[', StringComparison.Ordinal)).ToDictionary(node => node.Path, node => node.State);
        foreach (var (name, states) in expected.Nodes)
            states.ShouldContain(nodes[name], $"{name} of {string.Join(' ', nodes)}");
        world.Machine.Started.Select(order => order.Attempt).Distinct().Count().ShouldBe(world.Machine.Started.Count);
    }

    private sealed record Expected(RunState Run, Dictionary<string, NodeRunState[]> Nodes);

    private sealed record Shape(string[] Nodes, string[] Edges)
    {
        public string? Task { get; init; }

        public string Yaml(string victim, string rule, bool condition)
        {
            var text = new StringBuilder("""
                - step:
                    name: make
                    image: none
                    command: make
                    parameters: [{name: x, type: integer, default: 1}]
                - task:
                    name: sweep
                    step: make
                    parameters: [{name: x, style: multiple, rules: {items: [1, 2]}}]
                - pipeline:
                    name: p
                    nodes:

                """);
            foreach (var node in Nodes)
            {
                var kind = node == Task ? "type: task, task: sweep" : "type: execution, step: make";
                var more = node == victim ? $", on-error: {rule}" : "";
                var action = node == victim && condition ? ", actions: [{when: node-complete, if: metadata.v > 5, then: stop-pipeline}]" : "";
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"      - {{name: {node}, {kind}{more}{action}}}");
            }
            text.AppendLine("    edges:");
            foreach (var edge in Edges)
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"      - [{edge.Split('>')[0]}.dependency.x, {edge.Split('>')[1]}.dependency.x]");
            return text.ToString();
        }

        public Expected Expect(string victim, string rule, string behaviour)
        {
            var behind = Behind(victim);
            var fails = behaviour == "failure" || (behaviour == "fails-once" && rule != "retry");
            var stopped = behaviour is "condition" && victim != Task;
            var cancelled = behaviour == "cancel";
            if (!fails && !stopped && !cancelled)
                return All(RunState.Succeeded, _ => [NodeRunState.Succeeded]);
            if (fails && rule == "continue")
                return All(RunState.Succeeded, name => [name == victim ? NodeRunState.Failed : NodeRunState.Succeeded]);
            var run = cancelled ? RunState.Cancelled : stopped ? RunState.Stopped : RunState.Failed;
            return All(run, name => name == victim
                ? [cancelled ? NodeRunState.Cancelled : stopped ? NodeRunState.Succeeded : NodeRunState.Failed]
                : behind.Contains(name)
                    ? [cancelled ? NodeRunState.Cancelled : stopped ? NodeRunState.Skipped : NodeRunState.UpstreamFailed]
                    : Before(victim).Contains(name) || (fails && rule == "stop-next") ? Beside(name, behind) : [NodeRunState.Succeeded, NodeRunState.Cancelled, NodeRunState.Skipped]);
        }

        private static NodeRunState[] Beside(string name, HashSet<string> behind) => behind.Contains(name) ? [NodeRunState.UpstreamFailed] : [NodeRunState.Succeeded];

        private Expected All(RunState run, Func<string, NodeRunState[]> states) => new(run, Nodes.ToDictionary(name => name, states));

        private HashSet<string> Behind(string name) => Reach(name, edge => (edge.Split('>')[0], edge.Split('>')[1]));

        private HashSet<string> Before(string name) => Reach(name, edge => (edge.Split('>')[1], edge.Split('>')[0]));

        private HashSet<string> Reach(string start, Func<string, (string From, string To)> read)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var open = new Queue<string>([start]);
            while (open.TryDequeue(out var name))
            {
                foreach (var (from, to) in Edges.Select(read))
                {
                    if (from == name && found.Add(to))
                        open.Enqueue(to);
                }
            }
            return found;
        }
    }
}
