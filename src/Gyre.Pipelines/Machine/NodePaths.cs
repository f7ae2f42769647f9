namespace Gyre.Pipelines.Machine;

/// <summary>Paths of node runs: names joined by <c>/</c>, trials and iterations with a number in brackets.</summary>
internal static class NodePaths
{
    /// <summary>The path of a name in a body; in the pipeline itself without a scope.</summary>
    public static string In(string? scope, string name) => scope is null ? name : $"{scope}/{name}";

    /// <summary>The name at the end of an address. Nodes of the pipeline itself may have a slash in their name, nodes of bodies have none.</summary>
    public static string NameOf(string address, string? scope) => scope is null ? address : address[(address.LastIndexOf('/') + 1)..];
}

/// <summary>Walks over the node runs there are.</summary>
internal static class NodeTree
{
    /// <summary>Everything below a node run, deepest first, in the order of the file; everything there is for null.</summary>
    public static IEnumerable<NodeRun> Below(MachineTurn turn, string? path)
    {
        foreach (var child in Children(turn, path))
        {
            foreach (var below in Below(turn, child.Path))
                yield return below;
            yield return child;
        }
    }

    /// <summary>Trials, iterations or the node runs of the body of a node run.</summary>
    public static IEnumerable<NodeRun> Children(MachineTurn turn, string? path)
    {
        if (path is null)
            return turn.Graph.Body("").Select(turn.Find).OfType<NodeRun>();
        var node = turn.Get(path);
        return node.HasBody
            ? turn.Graph.Body(node.Node).Select(address => turn.Get(NodePaths.In(path, NodePaths.NameOf(address, path))))
            : Enumerable.Range(0, node.Children).Select(index => turn.Get(Trials.PathOf(path, index)));
    }
}
