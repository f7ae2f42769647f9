using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

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

    public static SubGraphNode Nested(string name, ImmutableArray<Node> nodes, ImmutableArray<Edge> edges, OnError onError = OnError.StopNext) => new()
    {
        Name = name,
        Body = new Graph { Nodes = nodes, Edges = edges },
        OnError = onError,
    };

    /// <summary>A loop over numbers from 0; its body knows the number as <c>item</c>.</summary>
    public static SubGraphNode Loop(string name, int items, int parallelism, ImmutableArray<Node> nodes, ImmutableArray<Edge> edges, OnError onError = OnError.StopNext)
    {
        var nested = Nested(name, nodes, edges, onError);
        return nested with
        {
            Body = nested.Body with { Inputs = [new ComponentInput { Name = "item", ParameterType = ParameterType.Integer }] },
            Loop = new LoopRule { Items = new FixedTemplate(Value.Of(Enumerable.Range(0, items).Select(i => Value.Of((long)i)))), ItemInput = "item", Parallelism = parallelism },
        };
    }

    public static NodeBehaviors Behaviors { get; } = new([new ReviewKind(), new ReviewKind("labeling")]);

    public static OutsideNode Review(string name, params KeyValuePair<string, Value>[] settings) =>
        new() { Name = name, Kind = "review", Settings = new MapValue([.. settings]) };

    public static RunGraph Random(SeededRandom random)
    {
        var (nodes, edges) = RandomBody(random, random.NextInt(1, 7), depth: 0);
        return new RunGraph(Plan(nodes, edges), Behaviors);
    }

    private static (ImmutableArray<Node> Nodes, ImmutableArray<Edge> Edges) RandomBody(SeededRandom random, int count, int depth)
    {
        var nodes = Enumerable.Range(0, count).Select(i => RandomNode($"n{i}", random, depth)).ToImmutableArray();
        var edges = ImmutableArray.CreateBuilder<Edge>();
        for (var target = 1; target < count; target++)
        {
            for (var source = 0; source < target; source++)
            {
                if (random.NextInt(0, 3) == 0)
                    edges.Add(RandomEdge(nodes[source], nodes[target], random));
            }
        }
        return (nodes, edges.ToImmutable());
    }

    private static SubGraphNode RandomNested(string name, SeededRandom random, OnError onError, int depth)
    {
        var (nodes, edges) = RandomBody(random, random.NextInt(0, 4), depth + 1);
        var node = random.NextInt(0, 2) == 0 ? Nested(name, nodes, edges, onError) : Loop(name, random.NextInt(0, 4), random.NextInt(0, 3), nodes, edges, onError);
        return node with
        {
            StartRule = random.NextInt(0, 8) == 0 ? StartRule.AllEnded : StartRule.AllSucceeded,
            Condition = random.NextInt(0, 8) switch { 0 => "1 == 2", 1 => "size(inputs.parameter_values) >= 0", 2 => "inputs.parameter_values['nothing'] == 1", _ => null },
        };
    }

    private static Node RandomNode(string name, SeededRandom random, int depth)
    {
        var onError = (OnError)random.NextInt(0, 4);
        return random.NextInt(0, 20) switch
        {
            >= 18 when depth < 2 => RandomNested(name, random, onError, depth),
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
            6 or 7 => RandomReview(name, random) with { OnError = onError, Actions = [.. RandomActions(random)] },
            8 => new LabelingNode { Name = name, Definition = new MapValue([]), OnError = onError },
            _ => Work(name, onError, onError == OnError.Retry ? 3 : 1, RandomActions(random)) with { StartRule = random.NextInt(0, 8) == 0 ? StartRule.AllEnded : StartRule.AllSucceeded },
        };
    }

    /// <summary>Sometimes two nodes want one key.</summary>
    private static OutsideNode RandomReview(string name, SeededRandom random)
    {
        var settings = new List<KeyValuePair<string, Value>>();
        if (random.NextInt(0, 4) == 0)
            settings.Add(new("key", Value.Of("shared")));
        if (random.NextInt(0, 3) == 0)
            settings.Add(new("within", Value.Of(60L)));
        if (random.NextInt(0, 3) == 0)
            settings.Add(new("remind-every", Value.Of(25L)));
        return Review(name, [.. settings]);
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
        if (source is OutsideNode && target is StepNode && random.NextInt(0, 2) == 0)
            return new Edge(new Socket(source.Name, SocketKind.Metadata, "v"), new Socket(target.Name, SocketKind.Parameter, "x"));
        if (source is StepNode && target is OutsideNode && random.NextInt(0, 4) == 0)
            return new Edge(new Socket(source.Name, SocketKind.Metadata, "v"), new Socket(target.Name, SocketKind.Parameter, "known"));
        if (source is not StepNode || target is not StepNode)
            return After(source.Name, target.Name);
        return random.NextInt(0, 3) switch
        {
            0 => new Edge(new Socket(source.Name, SocketKind.Metadata, "v"), new Socket(target.Name, SocketKind.Parameter, "x")),
            1 => new Edge(new Socket(source.Name, SocketKind.Output, "*"), new Socket(target.Name, SocketKind.Input, "in")),
            _ => After(source.Name, target.Name),
        };
    }
}
