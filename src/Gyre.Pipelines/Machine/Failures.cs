using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What a failed node does to its surroundings.</summary>
internal static class Failures
{
    public static void Spread(MachineTurn turn, NodeRun node)
    {
        if (!NodeActions.Apply(turn, node, ActionMoment.NodeError))
            return;
        switch (turn.Graph.Node(node.Node).OnError)
        {
            case OnError.Continue:
                break;
            case OnError.StopNext:
                turn.MarkFailed();
                break;
            default:
                turn.MarkFailed();
                turn.StopEverything(RunState.Failed, $"{node.Path} failed: {node.Reason}");
                break;
        }
    }
}
