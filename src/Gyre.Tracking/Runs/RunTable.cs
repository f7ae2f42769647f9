using Gyre.Storage;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Runs;

/// <summary>A row of the table.</summary>
internal sealed record RunRow
{
    public const string Columns = "number, run_id, experiment, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage";

    public long Number { get; init; }

    public required string RunId { get; init; }

    public required long Experiment { get; init; }

    public required string Name { get; init; }

    public required string UserId { get; init; }

    public required int Status { get; init; }

    public required long StartTime { get; init; }

    public long? EndTime { get; init; }

    public required string ArtifactUri { get; init; }

    public required string LifecycleStage { get; init; }

    public TrackingRunInfo ToInfo() => new()
    {
        RunId = RunId,
        Experiment = Experiment,
        Name = Name,
        User = UserId,
        Status = (TrackingRunStatus)Status,
        StartTime = StartTime,
        EndTime = EndTime,
        ArtifactUri = ArtifactUri,
        Stage = Stages.Parse(LifecycleStage),
    };
}

/// <summary>Statements about runs themselves.</summary>
internal static class RunTable
{
    public static RunRow? Find(IDbSession session, string runId) =>
        session.QuerySingleOrDefault<RunRow>($"SELECT {RunRow.Columns} FROM tracking_runs WHERE run_id = @runId", new { runId });

    /// <summary>Runs by their numbers, in the order of these.</summary>
    public static IReadOnlyList<RunRow> FindAll(IDbSession session, IReadOnlyList<long> numbers)
    {
        if (numbers.Count == 0)
            return [];
        var (among, value) = NumberList.For(session, [.. numbers], "@value");
        var rows = session.Query<RunRow>($"SELECT {RunRow.Columns} FROM tracking_runs WHERE number {among}", new { value }).ToDictionary(row => row.Number);
        return [.. numbers.Where(rows.ContainsKey).Select(number => rows[number])];
    }

    /// <exception cref="TrackingException">There is none.</exception>
    public static RunRow Require(IDbSession session, string runId) => Find(session, runId) ?? throw Missing(runId);

    /// <summary>The number of a run that may be written to.</summary>
    /// <exception cref="TrackingException">There is none, or it is deleted.</exception>
    public static long RequireActive(IDbSession session, string runId)
    {
        var found = session.QuerySingleOrDefault<NumberRow>("SELECT number, lifecycle_stage FROM tracking_runs WHERE run_id = @runId", new { runId }) ?? throw Missing(runId);
        return found.LifecycleStage == Stages.Active ? found.Number : throw NotActive(runId, found.LifecycleStage);
    }

    public static TrackingException Missing(string runId) => new(TrackingError.DoesNotExist, $"Run with id={runId} not found");

    public static TrackingException NotActive(string runId, string stage) =>
        new(TrackingError.InvalidParameter, $"The run {runId} must be in the 'active' state. Current state is {stage}.");

    /// <summary>The run's number.</summary>
    public static long Insert(IDbSession session, RunRow row, long? aliveUntil) => session.Insert(
        """
        INSERT INTO tracking_runs (run_id, experiment, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage, alive_until)
        VALUES (@RunId, @Experiment, @Name, @UserId, @Status, @StartTime, @EndTime, @ArtifactUri, @LifecycleStage, @aliveUntil)
        """,
        "number",
        new { row.RunId, row.Experiment, row.Name, row.UserId, row.Status, row.StartTime, row.EndTime, row.ArtifactUri, row.LifecycleStage, aliveUntil });

    private sealed record NumberRow(long Number, string LifecycleStage);
}
