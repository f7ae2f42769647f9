namespace Gyre.Pipelines.Machine;

/// <summary>Ends node runs that do not work themselves.</summary>
internal static class ExternalEnds
{
    public static void Apply(MachineTurn turn, NodeRun node, ExternalEnd end)
    {
        var ended = node with { Reason = end.Reason, Results = end.Results, Metadata = end.Metadata, OutputArtifacts = end.Artifacts };
        switch (end.Outcome)
        {
            case ExternalOutcome.Succeeded:
                turn.Succeed(ended);
                break;
            case ExternalOutcome.Failed:
                turn.Fail(ended, end.Reason ?? "failed");
                break;
            case ExternalOutcome.Skipped:
                turn.End(ended, NodeRunState.Skipped);
                break;
        }
    }
}
