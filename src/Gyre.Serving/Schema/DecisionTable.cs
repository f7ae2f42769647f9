using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>decisions</c>.</summary>
internal sealed record DecisionRow
{
    public const string Columns =
        "deployment, id, version, share, arm, arm_index, propensity, seed, request, shadows, decided_at, deadline, outcome, reward, "
        + "source";

    public long Number { get; init; }

    public long Deployment { get; init; }

    public string Id { get; init; } = "";

    public long Version { get; init; }

    public double Share { get; init; }

    public string Arm { get; init; } = "";

    public long ArmIndex { get; init; }

    public double Propensity { get; init; }

    public long Seed { get; init; }

    public string Request { get; init; } = "";

    public string Shadows { get; init; } = "[]";

    public DateTimeOffset DecidedAt { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public long Outcome { get; init; }

    public double Reward { get; init; }

    public long Source { get; init; }

    [JsonIgnore]
    public DecisionOutcome State => (DecisionOutcome)Outcome;

    public Decision ToDecision(bool isRepeated) => new()
    {
        DecisionId = Id,
        Arm = Arm,
        ArmIndex = (int)ArmIndex,
        Propensity = Propensity,
        Version = Version,
        Share = Share,
        Seed = unchecked((ulong)Seed),
        At = DecidedAt,
        IsRepeated = isRepeated,
    };

    public LoggedDecision ToLogged() => new()
    {
        Number = Number,
        Decision = ToDecision(isRepeated: false),
        Source = (DecisionSource)Source,
        Request = Request,
        Shadows = JsonSerializer.Deserialize(Shadows, ServingJson.Default.ImmutableArrayShadowDecision),
        Deadline = Deadline,
        Outcome = State,
        Reward = State == DecisionOutcome.Pending ? null : Reward,
    };
}

/// <summary>A decision with its final reward.</summary>
internal readonly record struct SettledRow(long Deployment, string Id, long Outcome, double Reward);

/// <summary>Statements about decisions, inside a caller's transaction.</summary>
internal static class DecisionTable
{
    private const int MostPerStatement = 500;

    // Each outcome is named, because the index begins with it.
    private const string IsOver = "deployment = @deployment AND outcome IN (1, 2) AND deadline < @before";

    public static void Insert(IDbSession session, IReadOnlyList<DecisionRow> rows) => session.ExecuteRows(
        $"INSERT INTO decisions ({DecisionRow.Columns}) {{rows}}",
        new RowSet()
            .Add("deployment", [.. rows.Select(static row => row.Deployment)])
            .Add("id", [.. rows.Select(static row => row.Id)])
            .Add("version", [.. rows.Select(static row => row.Version)])
            .Add("share", [.. rows.Select(static row => row.Share)])
            .Add("arm", [.. rows.Select(static row => row.Arm)])
            .Add("arm_index", [.. rows.Select(static row => row.ArmIndex)])
            .Add("propensity", [.. rows.Select(static row => row.Propensity)])
            .Add("seed", [.. rows.Select(static row => row.Seed)])
            .Add("request", [.. rows.Select(static row => row.Request)])
            .Add("shadows", [.. rows.Select(static row => row.Shadows)])
            .Add("decided_at", [.. rows.Select(static row => Instants.ToMicroseconds(row.DecidedAt))])
            .Add("deadline", [.. rows.Select(static row => Instants.ToMicroseconds(row.Deadline))])
            .Add("outcome", [.. rows.Select(static row => row.Outcome)])
            .Add("reward", [.. rows.Select(static row => row.Reward)])
            .Add("source", [.. rows.Select(static row => row.Source)]));

    public static DecisionRow? Find(IDbSession session, long deployment, string id) => session.QuerySingleOrDefault<DecisionRow>(
        $"SELECT number, {DecisionRow.Columns} FROM decisions WHERE deployment = @deployment AND id = @id", new { deployment, id });

    /// <summary>Those of these ids that are there.</summary>
    public static IEnumerable<DecisionRow> Find(IDbSession session, long deployment, IEnumerable<string> ids) =>
        ids.Chunk(MostPerStatement).SelectMany(some => session.Query<DecisionRow>(
            $"SELECT number, {DecisionRow.Columns} FROM decisions WHERE deployment = @deployment AND id IN @some", new { deployment, some }));

