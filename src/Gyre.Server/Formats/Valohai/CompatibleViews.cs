using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Runs, executions and files as clients of <c>/api/v0</c> read them.</summary>
internal sealed class CompatibleViews(IRuns runs, ICatalog catalog, ExecutorSet executors)
{
    public static string NodeId(RunId run, int position) => string.Create(CultureInfo.InvariantCulture, $"{run}:{position}");

    public async Task<MapValue> ShortAsync(HttpRequest request, RunView run, CancellationToken cancellationToken) => Map(
        Entry("id", run.Id.ToString()),
        Entry("counter", Value.Of(await catalog.RunNumberAsync(run.Id, cancellationToken))),
        Entry("title", run.Title),
        Entry("status", CompatibleStates.Of(run.State)),
        Entry("url", $"{Base(request)}/api/v0/pipelines/{run.Id}/"),
        Entry("urls", Map(Entry("display", $"{Base(request)}/api/v1/runs/{run.Id}"))),
        Entry("project", CompatibleAccess.IdOf(run.Project)),
        Entry("project_name", run.Project),
        Entry("name", run.Pipeline),
        Entry("parent", run.Parent?.ToString()),
        Entry("cycle", run.Cycle?.ToString()),
        Entry("turn", Value.Of(run.Turn)),
        Entry("tags", Texts(run.Tags)),
        Entry("ctime", Time(run.CreatedAt)),
        Entry("end_time", Time(run.EndedAt)));

    public async Task<MapValue> PipelineAsync(HttpRequest request, RunView run, CancellationToken cancellationToken)
    {
        var graph = (await runs.PipelineOfAsync(run.Id, cancellationToken))!.Graph;
        var nodes = (await runs.NodesAsync(run.Id, cancellationToken)).ToDictionary(node => node.Path, StringComparer.Ordinal);
        var described = new List<Value>();
        foreach (var (position, node) in graph.Nodes.Index())
            described.Add(await NodeAsync(request, run, position, nodes[node.Name], nodes, cancellationToken));
        var head = await ShortAsync(request, run, cancellationToken);
        return new MapValue([
            .. head.Entries,
            Entry("nodes", Value.Of(described)),
            Entry("edges", Value.Of(graph.Edges.Select(Edge))),
            Entry("parameters", run.Parameters),
            Entry("reason", run.Reason),
        ]);
    }

    /// <summary>An execution; what its node run holds when it is the attempt that counts, else only where it belongs.</summary>
    public async Task<MapValue> ExecutionAsync(HttpRequest request, ExecutionPlace place, CancellationToken cancellationToken)
    {
        var run = (await runs.FindAsync(place.Run, cancellationToken))!;
        var node = await runs.NodeAsync(place.Run, place.NodePath, cancellationToken);
        var current = node is not null && node.Attempt == place.Attempt;
        return Map(
            Entry("id", place.Attempt.ToString()),
            Entry("counter", Value.Of(place.Number)),
            Entry("title", place.NodePath),
            Entry("status", current ? CompatibleStates.Of(node!.State) : "error"),
            Entry("status_detail", await DetailAsync(node, place.Attempt, cancellationToken)),
            Entry("url", $"{Base(request)}/api/v0/executions/{place.Attempt}/"),
            Entry("urls", Map(Entry("display", $"{Base(request)}/api/v1/runs/{place.Run}/nodes"))),
            Entry("project", CompatibleAccess.IdOf(run.Project)),
            Entry("pipeline", Map(Entry("id", run.Id.ToString()), Entry("counter", Value.Of(await catalog.RunNumberAsync(run.Id, cancellationToken))))),
            Entry("node", place.NodePath),
            Entry("step", node?.Step),
            Entry("command", current ? string.Join('\n', node!.Commands) : null),
            Entry("parameters", current ? node!.Parameters : null),
            Entry("inputs", current ? Value.Of(node!.Inputs.Select(Input)) : null),
            Entry("outputs", current ? Value.Of(node!.Outputs.Select(output => Output(place.Attempt, output))) : null),
            Entry("cumulative_metadata", current ? node!.Metadata : null),
            Entry("error", current ? node!.Reason : null),
            Entry("ctime", Time(current ? node!.StartedAt ?? run.CreatedAt : run.CreatedAt)),
            Entry("end_time", Time(current ? node!.EndedAt : null)),
            Entry("duration", current && node is { StartedAt: { } start, EndedAt: { } end } ? Value.Of((end - start).TotalSeconds) : null));
    }

