using System.Text.Json;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>How far a deployment was watched for drift, since a champion serves. Places are numbers of decisions.</summary>
internal sealed record DriftWatchState
{
    /// <summary>Against which champion; with another one the watch begins from nothing.</summary>
    public long Champion { get; init; }

    /// <summary>The reference of the contexts begins behind this place.</summary>
    public long ReferenceAfter { get; init; }

    /// <summary>Where the reference ends; 0 while it is not full.</summary>
    public long ReferenceTo { get; init; }

    /// <summary>The contexts that are compared next begin behind this place.</summary>
    public long WindowAfter { get; init; }

    /// <summary>Rewards up to this place were taken in.</summary>
    public long RewardsSeen { get; init; }

    /// <summary>Rewards of the champion that make its reference; none more once there is a detector.</summary>
    public long ReferenceRows { get; init; }

    /// <summary>What these rewards fell short of the best, each from 0 to 1.</summary>
    public double ReferenceError { get; init; }

    /// <summary>
    /// The lower bound of the reward per decision that a gate found for the champion before it was promoted; null where no gate did. It
    /// is the reference then.
    /// </summary>
    public double? GateLow { get; init; }

    /// <summary>The detector of the rewards; null while its reference is not full.</summary>
    public DriftState? Rewards { get; init; }

    /// <summary>When the rewards last raised an alarm; null for never.</summary>
    public DateTimeOffset? Alarmed { get; init; }
}

/// <summary>Statements about watches for drift, inside a caller's transaction.</summary>
internal static class DriftTable
{
    /// <summary>The state as it is stored, or null.</summary>
    public static string? Find(IDbSession session, long deployment) => session.QuerySingleOrDefault<string>(
        "SELECT state FROM drift_watches WHERE deployment = @deployment", new { deployment });

    public static DriftWatchState Read(string state) => JsonSerializer.Deserialize(state, ServingJson.Default.DriftWatchState)!;

    public static void Save(IDbSession session, long deployment, DriftWatchState state) => session.Execute(
        """
        INSERT INTO drift_watches (deployment, state) VALUES (@deployment, @text)
        ON CONFLICT (deployment) DO UPDATE SET state = excluded.state
        """,
        new { deployment, text = JsonSerializer.Serialize(state, ServingJson.Default.DriftWatchState) });

    /// <summary>The next look begins from nothing.</summary>
    public static void Remove(IDbSession session, long deployment) =>
        session.Execute("DELETE FROM drift_watches WHERE deployment = @deployment", new { deployment });

    /// <summary>The place of the n-th decision behind a place; null when there are fewer.</summary>
    public static long? Nth(IDbSession session, long deployment, long after, int count) => session.QuerySingleOrDefault<long?>(
        "SELECT number FROM decisions WHERE deployment = @deployment AND number > @after ORDER BY number LIMIT 1 OFFSET @skipped",
        new { deployment, after, skipped = count - 1 });

    /// <summary>What was asked of the decisions behind a place and up to another.</summary>
    public static IReadOnlyList<string> Requests(IDbSession session, long deployment, long after, long to) => session.Query<string>(
        "SELECT request FROM decisions WHERE deployment = @deployment AND number > @after AND number <= @to ORDER BY number",
        new { deployment, after, to });
}
