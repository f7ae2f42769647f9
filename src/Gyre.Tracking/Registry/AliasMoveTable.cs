using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gyre.Storage;

namespace Gyre.Tracking.Registry;

/// <summary>A row of the table.</summary>
internal sealed record AliasMoveRow
{
    public string Alias { get; init; } = "";

    public long? FromVersion { get; init; }

    public long? ToVersion { get; init; }

    public string? Reason { get; init; }

    public string Evidence { get; init; } = "[]";

    public string? MovedBy { get; init; }

    public DateTimeOffset MovedAt { get; init; }

    public AliasMove ToMove() => new()
    {
        Alias = Alias,
        From = FromVersion,
        To = ToVersion,
        Reason = Reason,
        Evidence = [.. JsonNode.Parse(Evidence)!.AsArray().Select(static entry => Read(entry!))],
        By = MovedBy,
        At = MovedAt,
    };

    private static AliasEvidence Read(JsonNode entry) =>
        new(entry["metric"]!.GetValue<string>(), entry["value"]!.GetValue<double>(), entry["before"]?.GetValue<double>());
}

/// <summary>Statements about moves of aliases.</summary>
internal static class AliasMoveTable
{
    public static void Insert(IDbSession session, long model, AliasMove move) => session.Execute(
        """
        INSERT INTO registry_alias_moves (model, alias, from_version, to_version, reason, evidence, moved_by, moved_at)
        VALUES (@model, @Alias, @From, @To, @Reason, @evidence, @By, @At)
        """,
        new { model, move.Alias, move.From, move.To, move.Reason, evidence = Written(move.Evidence), move.By, move.At });

    /// <summary>The newest first.</summary>
    public static ImmutableArray<AliasMove> Read(IDbSession session, long model, string? alias, int limit)
    {
        var ofAlias = alias is null ? "" : " AND alias = @alias";
        var rows = session.Query<AliasMoveRow>(
            $"""
            SELECT alias, from_version, to_version, reason, evidence, moved_by, moved_at FROM registry_alias_moves
            WHERE model = @model{ofAlias} ORDER BY number DESC LIMIT @limit
            """,
            new { model, alias, limit });
        return [.. rows.Select(static row => row.ToMove())];
    }

    private static string Written(ImmutableArray<AliasEvidence> evidence) =>
        new JsonArray([.. evidence.Select(Written)]).ToJsonString();

    private static JsonNode Written(AliasEvidence one) =>
        new JsonObject { ["metric"] = one.Metric, ["value"] = one.Value, ["before"] = one.Before };
}
