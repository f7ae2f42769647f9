namespace Gyre.Pipelines.Machine;

/// <summary>Takes a run up again: what ended well stays, everything else begins anew.</summary>
internal static class Resumption
{
    public static void Apply(MachineTurn turn)
    {
        turn.Reopen();
        var open = turn.Graph.Nodes.Where(node => !IsKept(turn.Get(node.Name))).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        turn.OpenNodes = open.Count;
        foreach (var name in open)
            turn.Set(Reset(turn.Get(name)) with { WaitingFor = turn.Graph.Sources(name).Count(open.Contains) });
        foreach (var node in turn.Graph.Nodes.Where(node => open.Contains(node.Name)))
        {
            var run = turn.Get(node.Name);
            if (run.Children > 0)
                ResumeTrials(turn, run);
            else if (run.WaitingFor == 0)
                turn.Ready(run.Path);
        }
        turn.Settle();
    }

    private static bool IsKept(NodeRun node) => node.State == NodeRunState.Succeeded;

    private static NodeRun Reset(NodeRun node) => node with
    {
        State = NodeRunState.Waiting,
        SourceFailed = false,
        Approved = false,
        AttemptsBefore = node.Attempts,
        LostAttempts = node.LostAttempts,
        Attempt = null,
        Cache = null,
        Reason = null,
        EndedAt = null,
        RetryAt = null,
        ExpiresAt = null,
        StoppedEarly = false,
    };

    /// <summary>A task that had begun has its sources' values already; only its trials that did not end well run again.</summary>
    private static void ResumeTrials(MachineTurn turn, NodeRun parent)
    {
        var again = Enumerable.Range(0, parent.Children).Select(index => turn.Get(Trials.PathOf(parent.Path, index))).Where(child => !IsKept(child)).ToList();
        turn.Set(parent with
        {
            State = NodeRunState.Running,
            WaitingFor = 0,
            OpenChildren = again.Count,
            ChildrenReleased = 0,
            ChildrenActive = 0,
            FailedChildren = 0,
        });
        again.ForEach(child => turn.Set(Reset(child)));
        Trials.ReleaseMore(turn, parent.Path);
        if (again.Count == 0)
            turn.Succeed(turn.Get(parent.Path));
    }
}
