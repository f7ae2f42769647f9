using System.Collections.Immutable;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Formats.Valohai;

/// <summary>States in the words that clients wait for.</summary>
internal static class CompatibleStates
{
    public static string Of(RunState state) => state switch
    {
        RunState.Running => "started",
        RunState.Cancelling => "stopping",
        RunState.Succeeded => "complete",
        RunState.Failed => "error",
        _ => "stopped",
    };

    public static string Of(NodeRunState state) => state switch
    {
        NodeRunState.Waiting or NodeRunState.AwaitingApproval or NodeRunState.AwaitingAnswer => "created",
        NodeRunState.Queued or NodeRunState.BackingOff => "queued",
        NodeRunState.Running => "started",
        NodeRunState.Succeeded => "complete",
        NodeRunState.Failed => "error",
        _ => "stopped",
    };

    /// <summary>The states that a word stands for; empty when the word stands for none.</summary>
    public static ImmutableArray<RunState> Runs(string word) => [.. Enum.GetValues<RunState>().Where(state => Of(state) == word)];

    /// <inheritdoc cref="Runs"/>
    public static ImmutableArray<NodeRunState> Nodes(string word) => [.. Enum.GetValues<NodeRunState>().Where(state => Of(state) == word)];
}
