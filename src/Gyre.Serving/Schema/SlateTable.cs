using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>decision_slates</c>.</summary>
internal sealed record SlateRow
{
    public long Deployment { get; init; }

    public string Id { get; init; } = "";

    /// <summary>A digest of what was asked.</summary>
    public string Request { get; init; } = "";

    /// <summary>Ids of its decisions.</summary>
    public string Decisions { get; init; } = "[]";

    /// <summary>The decisions themselves while they are in no log; null when they are.</summary>
    public string? Held { get; init; }

    public DateTimeOffset Deadline { get; init; }

    /// <summary>Whether its decisions were not activated in time: it is as good as dropped.</summary>
    public bool IsOver(DateTimeOffset now) => Held is not null && Deadline < now;

    public ImmutableArray<DecisionRow> ReadHeld() => JsonSerializer.Deserialize(Held!, ServingJson.Default.ImmutableArrayDecisionRow);

    public Slate ToSlate() => new(Id, JsonSerializer.Deserialize(Decisions, ServingJson.Default.ImmutableArrayString), Held is not null);

    /// <summary>The row of a slate.</summary>
    /// <param name="id">Names it.</param>
    /// <param name="request">A digest of what was asked.</param>
    /// <param name="decisions">At least one.</param>
    /// <param name="isHeld">Whether they wait to be activated.</param>
    public static SlateRow Of(string id, string request, ImmutableArray<DecisionRow> decisions, bool isHeld) => new()
    {
        Deployment = decisions[0].Deployment,
        Id = id,
        Request = request,
        Decisions = JsonSerializer.Serialize(
            [.. decisions.Select(static row => row.Id)], ServingJson.Default.ImmutableArrayString),
        Held = isHeld ? JsonSerializer.Serialize(decisions, ServingJson.Default.ImmutableArrayDecisionRow) : null,
        Deadline = decisions[0].Deadline,
    };
}

/// <summary>Statements about slates, inside a caller's transaction.</summary>
internal static class SlateTable
{
    private const string Columns = "deployment, id, request, decisions, held, deadline";
    private const int MostPerStatement = 500;

    public static void Insert(IDbSession session, SlateRow row) => session.Execute(
        $"INSERT INTO decision_slates ({Columns}) VALUES (@Deployment, @Id, @Request, @Decisions, @Held, @Deadline)", row);

    public static SlateRow? Find(IDbSession session, long deployment, string id) => session.QuerySingleOrDefault<SlateRow>(
        $"SELECT {Columns} FROM decision_slates WHERE deployment = @deployment AND id = @id", new { deployment, id });

    /// <summary>Those of these ids that are there.</summary>
    public static IEnumerable<SlateRow> Find(IDbSession session, long deployment, IEnumerable<string> ids) =>
        ids.Chunk(MostPerStatement).SelectMany(some => session.Query<SlateRow>(
            $"SELECT {Columns} FROM decision_slates WHERE deployment = @deployment AND id IN @some", new { deployment, some }));

    /// <summary>Its decisions are in the log from now on; false when they were there already.</summary>
    public static bool Activate(IDbSession session, long deployment, string id) => session.Execute(
        "UPDATE decision_slates SET held = NULL WHERE deployment = @deployment AND id = @id AND held IS NOT NULL",
        new { deployment, id }) > 0;

    public static void Remove(IDbSession session, long deployment, IEnumerable<string> ids)
    {
        foreach (var some in ids.Chunk(MostPerStatement))
            session.Execute("DELETE FROM decision_slates WHERE deployment = @deployment AND id IN @some", new { deployment, some });
    }

    /// <summary>Whether some were not activated in time.</summary>
    public static bool AnyOver(IDbSession session, DateTimeOffset now) => session.Query<long>(
        "SELECT deployment FROM decision_slates WHERE held IS NOT NULL AND deadline < @now LIMIT 1", new { now }).Count > 0;

    /// <summary>Removes some that were not activated in time; gives how many.</summary>
    public static int RemoveOver(IDbSession session, DateTimeOffset now, int limit)
    {
        var over = session.Query<SlateRow>(
            "SELECT deployment, id FROM decision_slates WHERE held IS NOT NULL AND deadline < @now ORDER BY deadline LIMIT @limit",
            new { now, limit });
        foreach (var group in over.GroupBy(static row => row.Deployment))
            Remove(session, group.Key, group.Select(static row => row.Id));
        return over.Count;
    }

    /// <summary>Removes some whose decisions waited until before a time; gives how many.</summary>
    public static int RemoveOver(IDbSession session, long deployment, DateTimeOffset before, int limit)
    {
        var ids = session.Query<string>(
            "SELECT id FROM decision_slates WHERE deployment = @deployment AND deadline < @before ORDER BY deadline LIMIT @limit",
            new { deployment, before, limit });
        Remove(session, deployment, ids);
        return ids.Count;
    }
}
