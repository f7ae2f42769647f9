using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Says what would happen if a run started now: plays the machine with the cache's answers and stops where something would really run, because what
/// comes after depends on it.
/// </summary>
internal sealed class RunPlanner(RunGraph graph, CacheAsker cache)
{
    public async Task<IReadOnlyList<PlannedNode>> PlanAsync(CancellationToken cancellationToken)
    {
        var planned = new Dictionary<string, PlannedNode>(StringComparer.Ordinal);
        var decision = PipelineMachine.Decide(graph, new RunMachineState(), new RunBegan(DateTimeOffset.UnixEpoch));
        var state = decision.State;
        var open = new Queue<MachineCommand>(decision.Commands);
        while (open.TryDequeue(out var command))
        {
            var node = state.Nodes[command.Path];
            if (command is StartAttempt)
                planned.TryAdd(node.Path, Runs(node, "caching is disabled"));
            if (command is not AskCache)
                continue;
            var parts = await cache.PartsOfAsync(graph, state, node, cancellationToken);
            if (await cache.AskAsync(graph, state, node, parts, cancellationToken) is not CacheHit hit)
            {
                var differences = await cache.ExplainAsync(graph, state, node, parts, cancellationToken);
                planned[node.Path] = Runs(
                    node, Differences.InWords(differences) ?? "no earlier result has the same key") with
                { Differences = differences };
                continue;
            }
            planned[node.Path] = new PlannedNode { Path = node.Path, Action = "hit", Reason = "an earlier result has the same key", Commands = node.Commands };
            decision = PipelineMachine.Decide(graph, state, new CacheAnswered(DateTimeOffset.UnixEpoch, node.Path, hit.Result));
            state = decision.State;
            foreach (var next in decision.Commands)
                open.Enqueue(next);
        }
        var nodes = state.Nodes.Values.Where(node => !node.EndsWithOthers && !(node.Parent is not null && graph.Node(node.Node) is SubGraphNode));
        return [.. nodes.OrderBy(node => node, new FileOrder(graph)).Select(node => planned.GetValueOrDefault(node.Path) ?? Of(state, node))];
    }

    private PlannedNode Of(RunMachineState state, NodeRun node)
    {
        if (node is { Ended: true, HasOthersBelow: true })
            return new PlannedNode { Path = node.Path, Action = KebabCase.Of(node.State), Reason = node.Reason ?? "everything inside it has an earlier result" };
        if (node.Ended || node.IsAwaiting)
            return new PlannedNode { Path = node.Path, Action = KebabCase.Of(node.State), Reason = node.Reason ?? "decided without running" };
        if (node.Parent is not null)
            return Unknown(node.Path, "waits for a free slot");
        var open = graph.Sources(node.Node).Select(source => NodePaths.In(node.Scope, NodePaths.NameOf(source, node.Scope))).Where(path => !state.Nodes[path].Ended);
        return Unknown(node.Path, $"depends on {string.Join(", ", open)}");
    }

    private static PlannedNode Runs(NodeRun node, string reason) => new() { Path = node.Path, Action = "run", Reason = reason, Commands = node.Commands };

    private static PlannedNode Unknown(string path, string reason) => new() { Path = path, Action = "unknown", Reason = reason, Commands = ImmutableArray<string>.Empty };
}
