using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Takes a run up again: what ended well stays, everything else begins anew.</summary>
internal static class Resumption
{
    public static void Apply(MachineTurn turn)
    {
        turn.Reopen();
        ResumeBody(turn, "", null, open => turn.OpenNodes = open);
        turn.Settle();
    }

    /// <summary>Opens what did not end well in a body, or in the pipeline itself.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="address">Of the node whose body it is; empty for the pipeline itself.</param>
    /// <param name="scope">The node run it is the body of; null for the pipeline itself.</param>
    /// <param name="count">Told how many node runs are open, before any of them ends.</param>
    private static void ResumeBody(MachineTurn turn, string address, string? scope, Action<int> count)
    {
        var body = turn.Graph.Body(address);
        string PathOf(string inner) => NodePaths.In(scope, NodePaths.NameOf(inner, scope));
        var open = body.Where(inner => !IsKept(turn.Get(PathOf(inner)))).ToHashSet(StringComparer.Ordinal);
        AddFollowers(turn.Graph, body, open);
        count(open.Count);
        foreach (var inner in open)
            turn.Set(Reset(turn.Get(PathOf(inner))) with { WaitingFor = turn.Graph.Sources(inner).Count(open.Contains) });
        foreach (var inner in body.Where(open.Contains))
        {
            var run = turn.Get(PathOf(inner));
            if (run.HasOthersBelow && turn.Graph.Node(inner) is SubGraphNode nested)
                ResumeNested(turn, run, nested);
            else if (run.Children > 0)
                ResumeTrials(turn, run);
            else if (run.WaitingFor == 0)
                turn.Ready(run.Path);
        }
    }

    /// <summary>What ran because something failed, and all behind it, runs again with what failed: it was told how that ended.</summary>
    private static void AddFollowers(RunGraph graph, ImmutableArray<string> body, HashSet<string> open)
    {
        var again = new HashSet<string>(StringComparer.Ordinal);
        bool found;
        do
        {
            found = false;
            foreach (var inner in body.Where(inner => !open.Contains(inner)).ToList())
            {
                if (graph.Sources(inner).Any(source => again.Contains(source) || (open.Contains(source) && graph.Node(inner).StartRule == StartRule.AllEnded)))
                    found |= again.Add(inner) && open.Add(inner);
            }
        }
        while (found);
    }

    private static bool IsKept(NodeRun node) => node.State == NodeRunState.Succeeded;

    private static NodeRun Reset(NodeRun node) => node with
    {
        State = NodeRunState.Waiting,
        SourceFailed = false,
        SourceSkipped = false,
        Approved = false,
        AttemptsBefore = node.Attempts,
        LostAttempts = node.LostAttempts,
        Attempt = null,
        ExitCode = null,
        Signal = null,
        Cache = null,
        Reason = null,
        QueuedAt = null,
        EndedAt = null,
        RetryAt = null,
        ExpiresAt = null,
        Wait = null,
        StoppedEarly = false,
    };

    /// <summary>A body whose values are still right goes on where it was; one whose sources run again is given up and made anew when they are done.</summary>
    private static void ResumeNested(MachineTurn turn, NodeRun node, SubGraphNode definition)
    {
        if (node.WaitingFor > 0)
            GiveUp(turn, node);
        else if (node.HasBody)
            ResumeInner(turn, node);
        else
            ResumeIterations(turn, node, definition);
    }

    /// <summary>Goes on with a body that is there.</summary>
    public static void ResumeInner(MachineTurn turn, NodeRun node)
    {
        ResumeBody(turn, node.Node, node.Path, open => turn.Set(node with { State = NodeRunState.Running, OpenChildren = open, FailedChildren = 0 }));
        if (turn.Get(node.Path).OpenChildren == 0)
            turn.Completed(node.Path);
    }

    private static void ResumeIterations(MachineTurn turn, NodeRun node, SubGraphNode definition)
    {
        var again = NodeTree.Children(turn, node.Path).Where(iteration => !IsKept(iteration)).ToList();
        foreach (var iteration in again)
            turn.Set(Reset(iteration));
        turn.Set(node with { State = NodeRunState.Running, OpenChildren = again.Count, ChildrenReleased = 0, ChildrenActive = 0, FailedChildren = 0 });
        if (again.Count == 0)
            turn.Completed(node.Path);
        Loops.ReleaseMore(turn, node.Path, definition.Loop!);
    }

    /// <summary>The run may have taken another definition of the step; a trial keeps its values.</summary>
    private static NodeRun WithCommands(RunGraph graph, NodeRun trial) =>
        graph.StepOf(trial.Node) is { } step && StepCommands.TryBuild(step, trial.Parameters, out var commands, out _)
            ? trial with { Commands = commands }
            : trial;

    private static void GiveUp(MachineTurn turn, NodeRun node)
    {
        foreach (var below in NodeTree.Below(turn, node.Path).ToList())
            turn.Set(below with { State = NodeRunState.Skipped, Attempt = null, Reason = "belongs to an earlier attempt" });
        turn.Set(node with { Children = 0, HasBody = false, OpenChildren = 0, FailedChildren = 0 });
    }

    /// <summary>A task that had begun has its sources' values already; only its trials that did not end well run again.</summary>
    private static void ResumeTrials(MachineTurn turn, NodeRun parent)
    {
        var again = NodeTree.Children(turn, parent.Path).Where(child => !IsKept(child)).ToList();
        turn.Set(parent with
        {
            State = NodeRunState.Running,
            WaitingFor = 0,
            OpenChildren = again.Count,
            ChildrenReleased = 0,
            ChildrenActive = 0,
            FailedChildren = 0,
        });
        again.ForEach(child => turn.Set(WithCommands(turn.Graph, Reset(child))));
        Trials.ReleaseMore(turn, parent.Path);
        if (again.Count == 0)
            turn.Succeed(turn.Get(parent.Path));
    }
}
