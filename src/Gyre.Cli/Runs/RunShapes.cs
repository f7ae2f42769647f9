using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Runs as JSON. Others call the program and read these; names and words stay as they are.</summary>
internal static class RunShapes
{
    /// <summary>What <c>gyre run --format json</c> prints.</summary>
    public static MapValue Finished(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs) => new(
    [
        new("run_id", Value.Of(run.Id.ToString())),
        new("state", Value.Of(Shown.Word(run.State))),
        .. Outputs(nodes, outputs),
        new("nodes", Shape.List(nodes, Node)),
        new("seconds", Shape.Seconds(run.CreatedAt, run.EndedAt)),
    ]);

    /// <summary>A run in a list.</summary>
    public static MapValue Listed(RunView run) => Shape.Object(
        ("run_id", Value.Of(run.Id.ToString())),
        ("state", Value.Of(Shown.Word(run.State))),
        ("reason", Shape.Text(run.Reason)),
        ("project", Value.Of(run.Project)),
        ("pipeline", Value.Of(run.Pipeline)),
        ("title", Value.Of(run.Title)),
        ("parameters", run.Parameters),
        ("created_at", Shape.Time(run.CreatedAt)),
        ("ended_at", Shape.Time(run.EndedAt)),
        ("seconds", Shape.Seconds(run.CreatedAt, run.EndedAt)),
        ("parent_run_id", Shape.Text(run.Parent)),
        ("cycle_id", Shape.Text(run.Cycle)),
        ("turn", run.Turn > 0 ? Value.Of(run.Turn) : Value.Null),
        ("executions", Value.Of(run.Executions)),
        ("tags", Shape.List(run.Tags, Value.Of)),
        ("revision", Shape.Text(run.Revision)),
        ("commit", Shape.Text(run.CodeOrigin?.Commit)),
        ("reference", Shape.Text(run.CodeOrigin?.Reference)),
        ("dirty", Value.Of(run.CodeOrigin?.Dirty == true)));

    /// <summary>A run with everything about its nodes.</summary>
    public static MapValue Detailed(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs) => new(
    [
        .. Listed(run).Entries,
        .. Outputs(nodes, outputs),
        new("nodes", Shape.List(nodes, DetailedNode)),
    ]);

    /// <summary>A plan.</summary>
    public static MapValue Plan(IEnumerable<PlannedNode> nodes) => Shape.Object(
        ("nodes", Shape.List(nodes, static node => Shape.Object(
            ("name", Value.Of(node.Path)),
            ("action", Value.Of(node.Action)),
            ("reason", Value.Of(node.Reason)),
            ("commands", Shape.List(node.Commands, Value.Of))))));

    /// <summary>What a pipeline with typed nodes gives; other pipelines have no outputs of their own.</summary>
    private static IEnumerable<KeyValuePair<string, Value>> Outputs(IReadOnlyList<NodeRunView> nodes, RunOutputs outputs) =>
        nodes.Any(static node => node.IsTyped) ? [new("outputs", outputs.Values), new("artifacts", Artifacts(outputs.Artifacts))] : [];

    /// <summary>The outputs of a typed node are its values by name, with its artifacts beside them; of a command they are files.</summary>
    private static MapValue Node(NodeRunView node)
    {
        var common = Shape.Object(
            ("name", Value.Of(node.Path)),
            ("state", Value.Of(Shown.Word(node.State))),
            ("cache", Value.Of(Shown.Word(node.Cache ?? CacheOutcome.Off))),
            ("attempts", Value.Of(node.Attempts)),
            ("metadata", node.Metadata),
            ("outputs", node.IsTyped ? node.Results : Shape.List(node.Outputs, Output)));
        return !node.IsTyped ? common : new([.. common.Entries, new("artifacts", Artifacts(node.OutputArtifacts)), new("iterations", Shape.Integer(node.Iterations))]);
    }

    private static MapValue Artifacts(IEnumerable<NamedArtifacts> artifacts) =>
        new([.. artifacts.Select(static named => KeyValuePair.Create(named.Name, (Value)Shape.List(named.Items, Artifact)))]);

    private static MapValue Artifact(Artifact artifact) => Shape.Object(
        ("name", Value.Of(artifact.Name)),
        ("type", Value.Of(artifact.Type.Title)),
        ("uri", Shape.Text(artifact.Uri)),
        ("metadata", artifact.Metadata),
        ("files", Shape.List(artifact.Files, static file => Shape.Object(
            ("path", Value.Of(file.Path)),
            ("digest", Value.Of(file.Digest.ToString())),
            ("size", Value.Of(file.SizeInBytes))))));

    private static MapValue DetailedNode(NodeRunView node) => new(
    [
        .. Node(node).Entries,
        new("kind", Value.Of(node.Kind)),
        new("step", Shape.Text(node.Step)),
        new("reason", Shape.Text(node.Reason)),
        new("parameters", node.Parameters),
        new("inputs", Shape.List(node.Inputs, Input)),
        .. node.IsTyped ? [new("input_artifacts", Artifacts(node.InputArtifacts))] : Array.Empty<KeyValuePair<string, Value>>(),
        new("commands", Shape.List(node.Commands, Value.Of)),
        new("attempt_id", Shape.Text(node.Attempt)),
        new("started_at", Shape.Time(node.StartedAt)),
        new("ended_at", Shape.Time(node.EndedAt)),
        new("seconds", Shape.Seconds(node.StartedAt, node.EndedAt)),
        new("cpu_seconds", Shape.Number(node.Usage?.CpuSeconds)),
        new("peak_memory_bytes", Shape.Integer(node.Usage?.PeakMemoryInBytes)),
        new("warnings", Shape.List(node.Warnings, Value.Of)),
    ]);

    private static MapValue Output(OutputFile file) => Shape.Object(
        ("path", Value.Of(file.Path)),
        ("digest", Value.Of(file.Digest.ToString())),
        ("size", Value.Of(file.SizeInBytes)));

    private static MapValue Input(InputOrder input) => Shape.Object(
        ("name", Value.Of(input.Name)),
        ("files", Shape.List(input.Files, static file => Shape.Object(
            ("path", Value.Of(file.Name)),
            ("uri", Value.Of(file.Uri)),
            ("digest", Value.Of(file.Digest.ToString())),
            ("size", Value.Of(file.SizeInBytes))))));
}
