using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>What progress looks like at one moment.</summary>
/// <param name="Cycle">The cycle, or null for a single run.</param>
/// <param name="Run">The run under way; null before a cycle's first turn.</param>
/// <param name="Nodes">Node runs of that run, children behind their parent.</param>
internal sealed record Picture(CycleView? Cycle, RunView? Run, IReadOnlyList<NodeRunView> Nodes);

/// <summary>Shows pictures while some work is under way.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs the work; it hands over each new picture.</summary>
    Task<T> ShowAsync<T>(Func<Action<Picture>, Task<T>> work);
}

/// <summary>How states are told apart.</summary>
internal static class NodeStates
{
    /// <summary>Nothing more happens to it.</summary>
    public static bool IsOver(NodeRunState state) => state is NodeRunState.Succeeded or NodeRunState.Failed or NodeRunState.Skipped
        or NodeRunState.NotTriggered or NodeRunState.UpstreamFailed or NodeRunState.Cancelled;

    /// <summary>Nothing more happens to the run.</summary>
    public static bool IsOver(RunState state) => state is not (RunState.Running or RunState.Cancelling);

    /// <summary>The node run that a child belongs to: <c>train</c> for <c>train[2]</c>, <c>loop</c> for <c>loop[2]/say</c>, as iterations are not shown; null for one at the top.</summary>
    public static string? Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        var bracket = path.EndsWith(']') ? path.LastIndexOf('[') : -1;
        return bracket > slash ? path[..bracket] : slash > 0 ? WithoutNumber(path[..slash]) : null;
    }

    private static string WithoutNumber(string path) => path.EndsWith(']') && path.LastIndexOf('[') is > 0 and var bracket ? path[..bracket] : path;
}
