using System.Text.Json;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>apprentice_watches</c>.</summary>
internal sealed record ApprenticeRow
{
    public long Deployment { get; init; }

    /// <summary>Which version; with another one the watch begins from nothing.</summary>
    public long Champion { get; init; }

    /// <summary>Only decisions made from then on count.</summary>
    public DateTimeOffset Since { get; init; }
}

/// <summary>What a watch of an apprentice needs of a settled decision.</summary>
internal sealed record ApprenticeDecision
{
    public double Reward { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public string Shadows { get; init; } = "[]";

    /// <summary>How likely the version would have chosen as the caller did; null when it was no apprentice then.</summary>
    public double? BaselineOf(long version) => JsonSerializer.Deserialize(Shadows, ServingJson.Default.ImmutableArrayShadowDecision)
        .FirstOrDefault(shadow => shadow.Version == version)?.Baseline;
}

/// <summary>Statements about watches of apprentices, inside a caller's transaction.</summary>
internal static class ApprenticeTable
{
    public static ApprenticeRow? Find(IDbSession session, long deployment) => session.QuerySingleOrDefault<ApprenticeRow>(
        "SELECT deployment, champion, since FROM apprentice_watches WHERE deployment = @deployment", new { deployment });

    public static void Save(IDbSession session, ApprenticeRow row) => session.Execute(
        """
        INSERT INTO apprentice_watches (deployment, champion, since) VALUES (@Deployment, @Champion, @Since)
        ON CONFLICT (deployment) DO UPDATE SET champion = excluded.champion, since = excluded.since
        """,
        row);

    public static void Remove(IDbSession session, long deployment) =>
        session.Execute("DELETE FROM apprentice_watches WHERE deployment = @deployment", new { deployment });

    /// <summary>The newest settled decisions of the version that is watched, made since it is; the newest first.</summary>
    public static IReadOnlyList<ApprenticeDecision> Newest(IDbSession session, ApprenticeRow watch, int limit) =>
    [
        // One statement for each outcome, because the index begins with it: what is pending is not looked at.
        .. ((DecisionOutcome[])[DecisionOutcome.Joined, DecisionOutcome.Defaulted])
            .SelectMany(outcome => Newest(session, watch, outcome, limit))
            .OrderByDescending(static one => one.Deadline).Take(limit),
    ];

    private static IReadOnlyList<ApprenticeDecision> Newest(IDbSession session, ApprenticeRow watch, DecisionOutcome outcome, int limit) =>
        session.Query<ApprenticeDecision>(
            """
            SELECT reward, deadline, shadows FROM decisions
            WHERE deployment = @Deployment AND outcome = @outcome AND deadline >= @Since AND decided_at >= @Since AND version = @Champion
                AND source = 0
            ORDER BY deadline DESC LIMIT @limit
            """,
            new { watch.Deployment, watch.Since, watch.Champion, outcome = (long)outcome, limit });
}
