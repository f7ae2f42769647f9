using System.Text.Json;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>canary_watches</c>.</summary>
internal sealed record WatchRow
{
    public long Deployment { get; init; }

    public long Version { get; init; }

    /// <summary>Against which champion; with another one the watch begins from nothing.</summary>
    public long Champion { get; init; }

    /// <summary>Decisions up to this number were judged.</summary>
    public long Seen { get; init; }

    public string State { get; init; } = "";

    public CanaryState ReadState() => JsonSerializer.Deserialize(State, ServingJson.Default.CanaryState);

    public WatchRow With(CanaryState state) => this with { State = JsonSerializer.Serialize(state, ServingJson.Default.CanaryState) };
}

/// <summary>What a watch needs of a decision.</summary>
internal sealed record WatchedDecision
{
    public long Number { get; init; }

    public long Version { get; init; }

    public long Outcome { get; init; }

    public double Reward { get; init; }

    public bool IsSettled => (DecisionOutcome)Outcome != DecisionOutcome.Pending;
}

/// <summary>Statements about watches, inside a caller's transaction.</summary>
internal static class WatchTable
{
    private const string Columns = "deployment, version, champion, seen, state";

    public static WatchRow? Find(IDbSession session, long deployment, long version) => session.QuerySingleOrDefault<WatchRow>(
        $"SELECT {Columns} FROM canary_watches WHERE deployment = @deployment AND version = @version", new { deployment, version });

    public static void Save(IDbSession session, WatchRow row) => session.Execute(
        $"""
        INSERT INTO canary_watches ({Columns}) VALUES (@Deployment, @Version, @Champion, @Seen, @State)
        ON CONFLICT (deployment, version) DO UPDATE SET champion = excluded.champion, seen = excluded.seen, state = excluded.state
        """,
        row);

    /// <summary>Removes those of versions that are no canaries any more.</summary>
    public static void Keep(IDbSession session, long deployment, IReadOnlyCollection<long> versions)
    {
        var known = session.Query<long>("SELECT version FROM canary_watches WHERE deployment = @deployment", new { deployment });
        foreach (var version in known.Except(versions))
            session.Execute("DELETE FROM canary_watches WHERE deployment = @deployment AND version = @version", new { deployment, version });
    }

    /// <summary>The number of the last decision that this program made before a time; 0 when there is none.</summary>
    public static long LastBefore(IDbSession session, long deployment, DateTimeOffset time) => session.QuerySingleOrDefault<long>(
        """
        SELECT number FROM decisions
        WHERE deployment = @deployment AND source = 0 AND decided_at < @time ORDER BY number DESC LIMIT 1
        """,
        new { deployment, time });

    /// <summary>
    /// Decisions after a number, the oldest first. Programs may tell theirs late: those made before the route was what it is say nothing
    /// about it.
    /// </summary>
    public static IReadOnlyList<WatchedDecision> After(
        IDbSession session, long deployment, long number, DateTimeOffset since, int limit) =>
        session.Query<WatchedDecision>(
            """
            SELECT number, version, outcome, reward FROM decisions
            WHERE deployment = @deployment AND number > @number AND (source = 0 OR decided_at >= @since) ORDER BY number LIMIT @limit
            """,
            new { deployment, number, since, limit });
}
