using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>
/// A plan with its look-ups: made once per run, then only read. A node is found by its address: its name, behind the names of the nodes whose bodies it is in,
/// joined by <c>/</c>. In a run a body may come to be many times; what stands here is what they have in common.
/// </summary>
internal sealed class RunGraph
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _bodies = new(StringComparer.Ordinal);

    /// <param name="plan">The run.</param>
    /// <param name="behaviors">How its nodes behave; null for the standard kinds, also where nothing but the graph is looked at.</param>
    public RunGraph(RunPlan plan, NodeBehaviors? behaviors = null)
    {
        Plan = plan;
        Behaviors = behaviors ?? NodeBehaviors.Standard;
        Add("", plan.Pipeline.Graph);
    }

    public RunPlan Plan { get; }

    public NodeBehaviors Behaviors { get; }

    /// <summary>Nodes of the pipeline itself, without those in bodies.</summary>
    public ImmutableArray<Node> Nodes => Plan.Pipeline.Graph.Nodes;

    /// <summary>Whether nodes have bodies of their own.</summary>
    public bool IsNested => _bodies.Count > 1;

    /// <summary>Every node with its address, each behind the node whose body it is in.</summary>
    public IEnumerable<(string Address, Node Node)> All => _nodes.OrderBy(pair => pair.Value.Position).Select(pair => (pair.Key, pair.Value.Node));

    public Node Node(string address) => _nodes[address].Node;

    /// <summary>Place in the order of the file, bodies behind the node they belong to.</summary>
    public int Position(string address) => _nodes[address].Position;

    public IReadOnlyList<Edge> Incoming(string address) => _nodes[address].Incoming;

    /// <summary>Addresses of the nodes it waits for; all in the same graph.</summary>
    public IReadOnlyList<string> Sources(string address) => _nodes[address].Sources;

    /// <summary>Addresses of the nodes that wait for it; all in the same graph.</summary>
    public IReadOnlyList<string> Targets(string address) => _nodes[address].Targets;

    /// <summary>Addresses of the nodes of a body, by the address of its node; of the pipeline itself for an empty text.</summary>
    public ImmutableArray<string> Body(string address) => _bodies[address];

    public NodeBehavior BehaviorOf(string address) => Behaviors.Of(Node(address));

    public Step? StepOf(string address) => (Node(address) as StepNode)?.Step;

    /// <summary>Name of the executor of a node's attempts; null for the default one, in plans of earlier programs.</summary>
    public string? ExecutorOf(string address) => Plan.Executors.GetValueOrDefault(address) ?? Plan.DefaultExecutor;

    /// <summary>The same for an address that may not be there; null then too.</summary>
    public Step? FindStep(string address) => _nodes.ContainsKey(address) ? StepOf(address) : null;

    private void Add(string container, Graph graph)
    {
        string AddressOf(string name) => container.Length == 0 ? name : $"{container}/{name}";
        var incoming = graph.Edges.ToLookup(edge => edge.Target.Node, StringComparer.Ordinal);
        var sources = graph.Nodes.ToDictionary(node => node.Name, node => SourcesOf(node, incoming[node.Name]), StringComparer.Ordinal);
        var targets = sources.SelectMany(pair => pair.Value.Select(source => (Source: source, Target: pair.Key))).ToLookup(pair => pair.Source, pair => pair.Target, StringComparer.Ordinal);
        _bodies[container] = [.. graph.Nodes.Select(node => AddressOf(node.Name))];
        foreach (var node in graph.Nodes)
        {
            _nodes.Add(AddressOf(node.Name), new GraphNode(
                _nodes.Count, node, [.. incoming[node.Name]], [.. sources[node.Name].Select(AddressOf)], [.. targets[node.Name].Select(AddressOf)]));
            if (node is SubGraphNode nested)
                Add(AddressOf(node.Name), nested.Body);
        }
    }

    private static string[] SourcesOf(Node node, IEnumerable<Edge> incoming) =>
    [
        .. incoming.Select(edge => edge.Source.Node)
            .Concat(node.Bindings.Select(binding => binding.Source?.Node ?? ""))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal),
    ];

    private sealed record GraphNode(int Position, Node Node, Edge[] Incoming, string[] Sources, string[] Targets);
}
