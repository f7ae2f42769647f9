using Gyre.Storage;

namespace Gyre.Tracking.Moves;

/// <summary>Statements about what imports made or joined.</summary>
internal static class ImportMarks
{
    public const string Experiment = "experiment";
    public const string Run = "run";

    /// <summary>Whether an import has written the end of something; null when no import has made or joined it.</summary>
    public static bool? IsFinished(IDbSession session, string kind, string id) =>
        session.QuerySingleOrDefault<MarkRow>("SELECT finished FROM tracking_imports WHERE kind = @kind AND id = @id", new { kind, id })?.Finished;

    /// <param name="session">The transaction.</param>
    /// <param name="kind">One of the constants.</param>
    /// <param name="id">The id of that kind.</param>
    /// <param name="finished">True for what was there before and is only joined.</param>
    public static void Begin(IDbSession session, string kind, string id, bool finished) =>
        session.Execute("INSERT INTO tracking_imports (kind, id, finished) VALUES (@kind, @id, @finished) ON CONFLICT (kind, id) DO UPDATE SET finished = excluded.finished", new { kind, id, finished });

    public static void Finish(IDbSession session, string kind, string id) =>
        session.Execute("UPDATE tracking_imports SET finished = TRUE WHERE kind = @kind AND id = @id", new { kind, id });

    private sealed record MarkRow(bool Finished);
}
