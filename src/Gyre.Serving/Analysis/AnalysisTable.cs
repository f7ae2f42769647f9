using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Analysis;

/// <summary>Statements that read decisions for figures.</summary>
internal static class AnalysisTable
{
    /// <summary>Those before a number, the newest first.</summary>
    public static IReadOnlyList<FigureRow> Newest(IDbSession session, long deployment, DecisionQuery window, long before, int limit) =>
        session.Query<FigureRow>(
            $"SELECT number, decided_at, version, arm, propensity, outcome, reward FROM decisions WHERE {InWindow(window)} "
                + "ORDER BY number DESC LIMIT @limit",
            new { deployment, before, window.From, window.To, limit });

    /// <summary>The same of those with a final reward, with what was asked.</summary>
    public static IReadOnlyList<DecisionRow> NewestSettled(IDbSession session, long deployment, DecisionQuery window, long before, int limit) =>
        session.Query<DecisionRow>(
            $"SELECT number, {DecisionRow.Columns} FROM decisions WHERE {InWindow(window)} AND outcome <> 0 ORDER BY number DESC LIMIT @limit",
            new { deployment, before, window.From, window.To, limit });

    /// <summary>What was asked of decisions, the newest first.</summary>
    public static IReadOnlyList<string> Requests(IDbSession session, IReadOnlyList<long> numbers) => session.Query<string>(
        "SELECT request FROM decisions WHERE number IN @numbers ORDER BY number DESC", new { numbers });

    private static string InWindow(DecisionQuery window) => "deployment = @deployment AND number < @before"
        + (window.From is null ? "" : " AND decided_at >= @From") + (window.To is null ? "" : " AND decided_at < @To");
}
