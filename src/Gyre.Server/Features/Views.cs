using System.Text.Json;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Server.Features;

/// <summary>The engine's views in the words of the wire.</summary>
internal static class Views
{
    /// <summary><c>NotTriggered</c> is <c>not-triggered</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static RunInfo Of(RunView run) => new()
    {
        RunId = run.Id,
        Project = run.Project,
        Pipeline = run.Pipeline,
        Title = run.Title,
        State = Word(run.State),
        Reason = run.Reason,
        Parameters = run.Parameters,
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        ParentRunId = run.Parent,
        CycleId = run.Cycle,
        Turn = run.Turn > 0 ? run.Turn : null,
        Executions = run.Executions,
    };

    public static NodeInfo Of(NodeRunView node) => new()
    {
        Name = node.Path,
        Kind = node.Kind,
        Step = node.Step,
        State = Word(node.State),
        Cache = node.Cache is { } cache ? Word(cache) : null,
        Attempts = node.Attempts,
        AttemptId = node.Attempt,
        Reason = node.Reason,
        Parameters = node.Parameters,
        Inputs = [.. node.Inputs.Select(Of)],
        Metadata = node.Metadata,
        Outputs = [.. node.Outputs.Select(Of)],
        Results = node.Results,
        Artifacts = [.. node.OutputArtifacts.SelectMany(Of)],
        Iterations = node.Iterations,
        Commands = node.Commands,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
        CpuSeconds = Finite(node.Usage?.CpuSeconds),
        PeakMemoryBytes = node.Usage?.PeakMemoryInBytes,
        Warnings = node.Warnings,
    };

    public static RunOutputsInfo Of(RunOutputs outputs) => new() { Values = outputs.Values, Artifacts = [.. outputs.Artifacts.SelectMany(Of)] };

    private static IEnumerable<TypedArtifactInfo> Of(NamedArtifacts named) => named.Items.Select(artifact => new TypedArtifactInfo
    {
        Output = named.Name,
        Name = artifact.Name,
        Type = artifact.Type.Title,
        Uri = artifact.Uri,
        Metadata = artifact.Metadata,
        Files = [.. artifact.Files.Select(file => new ArtifactInfo { Path = file.Path, Digest = file.Digest, Size = file.SizeInBytes })],
    });

    public static CycleInfo Of(CycleView cycle) => new()
    {
        CycleId = cycle.Id,
        Name = cycle.Name,
        Project = cycle.Project,
        Pipeline = cycle.Pipeline,
        State = Word(cycle.State),
        StopReason = cycle.StopReason,
        StopDetail = cycle.StopDetail,
        MaxIterations = cycle.MaxIterations,
        Objective = cycle.Objective is { } objective ? new ObjectiveInfo { Metric = objective.Metric, Direction = Word(objective.Direction) } : null,
        BestTurn = cycle.BestTurn,
        CreatedAt = cycle.CreatedAt,
        EndedAt = cycle.EndedAt,
        Turns = [.. cycle.Turns.Select(Of)],
    };

    public static CacheEntryInfo Of(CacheEntry entry) => new()
    {
        Key = entry.Key,
        Pipeline = entry.Pipeline,
        Node = entry.NodePath,
        RunId = entry.Run,
        AttemptId = entry.Attempt,
        CreatedAt = entry.CreatedAt,
        Hits = entry.Hits,
    };

    public static CacheExplanationInfo Of(CacheExplanation explanation) => new()
    {
        Node = explanation.NodePath,
        Outcome = Word(explanation.Outcome),
        Key = explanation.Key,
        Summary = explanation.Summary,
        NearestRunId = explanation.Nearest,
        Differences = [.. explanation.Differences.Select(static part => new CacheDifferenceInfo { Part = part.Part, Before = part.Before, Now = part.Now })],
    };

    public static TokenInfo Of(TokenEntry token) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Scope = Word(token.Scope),
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        RevokedAt = token.RevokedAt,
    };

    private static ArtifactInfo Of(OutputFile file) => new() { Path = file.Path, Digest = file.Digest, Size = file.SizeInBytes, Metadata = file.Metadata };

    private static InputInfo Of(InputOrder input) => new()
    {
        Name = input.Name,
        Files = [.. input.Files.Select(static file => new ArtifactInfo { Path = file.Name, Digest = file.Digest, Size = file.SizeInBytes, Uri = file.Uri, Metadata = file.Metadata })],
    };

    private static TurnInfo Of(TurnView turn) => new()
    {
        Turn = turn.Number,
        RunId = turn.Run,
        State = Word(turn.State),
        Parameters = turn.Parameters,
        Objective = Finite(turn.Objective),
        BestSoFar = Finite(turn.BestSoFar),
        Metrics = turn.Metrics,
        Executions = turn.Executions,
        CacheHits = turn.CacheHits,
        CreatedAt = turn.CreatedAt,
        EndedAt = turn.EndedAt,
    };

    /// <summary>JSON has no other numbers.</summary>
    private static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;
}
