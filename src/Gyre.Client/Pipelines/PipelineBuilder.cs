using Gyre.Core;

namespace Gyre.Client.Pipelines;

/// <summary>Begins pipelines written in C#.</summary>
public static class Pipeline
{
    /// <summary>Begins a pipeline.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long or has control characters.</exception>
    public static PipelineBuilder Create(string name) => new(BuilderRules.Name(name, "pipeline"));
}

/// <summary>
/// A pipeline that is being written: steps, what flows between them, and what a run can be given. It ends as the text of a <c>gyre.yaml</c>. What cannot be meant is
/// refused by the call that says it; wiring an output to an input of another type does not compile. Not for several threads at once.
/// </summary>
public sealed class PipelineBuilder
{
    private readonly List<NodeBuilder> _nodes = [];
    private readonly List<(NodeBuilder Source, NodeBuilder Target, Value Words)> _edges = [];
    private readonly HashSet<(NodeBuilder Node, string Parameter)> _filled = [];
    private readonly List<MapValue> _parameters = [];

    internal PipelineBuilder(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Adds a step and the node that runs it.</summary>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public StepBuilder Step(string name) => Add(new StepBuilder(this, BuilderRules.NodeName(name, "step")));

    /// <summary>Adds a question to a person; what comes after it waits for the answer.</summary>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public ApprovalBuilder Approval(string name, string? question = null) => Add(new ApprovalBuilder(this, BuilderRules.NodeName(name, "approval"), question));

    /// <summary>Leads files into an input of the same kind.</summary>
    /// <exception cref="ArgumentException">An end belongs to another pipeline, or the edge would close a circle.</exception>
    public PipelineBuilder Connect<TKind>(Artifact<TKind> source, ArtifactInput<TKind> target)
        where TKind : ArtifactKind => ConnectFiles(source, target);

    /// <summary>Leads files of any kind into an input that takes all.</summary>
    /// <exception cref="ArgumentException">An end belongs to another pipeline, or the edge would close a circle.</exception>
    public PipelineBuilder Connect<TKind>(Artifact<TKind> source, ArtifactInput<Files> target)
        where TKind : ArtifactKind => ConnectFiles(source, target);

    /// <summary>Leads a value into a parameter of the same type; only one edge may.</summary>
    /// <exception cref="ArgumentException">An end belongs to another pipeline, the parameter is filled already, or the edge would close a circle.</exception>
    public PipelineBuilder Connect<T>(Output<T> source, Parameter<T> target)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Fill(source.Node, $"{source.Kind}.{source.Name}", target.Node, target.Name);
    }

    /// <summary>Hands a parameter's value on to another one of the same type; only one edge may.</summary>
    /// <exception cref="ArgumentException">An end belongs to another pipeline, the parameter is filled already, or the edge would close a circle.</exception>
    public PipelineBuilder Connect<T>(Parameter<T> source, Parameter<T> target)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Fill(source.Node, $"parameter.{source.Name}", target.Node, target.Name);
    }

    /// <summary>Adds a value that is set for the whole run.</summary>
    /// <param name="name">Its name, unique in the pipeline.</param>
    /// <param name="value">When none is given.</param>
    /// <param name="targets">The parameters it fills, at least one.</param>
    /// <exception cref="ArgumentException">The name is refused or taken, or a target belongs to another pipeline.</exception>
    public PipelineBuilder Parameter<T>(string name, T value, params Parameter<T>[] targets)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(targets);
        BuilderRules.Name(name, "parameter");
        if (targets.Length == 0 || targets.Any(target => target.Node.Owner != this))
            throw new ArgumentException(
                $"The pipeline parameter '{name}' must set at least one parameter of a step of this pipeline.", nameof(targets));
        if (_parameters.Any(known => known.Find("name") == Value.Of(name)))
            throw new ArgumentException($"The pipeline already has a parameter '{name}'.", nameof(name));
        _parameters.Add(new MapValue(
        [
            new("name", Value.Of(name)), new("targets", Value.Of(targets.Select(target => Value.Of($"{target.Node.Name}.parameter.{target.Name}")))), new("default", BuilderRules.ValueOf(value)),
        ]));
        return this;
    }

    /// <summary>The text of a <c>gyre.yaml</c> with the steps, the sweeps and the pipeline.</summary>
    /// <exception cref="InvalidOperationException">There is no node, or a step has nothing to run.</exception>
    public string ToYaml()
    {
        if (_nodes.Count == 0)
            throw new InvalidOperationException($"The pipeline '{Name}' has no nodes. Add a step.");
        var steps = _nodes.OfType<StepBuilder>().ToList();
        List<KeyValuePair<string, Value>> pipeline = [new("name", Value.Of(Name)), new("nodes", Value.Of(_nodes.Select(node => node.WriteNode()))), new("edges", Value.Of(_edges.Select(edge => edge.Words)))];
        if (_parameters.Count > 0)
            pipeline.Add(new("parameters", Value.Of(_parameters)));
        return BlockYaml.Write(new ListValue(
        [
            .. steps.Select(step => Item("step", step.WriteStep())), .. steps.Where(step => step.IsSwept).Select(step => Item("task", step.WriteTask())), Item("pipeline", new MapValue([.. pipeline])),
        ]));
    }

    internal void Order(NodeBuilder[] sources, NodeBuilder target)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (var source in sources)
            AddEdge(source, "dependency.done", target, "dependency.start");
    }

    private static MapValue Item(string kind, MapValue body) => new([new(kind, body)]);

    private T Add<T>(T node)
        where T : NodeBuilder
    {
        if (_nodes.Any(known => known.Name == node.Name))
            throw new ArgumentException($"The pipeline '{Name}' already has a node '{node.Name}'.", nameof(node));
        _nodes.Add(node);
        return node;
    }

    private PipelineBuilder ConnectFiles<TSource, TTarget>(Artifact<TSource> source, ArtifactInput<TTarget> target)
        where TSource : ArtifactKind
        where TTarget : ArtifactKind
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        AddEdge(source.Node, $"output.{source.Name}", target.Node, $"input.{target.Name}");
        return this;
    }

    private PipelineBuilder Fill(NodeBuilder source, string from, NodeBuilder target, string parameter)
    {
        if (_filled.Contains((target, parameter)))
            throw new ArgumentException(
                $"The parameter '{parameter}' of '{target.Name}' already has an edge; only one is allowed.", nameof(parameter));
        AddEdge(source, from, target, $"parameter.{parameter}");
        _filled.Add((target, parameter));
        return this;
    }

    private void AddEdge(NodeBuilder source, string from, NodeBuilder target, string to)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Owner != this || target.Owner != this)
            throw new ArgumentException(
                $"The edge from '{source.Name}' to '{target.Name}' leaves the pipeline '{Name}'; both ends must belong to the same "
                    + "pipeline.",
                nameof(source));
        if (Reaches(target, source))
            throw new ArgumentException(
                $"The edge from '{source.Name}' to '{target.Name}' would form a loop. To repeat a pipeline, declare a cycle.",
                nameof(source));
        _edges.Add((source, target, Value.Of([Value.Of($"{source.Name}.{from}"), Value.Of($"{target.Name}.{to}")])));
    }

    private bool Reaches(NodeBuilder from, NodeBuilder to)
    {
        var seen = new HashSet<NodeBuilder> { from };
        var open = new Queue<NodeBuilder>([from]);
        while (open.TryDequeue(out var node))
        {
            if (node == to)
                return true;
            foreach (var (_, next, _) in _edges.Where(edge => edge.Source == node))
            {
                if (seen.Add(next))
                    open.Enqueue(next);
            }
        }
        return false;
    }
}
