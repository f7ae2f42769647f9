using Gyre.Core;

namespace Gyre.Pipelines.Machine;

/// <summary>How a node run ended, as exit handlers are told.</summary>
internal static class FinalStatus
{
    private const long FailedCode = 1;

    public static Value Of(RunPlan plan, NodeRun run)
    {
        var state = run.State switch
        {
            NodeRunState.Succeeded => "SUCCEEDED",
            NodeRunState.Cancelled => "CANCELLED",
            NodeRunState.NotTriggered => "NOT_TRIGGERED",
            NodeRunState.Skipped => "SKIPPED",
            _ => "FAILED",
        };
        List<KeyValuePair<string, Value>> entries =
        [
            new("state", Value.Of(state)),
            new("pipelineJobResourceName", Value.Of(Templates.RunNameOf(plan))),
            new("pipelineTaskName", Value.Of(NodePaths.NameOf(run.Node, run.Scope))),
        ];
        if (state == "FAILED")
            entries.Add(new("error", new MapValue([new("code", Value.Of(FailedCode)), new("message", Value.Of(run.Reason ?? "failed"))])));
        return new MapValue([.. entries]);
    }
}
