using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Home.Views;

/// <summary>
/// The engine's views as the records that <c>/api/v1</c> answers and the command line prints. Whatever shows a run, a cycle, a trigger or
/// the cache as JSON goes through here.
/// </summary>
public static partial class ContractViews
{
    /// <summary>A run alone.</summary>
    public static RunInfo Of(RunView run) => new()
    {
        RunId = run.Id,
        State = KebabCase.Of(run.State),
        Reason = run.Reason,
        Project = run.Project,
        Pipeline = run.Pipeline,
        Title = run.Title,
        Parameters = run.Parameters,
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Seconds = Seconds(run.CreatedAt, run.EndedAt),
        ParentRunId = run.Parent,
        CycleId = run.Cycle,
        Turn = run.Turn > 0 ? run.Turn : null,
        Executions = run.Executions,
        Tags = run.Tags,
        Revision = run.Revision,
        Commit = run.CodeOrigin?.Commit,
        Reference = run.CodeOrigin?.Reference,
        Dirty = run.CodeOrigin?.Dirty == true,
        Driven = run.IsDriven,
        Remedy = run.IsDriven == false ? RemedyOf($"gyre resume {run.Id}") : null,
    };

    /// <summary>A run with everything about its nodes.</summary>
    public static RunInfo Of(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
    {
        var typed = nodes.Any(static node => node.IsTyped);
        return Of(run) with
        {
            Outputs = typed ? outputs.Values : null,
            Artifacts = typed ? ByName(outputs.Artifacts) : null,
            Nodes = [.. nodes.Select(Of)],
        };
    }

    /// <summary>A run to be drawn.</summary>
    public static RunGraphInfo Of(RunGraphView graph) => new()
    {
        Nodes =
        [
            .. graph.Nodes.Select(static node =>
                new GraphNodeInfo(node.Path, node.Kind, node.Step, node.Parent, KebabCase.Of(node.State))),
        ],
        Edges = [.. graph.Edges.Select(static edge => new GraphEdgeInfo(edge.From, edge.To, edge.Label))],
    };

    /// <summary>How a run ended.</summary>
    public static RunResult ResultOf(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
    {
        var typed = nodes.Any(static node => node.IsTyped);
        return new RunResult
        {
            RunId = run.Id,
            State = KebabCase.Of(run.State),
            Outputs = typed ? outputs.Values : null,
            Artifacts = typed ? ByName(outputs.Artifacts) : null,
            Nodes = [.. nodes.Select(ResultOf)],
            Seconds = Seconds(run.CreatedAt, run.EndedAt),
        };
    }

    /// <summary>What a run gives by its pipeline's typed outputs.</summary>
    public static RunOutputsInfo Of(RunOutputs outputs) => new() { Outputs = outputs.Values, Artifacts = ByName(outputs.Artifacts) };

    /// <summary>What would run.</summary>
    public static RunPlanInfo Of(IEnumerable<PlannedNode> plan) => new()
    {
        Nodes = [.. plan.Select(static node => new PlannedNodeInfo
        {
            Name = node.Path, Action = node.Action, Reason = node.Reason, Commands = node.Commands,
        })],
    };

    /// <summary>A node run.</summary>
    public static NodeInfo Of(NodeRunView node) => new()
    {
        Name = node.Path,
        State = KebabCase.Of(node.State),
        Cache = CacheOf(node),
        Attempts = node.Attempts,
        Metadata = node.Metadata,
        Outputs = OutputsOf(node),
        Artifacts = node.IsTyped ? ByName(node.OutputArtifacts) : null,
        Wait = node.Wait is { } wait
            ? new NodeWaitInfo { Key = wait.Key, WaitsFor = wait.WaitsFor, Question = wait.Question, ExpiresAt = wait.ExpiresAt }
            : null,
        Iterations = node.Iterations,
        Kind = node.Kind,
        Step = node.Step,
        Reason = node.Reason,
        Parameters = node.Parameters,
        Inputs = [.. node.Inputs.Select(Of)],
        InputArtifacts = node.IsTyped ? ByName(node.InputArtifacts) : null,
        Commands = node.Commands,
        AttemptId = node.Attempt,
        QueuedSeconds = node.QueuedFor is { } queued ? Math.Round(queued.TotalSeconds, 3) : null,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
        Seconds = Seconds(node.StartedAt, node.EndedAt),
        CpuSeconds = node.Usage?.CpuSeconds,
        PeakMemoryBytes = node.Usage?.PeakMemoryInBytes,
        Warnings = node.Warnings,
    };

    private static NodeResult ResultOf(NodeRunView node) => new()
    {
        Name = node.Path,
        State = KebabCase.Of(node.State),
        Cache = CacheOf(node),
        Attempts = node.Attempts,
        Metadata = node.Metadata,
        Outputs = OutputsOf(node),
        Artifacts = node.IsTyped ? ByName(node.OutputArtifacts) : null,
        Iterations = node.Iterations,
    };

    private static string RemedyOf(string command) =>
        $"No engine is executing it. Run '{command}' or start 'gyre serve' on its home to continue.";

    private static string CacheOf(NodeRunView node) => KebabCase.Of(node.Cache ?? CacheOutcome.Off);

    /// <summary>Of a typed node its values by name; of a command the files.</summary>
    private static NodeOutputs OutputsOf(NodeRunView node) =>
        node.IsTyped ? NodeOutputs.Of(node.Results) : NodeOutputs.Of([.. node.Outputs.Select(Of)]);

    private static Dictionary<string, IReadOnlyList<TypedArtifactInfo>> ByName(ImmutableArray<NamedArtifacts> artifacts) =>
        artifacts.ToDictionary(
            static named => named.Name,
            static named => (IReadOnlyList<TypedArtifactInfo>)[.. named.Items.Select(Of)],
            StringComparer.Ordinal);

    private static TypedArtifactInfo Of(Artifact artifact) => new()
    {
        Name = artifact.Name,
        Type = artifact.Type.Title,
        Uri = artifact.Uri,
        Metadata = artifact.Metadata,
        Files = [.. artifact.Files.Select(
            static file => new ArtifactInfo { Path = file.Path, Digest = file.Digest, Size = file.SizeInBytes })],
    };

    private static ArtifactInfo Of(OutputFile file) =>
        new() { Path = file.Path, Digest = file.Digest, Size = file.SizeInBytes, Metadata = file.Metadata };

    private static InputInfo Of(InputOrder input) => new() { Name = input.Name, Files = [.. input.Files.Select(Of)] };

    private static ArtifactInfo Of(InputFile file) =>
        new() { Path = file.Name, Uri = file.Uri, Digest = file.Digest, Size = file.SizeInBytes, Metadata = file.Metadata };

    /// <summary>Rounded to milliseconds; null while there is no end. A clock that was set back makes no negative time.</summary>
    private static double? Seconds(DateTimeOffset? from, DateTimeOffset? to) =>
        from is { } start && to is { } end ? Math.Round(Math.Max(0, (end - start).TotalSeconds), 3) : null;
}
