using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Looks up what the nodes of a new run take over from earlier ones, so that the run no longer depends on them.</summary>
internal sealed class ReusedNodes(IDatabase database)
{
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="project">The only project whose runs are known; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Pipeline> ResolveAsync(Pipeline pipeline, string? project, CancellationToken cancellationToken)
    {
        if (!pipeline.Graph.Nodes.Any(node => node is ReusedNode))
            return pipeline;
        var problems = new List<Diagnostic>();
        var nodes = await database.ReadAsync(
            session => pipeline.Graph.Nodes
                .Select(node => node is ReusedNode reused ? Resolve(session, reused, project, problems) : node).ToImmutableArray(),
            cancellationToken);
        return problems.Count == 0 ? pipeline with { Graph = pipeline.Graph with { Nodes = nodes } } : throw new InvalidInputException(problems);
    }

    private static ReusedNode Resolve(IDbSession session, ReusedNode reused, string? project, List<Diagnostic> problems)
    {
        if (Find(session, reused.Source) is not { } place
            || (project is not null && RunStore.Plan(session, place.Run)?.Project != project))
        {
            problems.Add(Problem(reused, $"no execution or node '{reused.Source}' exists"));
            return reused;
        }
        var graph = new RunGraph(RunStore.Plan(session, place.Run)!);
        var node = RunStore.Node(session, place.Run, place.Path);
        if (node is null || Reuse.Of(graph, node, Holder(session, place.Run, node)) is not { } whole)
        {
            problems.Add(Problem(reused, $"'{place.Path}' of run {place.Run} did not succeed"));
            return reused;
        }
        var trials = Enumerable.Range(0, node.Children).Select(index => RunStore.Node(session, place.Run, Trials.PathOf(node.Path, index))).OfType<NodeRun>();
        return reused with
        {
            IsTask = node.Children > 0,
            Executions = node.Children == 0 ? [whole] : [.. trials.Select(trial => Reuse.Of(graph, trial, node)).OfType<ReusedExecution>()],
        };
    }

    private static NodeRun Holder(IDbSession session, RunId run, NodeRun node) => node.Parent is { } parent ? RunStore.Node(session, run, parent)! : node;

    /// <summary>An attempt's id or number, or <c>RUN:NUMBER</c> for the node with that number in the run's graph.</summary>
    private static (RunId Run, string Path)? Find(IDbSession session, string source)
    {
        if (GuidIds.TryParse<AttemptId>(source, out var attempt))
            return ExecutionStore.Find(session, attempt) is { } execution ? (execution.Run, execution.NodePath) : null;
        var colon = source.LastIndexOf(':');
        if (colon < 0 || !long.TryParse(source[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        if (GuidIds.TryParse<RunId>(source[..colon], out var run) && RunStore.Plan(session, run) is { } plan)
            return number < plan.Pipeline.Graph.Nodes.Length ? (run, plan.Pipeline.Graph.Nodes[(int)number].Name) : null;
        return ExecutionStore.Find(session, number) is { } counted ? (counted.Run, counted.NodePath) : null;
    }

    private static Diagnostic Problem(ReusedNode node, string text) => new(Severity.Error, "node.reuse", $"Node '{node.Name}': {text}.")
    {
        Remedy = "Use an execution, or a node of a run, that succeeded.",
    };
}
