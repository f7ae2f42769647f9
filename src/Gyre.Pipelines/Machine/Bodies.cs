using System.Globalization;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Node runs inside of a node run: the body of a condition or of an iteration of a loop. They come to be when it starts, and it ends when they have.</summary>
internal static class Bodies
{
    /// <summary>Adds the node runs of a body and lets those go that wait for nothing. Gives how many there are.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="address">Of the node whose body it is; empty for the pipeline itself.</param>
    /// <param name="scope">The node run it is the body of; null for the pipeline itself.</param>
    public static int Add(MachineTurn turn, string address, string? scope)
    {
        var body = turn.Graph.Body(address);
        foreach (var inner in body)
        {
            var path = NodePaths.In(scope, NodePaths.NameOf(inner, scope));
            turn.Add(new NodeRun { Path = path, Node = inner, Scope = scope, WaitingFor = turn.Graph.Sources(inner).Count });
            if (turn.Graph.Sources(inner).Count == 0)
                turn.Ready(path);
        }
        return body.Length;
    }

    /// <summary>Starts the body of a node run whose values are known.</summary>
    public static void Start(MachineTurn turn, NodeRun node)
    {
        var count = turn.Graph.Body(node.Node).Length;
        turn.Set(node with { State = NodeRunState.Running, StartedAt = turn.At, HasBody = true, OpenChildren = count, FailedChildren = 0 });
        Add(turn, node.Node, node.Path);
        if (count == 0)
            turn.Completed(node.Path);
    }

    public static void OnEnded(MachineTurn turn, NodeRun container, NodeRun inner)
    {
        var failed = inner.State is NodeRunState.UpstreamFailed || (inner.State == NodeRunState.Failed && turn.Graph.Node(inner.Node).OnError != OnError.Continue);
        turn.Set(container with { OpenChildren = container.OpenChildren - 1, FailedChildren = container.FailedChildren + (failed ? 1 : 0) });
        if (container.OpenChildren == 1)
            turn.Completed(container.Path);
    }

    /// <summary>Ends a node run whose body, or whose last iteration, has ended.</summary>
    public static void Complete(MachineTurn turn, NodeRun node)
    {
        if (node.Ended || node.OpenChildren > 0)
            return;
        if (turn.IsEnding)
            turn.EndCancelled(node);
        else if (node.FailedChildren > 0)
            turn.Fail(node, WhyFailed(turn, node));
        else
            turn.Succeed(BodyOutputs.Fill(turn, node));
    }

    private static string WhyFailed(MachineTurn turn, NodeRun node)
    {
        if (!node.HasBody)
            return string.Create(CultureInfo.InvariantCulture, $"{node.FailedChildren} of {node.Children} iterations failed");
        var first = NodeTree.Children(turn, node.Path).First(inner => inner.State == NodeRunState.Failed);
        return $"{first.Path} failed";
    }
}
