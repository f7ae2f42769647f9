using System.Collections.Concurrent;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Tests.Machine;
using Gyre.Projects;
using Gyre.Testing;

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

    [Theory]
    [InlineData("answered", false)]
    [InlineData("answered", true)]
    [InlineData("refused", false)]
    [InlineData("refused", true)]
    [InlineData("expires", false)]
    [InlineData("expires", true)]
    [InlineData("cancel", false)]
    [InlineData("cancel", true)]
    public async Task A_kind_that_a_module_brings_ends_as_it_must(string behaviour, bool restart)
    {
        await using var world = await EngineWorld.CreateAsync(kinds: [new ReviewKind()]);
        var within = behaviour == "expires" ? restart ? ", within: 1h" : ", within: 0" : "";
        var run = await world.Engine.Runs.StartAsync(world.Request(Reviewed(within)) with { UseCache = false }, EngineWorld.Cancel);
        var driving = world.Engine.RunToEndAsync(run, EngineWorld.Cancel);
        if (behaviour != "expires" || restart)
            await Patience.UntilAsync(async () =>
                (await world.Engine.Runs.NodeAsync(run, "b", EngineWorld.Cancel))?.Wait is { Key: "b", WaitsFor: "a review" },
                EngineWorld.Cancel);
        if (restart)
        {
            await world.RestartAsync(behaviour == "expires" ? new ManualClock(DateTimeOffset.MaxValue.AddYears(-1)) : null);
            await ((Task)driving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        if (behaviour is "answered" or "refused")
            await AnswerAsync(world.Engine.Runs, run, behaviour == "answered" ? 4 : 0);
        if (behaviour == "cancel")
            (await world.Engine.Runs.CancelAsync(run, "enough", EngineWorld.Cancel)).ShouldBeTrue();
        var ended = await world.Engine.RunToEndAsync(run, EngineWorld.Cancel);

        ended.State.ShouldBe(behaviour switch { "answered" => RunState.Succeeded, "cancel" => RunState.Cancelled, _ => RunState.Failed });
        (await world.StatesAsync(run)).ShouldBe(behaviour switch
        {
            "answered" => "a=Succeeded b=Succeeded c=Succeeded",
            "cancel" => "a=Succeeded b=Cancelled c=Cancelled",
            _ => "a=Succeeded b=Failed c=UpstreamFailed",
        });
        (await world.Engine.Runs.AnswerAsync(run, "b", Stars(4), "ann", EngineWorld.Cancel)).ShouldBe(AnswerOutcome.NotWaiting);
        if (behaviour == "answered")
            world.Machine.Started[^1].Commands.ShouldBe(["make --x=4"]);
    }

    /// <summary>One answer counts; what does not fit is refused before it is kept.</summary>
    private static async Task AnswerAsync(IRuns runs, RunId run, long stars)
    {
        (await Should.ThrowAsync<InvalidInputException>(() =>
            runs.AnswerAsync(run, "b", new MapValue([]), "ann", EngineWorld.Cancel))).Diagnostics[0].Code.ShouldBe("review.stars");
        (await runs.AnswerAsync(run, "nobody", Stars(1), "ann", EngineWorld.Cancel)).ShouldBe(AnswerOutcome.NotWaiting);
        (await runs.DecideApprovalAsync(run, "b", new ApprovalDecision(true, "ann", null), EngineWorld.Cancel)).ShouldBeFalse();
        (await runs.AnswerAsync(run, "b", Stars(stars), "ann", EngineWorld.Cancel)).ShouldBe(AnswerOutcome.Accepted);
        (await runs.AnswerAsync(run, "b", Stars(5), "bob", EngineWorld.Cancel)).ShouldNotBe(AnswerOutcome.Accepted);
    }

    private static MapValue Stars(long stars) => new([new("stars", Value.Of(stars))]);

    private static string Reviewed(string within) => $$"""
        - step:
            name: make
            image: none
            command: make {parameters}
            parameters: [{name: x, type: integer, default: 1}]
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
              - {name: b, type: review, subject: a cat{{within}}}
              - {name: c, type: execution, step: make}
            edges:
              - [a.dependency.x, b.dependency.x]
              - [b.metadata.v, c.parameter.x]
        """;

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
