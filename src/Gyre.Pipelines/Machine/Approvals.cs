using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Waiting for a person: at a node of its own, or before a node starts.</summary>
internal sealed class Approvals : IWaitEnd
{
    /// <summary>Who answered when nobody did.</summary>
    private const string Expiry = "expiry";

    private const string RefusedBy = "refused by ";

    private Approvals()
    {
    }

    public static Approvals End { get; } = new();

    public string WaitsFor => "a person";

    public static void Ask(MachineTurn turn, NodeRun node, string? question)
    {
        if (!Waits.Begin(turn, node with { Reason = question }, NodeRunState.AwaitingApproval,
            new WaitFor { Expires = turn.Graph.Node(node.Node).Approval.Expires }))
            return;
        var plan = turn.Graph.Plan;
        var expires = turn.Get(node.Path).ExpiresAt?.ToString("O");
        turn.Report(NodeEvents.AwaitingApproval, node.Path, ("project", plan.Project), ("pipeline", plan.Pipeline.Name),
            ("question", question), ("expires", expires));
    }

    /// <summary>Whether a person refused this node.</summary>
    public static bool WasRefused(NodeRun node) => node is { State: NodeRunState.Skipped, Approved: false }
        && node.Reason?.StartsWith(RefusedBy, StringComparison.Ordinal) == true;

    /// <summary>A decision as the document of an answer.</summary>
    public static MapValue Write(bool approved, string? comment) => new(comment is null
        ? [new("approved", Value.Of(approved))]
        : [new("approved", Value.Of(approved)), new("comment", Value.Of(comment))]);

    /// <summary>The decision in the document of an answer; null when there is none.</summary>
    public static ApprovalDecision? Read(MapValue document, string by) => document.Find("approved") is BooleanValue { Flag: var approved }
        ? new ApprovalDecision(approved, by, (document.Find("comment") as TextValue)?.Text)
        : null;

    public void OnAnswered(MachineTurn turn, NodeRun node, Answered answer)
    {
        if (Read(answer.Document, answer.By) is { } decision)
            Decide(turn, node, decision);
    }

    public void OnExpired(MachineTurn turn, NodeRun node) =>
        Decide(turn, node, new ApprovalDecision(turn.Graph.Node(node.Node).Approval.OnExpiry == ApprovalExpiry.Approve, Expiry, null));

    private static void Decide(MachineTurn turn, NodeRun node, ApprovalDecision decision)
    {
        var plan = turn.Graph.Plan;
        turn.Report(NodeEvents.Approval, node.Path, ("project", plan.Project), ("pipeline", plan.Pipeline.Name),
            ("approved", decision.Approved), ("by", decision.By), ("comment", decision.Comment));
        if (!decision.Approved)
        {
            turn.End(node with { Reason = RefusedBy + decision.By }, NodeRunState.Skipped);
            turn.StopEverything(RunState.Stopped, $"{node.Path} was refused by {decision.By}");
        }
        else if (turn.Graph.Node(node.Node) is ApprovalNode)
        {
            turn.Succeed(node with { Approved = true, Reason = $"approved by {decision.By}" });
        }
        else
        {
            turn.Set(node with { Approved = true, State = NodeRunState.Waiting });
            turn.Ready(node.Path);
        }
    }
}
