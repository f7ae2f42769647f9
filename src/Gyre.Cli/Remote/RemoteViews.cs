using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Remote;

/// <summary>What a server answers as the views that commands show.</summary>
internal static class RemoteViews
{
    public static RunView Of(RunInfo run) => new()
    {
        Id = run.RunId,
        Project = run.Project,
        Pipeline = run.Pipeline,
        Title = run.Title,
        State = Word<RunState>(run.State),
        Reason = run.Reason,
        Parameters = MapOf(run.Parameters),
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Parent = run.ParentRunId,
        Cycle = run.CycleId,
        Turn = run.Turn ?? 0,
        Executions = run.Executions,
        Tags = [.. run.Tags],
        Revision = run.Revision,
        CodeOrigin = run.Commit is { } commit ? new CodeOrigin { Commit = commit, Reference = run.Reference, Dirty = run.Dirty } : null,
    };

    public static NodeRunView Of(NodeInfo node) => new()
    {
        Path = node.Name,
        Kind = node.Kind,
        Step = node.Step,
        State = Word<NodeRunState>(node.State),
        // The server does not tell 'not asked yet' from 'not asked'.
        Cache = node.Cache == "off" && node.AttemptId is null ? null : Word<CacheOutcome>(node.Cache),
        Attempts = node.Attempts,
        Attempt = node.AttemptId,
        Reason = node.Reason,
        Parameters = MapOf(node.Parameters),
        Inputs = [.. node.Inputs.Select(Of)],
        Metadata = MapOf(node.Metadata),
        Outputs = [.. (node.Outputs.Files ?? []).Select(Of)],
        IsTyped = node.Outputs.Values is not null,
        InputArtifacts = Of(node.InputArtifacts),
        Results = node.Outputs.Values ?? new MapValue([]),
        OutputArtifacts = Of(node.Artifacts),
        Wait = node.Wait is { } wait ? new NodeWaitView(wait.Key, wait.WaitsFor, MapOf(wait.Question), wait.ExpiresAt) : null,
        Iterations = node.Iterations,
        Commands = [.. node.Commands],
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
        Usage = node.CpuSeconds is { } seconds
            ? new ResourceUsage { CpuSeconds = seconds, PeakMemoryInBytes = node.PeakMemoryBytes ?? 0 } : null,
        Warnings = [.. node.Warnings],
    };

    public static RunOutputs Of(RunOutputsInfo outputs) => new(MapOf(outputs.Outputs), Of(outputs.Artifacts));

    public static PlannedNode Of(PlannedNodeInfo node) =>
        new() { Path = node.Name, Action = node.Action, Reason = node.Reason, Commands = [.. node.Commands] };

    public static CycleView Of(CycleInfo cycle) => new()
    {
        Id = cycle.CycleId,
        Name = cycle.Name,
        Project = cycle.Project,
        Pipeline = cycle.Pipeline,
        ByHand = cycle.ByHand,
        State = Word<CycleState>(cycle.State),
        StopReason = cycle.StopReason,
        StopDetail = cycle.StopDetail,
        CreatedAt = cycle.CreatedAt,
        EndedAt = cycle.EndedAt,
        MaxIterations = cycle.MaxIterations,
        Objective = cycle.Objective is { } objective ? new Objective(objective.Metric, Word<Direction>(objective.Direction)) : null,
        Turns = [.. cycle.Turns.Select(Of)],
        BestTurn = cycle.BestTurn,
    };

    public static LogLine Of(LogLineInfo line) => new(
        line.Time,
        line.Stream switch { "stderr" => 'E', "supervisor" => 'S', _ => 'O' },
        line.Text,
        line.Continues,
        0);

    private static TurnView Of(TurnInfo turn) => new()
    {
        Number = turn.Turn,
        Run = turn.RunId,
        State = Word<RunState>(turn.State),
        Parameters = MapOf(turn.Parameters),
        Objective = turn.Objective,
        BestSoFar = turn.BestSoFar,
        Metrics = MapOf(turn.Metrics),
        CreatedAt = turn.CreatedAt,
        EndedAt = turn.EndedAt,
        Executions = turn.Executions,
        CacheHits = turn.CacheHits,
    };

    private static InputOrder Of(InputInfo input) => new(input.Name, [.. input.Files.Select(static file => new InputFile
    {
        Name = file.Path, Uri = file.Uri ?? "", Digest = file.Digest, SizeInBytes = file.Size, Metadata = file.Metadata,
    })]);

    private static OutputFile Of(ArtifactInfo file) => new()
    {
        Path = file.Path,
        Digest = file.Digest,
        SizeInBytes = file.Size,
        Metadata = file.Metadata,
    };

    private static ImmutableArray<NamedArtifacts> Of(IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? artifacts) =>
        [.. (artifacts ?? new Dictionary<string, IReadOnlyList<TypedArtifactInfo>>())
            .Select(static named => new NamedArtifacts(named.Key, [.. named.Value.Select(Of)]))];

    private static Artifact Of(TypedArtifactInfo artifact) => new()
    {
        Name = artifact.Name,
        Type = ArtifactType.Any with { Title = artifact.Type },
        Uri = artifact.Uri,
        Metadata = MapOf(artifact.Metadata),
        Files = [.. artifact.Files.Select(static file => new ArtifactFile(file.Path, file.Digest, file.Size))],
    };

    private static MapValue MapOf(Value value) => value as MapValue ?? new MapValue([]);

    private static T Word<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (KebabCase.Of(value) == word)
                return value;
        }
        throw new InvalidInputException(
            "server.version", $"The server answered '{(word.Length > 80 ? word[..80] : word)}', which this program does not know.",
                "Use the program of the server's version.");
    }
}
