using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>Graphs for the machine: by hand for examples, at random for properties.</summary>
internal static class MachineGraphs
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunPlan Plan(ImmutableArray<Node> nodes, ImmutableArray<Edge> edges) => new()
    {
        Run = new RunId(GuidIds.FromNames("run", "test")),
        Project = "test",
        Pipeline = new Pipeline { Name = "p", Graph = new Graph { Nodes = nodes, Edges = edges } },
        Code = Digest.Of("code"),
        Seed = 7,
    };

    public static Step Step(string name) => new()
    {
        Name = name,
        Commands = ["work {parameters}"],
        Parameters = [new ParameterDefinition { Name = "x", Type = ParameterType.Integer, Default = Value.Of(1), Optional = true }],
        Inputs = [new InputDefinition { Name = "in", Optional = true }],
    };

    public static ExecutionNode Work(string name, OnError onError = OnError.StopAll, int tries = 1, params NodeAction[] actions) => new()
    {
        Name = name,
        Step = Step(name),
        OnError = onError,
        Retry = new RetryPolicy(tries, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1)),
        Actions = [.. actions],
    };

    public static TaskNode Sweeping(string name, int trials, OnError onError = OnError.StopAll, Func<Sweep, Sweep>? change = null)
    {
        var sweep = new Sweep
        {
            Name = name,
            Step = name,
            Parameters = [new SweepParameter { Name = "x", Style = SweepStyle.Multiple, Rules = new MapValue([new("items", Value.Of(Enumerable.Range(0, trials).Select(i => Value.Of((long)i))))]) }],
        };
        return new TaskNode { Name = name, Step = Step(name), Sweep = change?.Invoke(sweep) ?? sweep, OnError = onError };
    }

    public static Edge After(string source, string target) => new(new Socket(source, SocketKind.Dependency, "*"), new Socket(target, SocketKind.Dependency, "*"));

    public static NodeAction Action(ActionMoment when, ActionEffect then, params string[] conditions) => new() { When = [when], If = [.. conditions], Then = [then] };

    public static RunGraph Random(SeededRandom random)
    {
        var count = random.NextInt(1, 7);
        var nodes = Enumerable.Range(0, count).Select(i => RandomNode($"n{i}", random)).ToImmutableArray();
        var edges = ImmutableArray.CreateBuilder<Edge>();
        for (var target = 1; target < count; target++)
        {
            for (var source = 0; source < target; source++)
            {
                if (random.NextInt(0, 3) == 0)
                    edges.Add(RandomEdge(nodes[source], nodes[target], random));
            }
        }
        return new RunGraph(Plan(nodes, edges.ToImmutable()));
    }

    private static Node RandomNode(string name, SeededRandom random)
    {
        var onError = (OnError)random.NextInt(0, 4);
        return random.NextInt(0, 20) switch
        {
            < 4 => Sweeping(name, random.NextInt(1, 5), onError, sweep => sweep with
            {
                Kind = random.NextInt(0, 3) == 0 ? SweepKind.Bayesian : SweepKind.Grid,
                ExecutionCount = random.NextInt(1, 6),
                ExecutionBatchSize = 2,
                OptimizationTargetMetric = "m",
                OnChildError = (OnChildError)random.NextInt(0, 3),
                MaximumQueuedExecutions = random.NextInt(0, 2) == 0 ? random.NextInt(1, 3) : null,
                StopCondition = random.NextInt(0, 4) == 0 ? "metadata.v > 4" : null,
            }),
            4 => new ApprovalNode { Name = name, Question = "go on?" },
            5 => new DeploymentNode { Name = name, Deployment = "d" },
            _ => Work(name, onError, onError == OnError.Retry ? 3 : 1, RandomActions(random)) with { StartRule = random.NextInt(0, 8) == 0 ? StartRule.AllEnded : StartRule.AllSucceeded },
        };
    }

    private static NodeAction[] RandomActions(SeededRandom random) => random.NextInt(0, 4) > 0
        ? []
        : [new NodeAction
        {
            When = [(ActionMoment)random.NextInt(0, 3)],
            If = random.NextInt(0, 2) == 0 ? [] : ["metadata.v > 2"],
            Then = [(ActionEffect)random.NextInt(0, 4)],
        }];

    private static Edge RandomEdge(Node source, Node target, SeededRandom random)
    {
        if (source is not (ExecutionNode or TaskNode) || target is not (ExecutionNode or TaskNode))
            return After(source.Name, target.Name);
        return random.NextInt(0, 3) switch
        {
            0 => new Edge(new Socket(source.Name, SocketKind.Metadata, "v"), new Socket(target.Name, SocketKind.Parameter, "x")),
            1 => new Edge(new Socket(source.Name, SocketKind.Output, "*"), new Socket(target.Name, SocketKind.Input, "in")),
            _ => After(source.Name, target.Name),
        };
    }
}