    /// <summary>Those whose wait was over before a time and that have no final reward yet, by the end of their waits.</summary>
    public static IReadOnlyList<DecisionRow> Due(IDbSession session, long deployment, DateTimeOffset now, int limit) => session.Query<DecisionRow>(
        $"""
        SELECT number, {DecisionRow.Columns} FROM decisions
        WHERE deployment = @deployment AND outcome = 0 AND deadline < @now ORDER BY deadline LIMIT @limit
        """,
        new { deployment, now, limit });

    public static void Settle(IDbSession session, IReadOnlyList<SettledRow> rows)
    {
        if (rows.Count == 0)
            return;
        // One statement: who settles holds the books, and decisions wait for them.
        session.ExecuteRows(
            """
            WITH settled (deployment, id, outcome, reward) AS ({rows})
            UPDATE decisions SET outcome = settled.outcome, reward = settled.reward FROM settled
            WHERE decisions.deployment = settled.deployment AND decisions.id = settled.id
            """,
            new RowSet()
                .Add("deployment", [.. rows.Select(static row => row.Deployment)])
                .Add("id", [.. rows.Select(static row => row.Id)])
                .Add("outcome", [.. rows.Select(static row => row.Outcome)])
                .Add("reward", [.. rows.Select(static row => row.Reward)]));
    }

    /// <summary>How many have a final reward and waited until before a time.</summary>
    public static long CountOver(IDbSession session, long deployment, DateTimeOffset before) => session.QuerySingleOrDefault<long>(
        $"SELECT COUNT(*) FROM decisions WHERE {IsOver}", new { deployment, before });

    /// <summary>Removes some of them with their rewards; gives how many decisions.</summary>
    public static int RemoveOver(IDbSession session, long deployment, DateTimeOffset before, int limit)
    {
        var ids = session.Query<string>($"SELECT id FROM decisions WHERE {IsOver} ORDER BY deadline LIMIT @limit", new { deployment, before, limit });
        foreach (var some in ids.Chunk(MostPerStatement))
        {
            session.Execute("DELETE FROM decision_rewards WHERE deployment = @deployment AND decision IN @some", new { deployment, some });
            session.Execute("DELETE FROM decisions WHERE deployment = @deployment AND id IN @some", new { deployment, some });
        }
        return ids.Count;
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<DecisionRow> List(IDbSession session, long deployment, DecisionQuery query, int limit) =>
        session.Query<DecisionRow>(
            $"SELECT number, {DecisionRow.Columns} FROM decisions WHERE {Conditions(query, "number < @before")} ORDER BY number DESC LIMIT @limit",
            Parameters(deployment, query, query.Before ?? 0, limit));

    /// <summary>Those with a final reward after a number, the oldest first.</summary>
    public static IReadOnlyList<DecisionRow> Settled(IDbSession session, long deployment, DecisionQuery query, long after, int limit) =>
        session.Query<DecisionRow>(
            $"""
            SELECT number, {DecisionRow.Columns} FROM decisions
            WHERE {Conditions(query with { Before = 0 }, "number > @before")} AND outcome <> 0 ORDER BY number LIMIT @limit
            """,
            Parameters(deployment, query, after, limit));

    private static string Conditions(DecisionQuery query, string place)
    {
        var conditions = new List<string> { "deployment = @deployment" };
        if (query.Before is not null)
            conditions.Add(place);
        if (query.Outcome is not null)
            conditions.Add("outcome = @outcome");
        if (query.Arm is not null)
            conditions.Add("arm = @Arm");
        if (query.Version is not null)
            conditions.Add("version = @Version");
        if (query.From is not null)
            conditions.Add("decided_at >= @From");
        if (query.To is not null)
            conditions.Add("decided_at < @To");
        return string.Join(" AND ", conditions);
    }

    private static object Parameters(long deployment, DecisionQuery query, long before, int limit) =>
        new { deployment, before, outcome = (long?)query.Outcome, query.Arm, query.Version, query.From, query.To, limit };
}