    public static MapValue File(CatalogFile file) => Map(
        Entry("id", file.Id.ToString("D")),
        Entry("name", file.Path),
        Entry("uri", $"datum://{file.Id:D}"),
        Entry("size", Value.Of(file.SizeInBytes)),
        Entry("md5", file.Md5),
        Entry("sha1", file.Sha1),
        Entry("sha256", file.Digest.Hex),
        Entry("ctime", Time(file.CreatedAt)),
        Entry("tags", Texts(file.Tags)),
        Entry("aliases", Texts(file.Aliases)),
        Entry("metadata", file.Metadata),
        Entry("project", CompatibleAccess.IdOf(file.Project)),
        Entry("output_execution", file.Attempt is { } attempt
            ? Map(Entry("id", attempt.ToString()), Entry("node", file.NodePath))
            : null));

    public static MapValue Version(DatasetVersion version) => Map(
        Entry("id", version.Id.ToString("D")),
        Entry("name", version.Version),
        Entry("uri", $"dataset://{version.Dataset}/{version.Version}"),
        Entry("dataset", Map(Entry("id", DatasetId(version)), Entry("name", version.Dataset))),
        Entry("ctime", Time(version.CreatedAt)),
        Entry("tags", Texts([])),
        Entry("aliases", Texts(version.Aliases)),
        Entry("created_by", version.Run?.ToString()),
        Entry("files", Value.Of(version.Files.Select(file => Map(Entry("datum", Map(Entry("id", file.ToString("D")))))))));

    public static string DatasetId(DatasetVersion version) => GuidIds.FromNames("dataset", version.Project, version.Dataset).ToString("D");

    private async Task<MapValue> NodeAsync(
        HttpRequest request, RunView run, int position, NodeRunView node, Dictionary<string, NodeRunView> nodes, CancellationToken cancellationToken)
    {
        var place = node.Attempt is { } attempt ? await catalog.FindExecutionAsync(attempt, cancellationToken) : null;
        var children = nodes.Values.Where(child => child.Path.StartsWith(node.Path + "[", StringComparison.Ordinal)).ToImmutableArray();
        return Map(
            Entry("id", NodeId(run.Id, position)),
            Entry("name", node.Path),
            Entry("type", node.Kind),
            Entry("status", CompatibleStates.Of(node.State)),
            Entry("awaiting_approval", Value.Of(node.State == NodeRunState.AwaitingApproval)),
            Entry("reused", Value.Of(node.Cache is CacheOutcome.Hit or CacheOutcome.Reused)),
            Entry("reason", node.Reason),
            Entry("execution", place is null ? null : Map(
                Entry("id", place.Attempt.ToString()),
                Entry("counter", Value.Of(place.Number)),
                Entry("status", CompatibleStates.Of(node.State)),
                Entry("url", $"{Base(request)}/api/v0/executions/{place.Attempt}/"))),
            Entry("task", node.Kind != "task" ? null : Map(
                Entry("id", NodeId(run.Id, position)),
                Entry("status", CompatibleStates.Of(node.State)),
                Entry("url", $"{Base(request)}/api/v0/tasks/{NodeId(run.Id, position)}/"),
                Entry("executions", Texts(children.Select(child => child.Attempt).OfType<AttemptId>().Select(child => child.ToString()))))));
    }

    private static MapValue Edge(Edge edge) => Map(
        Entry("source_node", edge.Source.Node),
        Entry("source_type", KebabCase.Of(edge.Source.Kind)),
        Entry("source_key", edge.Source.Key),
        Entry("target_node", edge.Target.Node),
        Entry("target_type", KebabCase.Of(edge.Target.Kind)),
        Entry("target_key", edge.Target.Key),
        Entry("configuration", edge.Configuration));

    private static MapValue Input(InputOrder input) => Map(
        Entry("name", input.Name),
        Entry("files", Value.Of(input.Files.Select(file => Map(Entry("name", file.Name), Entry("uri", file.Uri), Entry("size", Value.Of(file.SizeInBytes)))))));

    private static MapValue Output(AttemptId attempt, OutputFile output) => Map(
        Entry("id", CatalogIds.Of(attempt, output.Path).ToString("D")), Entry("name", output.Path), Entry("size", Value.Of(output.SizeInBytes)));

    /// <summary>What the step last said of itself.</summary>
    private async Task<Value?> DetailAsync(NodeRunView? node, AttemptId attempt, CancellationToken cancellationToken) =>
        executors.Find(node?.Executor) is { } executor ? (await executor.ObserveAsync(attempt, cancellationToken)).Detail : null;
}
