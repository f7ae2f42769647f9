using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>decision_rewards</c>.</summary>
internal sealed record RewardRow
{
    public long Deployment { get; init; }

    public string Decision { get; init; } = "";

    public string Reward { get; init; } = "";

    /// <summary>The order in which rewards of a decision came, from 0.</summary>
    public long Position { get; init; }

    public double Value { get; init; }

    public DateTimeOffset Time { get; init; }

    public long Fate { get; init; }

    public bool IsLate => (RewardFate)Fate == RewardFate.Late;

    public KeptReward ToReward() => new(Reward, Value, Time, (RewardFate)Fate);
}

/// <summary>Statements about rewards, inside a caller's transaction.</summary>
internal static class RewardTable
{
    private const string Columns = "deployment, decision, reward, position, value, time, fate";
    private const int MostPerStatement = 500;

    public static void Insert(IDbSession session, IReadOnlyList<RewardRow> rows) => session.ExecuteRows(
        $"INSERT INTO decision_rewards ({Columns}) {{rows}}",
        new RowSet()
            .Add("deployment", [.. rows.Select(static row => row.Deployment)])
            .Add("decision", [.. rows.Select(static row => row.Decision)])
            .Add("reward", [.. rows.Select(static row => row.Reward)])
            .Add("position", [.. rows.Select(static row => row.Position)])
            .Add("value", [.. rows.Select(static row => row.Value)])
            .Add("time", [.. rows.Select(static row => Instants.ToMicroseconds(row.Time))])
            .Add("fate", [.. rows.Select(static row => row.Fate)]));

    /// <summary>All of these decisions, each in the order in which they came.</summary>
    public static ILookup<string, RewardRow> Of(IDbSession session, long deployment, IEnumerable<string> decisions) =>
        decisions.Chunk(MostPerStatement)
            .SelectMany(some => session.Query<RewardRow>(
                $"SELECT {Columns} FROM decision_rewards WHERE deployment = @deployment AND decision IN @some ORDER BY decision, position",
                new { deployment, some }))
            .ToLookup(static row => row.Decision, StringComparer.Ordinal);
}
