using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>
/// A kind of node that nobody answers in this program: its module is not there. Such runs are not accepted, but an earlier program may
/// have.
/// </summary>
internal sealed class UnknownKind : IWaitEnd
{
    private UnknownKind()
    {
    }

    public static UnknownKind End { get; } = new();

    public string WaitsFor => "an unknown kind";

    public static void Start(MachineTurn turn, NodeRun node, Node definition) =>
        turn.Fail(node, $"nodes of this kind cannot be run yet ({NodeKinds.WordOf(definition)})");

    public void OnAnswered(MachineTurn turn, NodeRun node, Answered answer) => Start(turn, node, turn.Graph.Node(node.Node));

    public void OnExpired(MachineTurn turn, NodeRun node) => Start(turn, node, turn.Graph.Node(node.Node));
}
