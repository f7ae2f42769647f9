namespace Gyre.Client.Pipelines;

/// <summary>What kind of content an artifact has; only classes of this library say it.</summary>
public abstract class ArtifactKind
{
    private protected ArtifactKind()
    {
    }
}

/// <summary>Any files.</summary>
public sealed class Files : ArtifactKind
{
    private Files()
    {
    }
}

/// <summary>Data to learn from or to predict.</summary>
public sealed class Dataset : ArtifactKind
{
    private Dataset()
    {
    }
}

/// <summary>A trained model.</summary>
public sealed class Model : ArtifactKind
{
    private Model()
    {
    }
}

/// <summary>Figures about a model.</summary>
public sealed class Metrics : ArtifactKind
{
    private Metrics()
    {
    }
}

/// <summary>Files that a node leaves behind.</summary>
/// <typeparam name="TKind">Their kind.</typeparam>
public sealed class Artifact<TKind>
    where TKind : ArtifactKind
{
    internal Artifact(NodeBuilder node, string name) => (Node, Name) = (node, name);

    /// <summary>The output's name, or for a step with a command the file's.</summary>
    public string Name { get; }

    internal NodeBuilder Node { get; }

    /// <summary>The same files under another kind, for when you know better.</summary>
    public Artifact<TOther> As<TOther>()
        where TOther : ArtifactKind => new(Node, Name);
}

/// <summary>An input of a node that takes files.</summary>
/// <typeparam name="TKind">Their kind; <see cref="Files"/> takes any.</typeparam>
public sealed class ArtifactInput<TKind>
    where TKind : ArtifactKind
{
    internal ArtifactInput(NodeBuilder node, string name) => (Node, Name) = (node, name);

    /// <summary>The input's name.</summary>
    public string Name { get; }

    internal NodeBuilder Node { get; }
}

/// <summary>A value that a node gives.</summary>
/// <typeparam name="T"><see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</typeparam>
public sealed class Output<T>
    where T : notnull
{
    internal Output(NodeBuilder node, string kind, string name) => (Node, Kind, Name) = (node, kind, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary><c>result</c> or <c>metadata</c>.</summary>
    internal string Kind { get; }

    internal NodeBuilder Node { get; }
}

/// <summary>A parameter of a node.</summary>
/// <typeparam name="T"><see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</typeparam>
public sealed class Parameter<T>
    where T : notnull
{
    internal Parameter(NodeBuilder node, string name) => (Node, Name) = (node, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    internal NodeBuilder Node { get; }
}
