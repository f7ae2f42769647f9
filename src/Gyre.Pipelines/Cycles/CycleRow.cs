using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Cycles;

/// <summary>A row of <c>cycles</c>.</summary>
internal sealed record CycleRow
{
    public const string Columns = "id, name, project, pipeline, state, stop_reason, stop_detail, max_iterations, definition, created_at, ended_at";

    public CycleId Id { get; init; }

    public string Name { get; init; } = "";

    public string Project { get; init; } = "";

    public string Pipeline { get; init; } = "";

    public string State { get; init; } = nameof(CycleState.Running);

    public string? StopReason { get; init; }

    public string? StopDetail { get; init; }

    public int MaxIterations { get; init; }

    public string Definition { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool IsRunning => State == nameof(CycleState.Running);

    public CycleDefinition ReadDefinition() => JsonSerializer.Deserialize(Definition, PipelinesJson.Default.CycleDefinition)!;
}

/// <summary>A turn that is under way.</summary>
internal sealed record OpenTurn
{
    public RunId Run { get; init; }

    public CycleId Cycle { get; init; }
}

/// <summary>Statements over cycles, inside a caller's transaction.</summary>
internal static class CycleStore
{
    public static void Insert(IDbSession session, CycleRow row) => session.Execute(
        $"INSERT INTO cycles ({CycleRow.Columns}) VALUES (@Id, @Name, @Project, @Pipeline, @State, @StopReason, @StopDetail, @MaxIterations, @Definition, @CreatedAt, @EndedAt)",
        row);

    public static CycleRow? Find(IDbSession session, CycleId id) =>
        session.QuerySingleOrDefault<CycleRow>($"SELECT {CycleRow.Columns} FROM cycles WHERE id = @id", new { id });

    public static IReadOnlyList<CycleRow> List(IDbSession session, int limit) =>
        session.Query<CycleRow>($"SELECT {CycleRow.Columns} FROM cycles ORDER BY id DESC LIMIT @limit", new { limit });

    public static IReadOnlyList<RunRow> Turns(IDbSession session, CycleId id) =>
        session.Query<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE cycle = @id ORDER BY turn", new { id });

    /// <summary>Turns of some cycles that are under way.</summary>
    public static IReadOnlyList<OpenTurn> OpenTurns(IDbSession session, IReadOnlyList<CycleId> cycles) =>
    [
        .. cycles.Chunk(500).SelectMany(chunk => session.Query<OpenTurn>(
            "SELECT id AS run, cycle FROM runs WHERE cycle IN @chunk AND state IN ('Running', 'Cancelling')", new { chunk })),
    ];

    /// <summary>Cycles whose last turn is over, so that a decision is due.</summary>
    public static IReadOnlyList<CycleId> Due(IDbSession session) => session.Query<CycleId>(
        """
        SELECT cycles.id FROM cycles WHERE cycles.state = 'Running' AND NOT EXISTS (
            SELECT 1 FROM runs WHERE runs.cycle = cycles.id AND runs.state IN ('Running', 'Cancelling'))
        """);

    public static void Stop(IDbSession session, CycleId id, CycleStopReason reason, string detail, DateTimeOffset at)
    {
        session.Execute(
            "UPDATE cycles SET state = 'Stopped', stop_reason = @reason, stop_detail = @detail, ended_at = @at WHERE id = @id",
            new { id, reason = KebabCase.Of(reason), detail, at });
        session.Append(new NewEvent(CycleEvents.Ended, Subjects.Of(id), at, new MapValue(
        [
            new("reason", Value.Of(KebabCase.Of(reason))),
            new("detail", Value.Of(detail)),
        ])));
    }

    /// <summary>Stores a run as a turn of the cycle.</summary>
    public static void StoreTurn(IDbSession session, RunAcceptance acceptance, CycleId id, AcceptedRun run, int turn, string? idempotencyKey)
    {
        var row = run.Row with { Cycle = id, Turn = turn };
        acceptance.Store(session, run with { Row = row }, idempotencyKey);
        session.Append(new NewEvent(CycleEvents.Turn, Subjects.Of(id), row.CreatedAt, new MapValue(
        [
            new("turn", Value.Of(turn)),
            new("run", Value.Of(row.Id.ToString())),
            new("parameters", row.ParameterValues),
        ])));
    }

    public static void Reopen(IDbSession session, CycleId id, int maxIterations) => session.Execute(
        "UPDATE cycles SET state = 'Running', stop_reason = NULL, stop_detail = NULL, ended_at = NULL, max_iterations = @maxIterations WHERE id = @id",
        new { id, maxIterations });
}
