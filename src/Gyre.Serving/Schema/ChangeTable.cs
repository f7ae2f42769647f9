using System.Text.Json;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>deployment_changes</c>.</summary>
internal sealed record ChangeRow
{
    public long Deployment { get; init; }

    public long Revision { get; init; }

    public string Kind { get; init; } = "";

    public long? FromVersion { get; init; }

    public long ToVersion { get; init; }

    public string? Reason { get; init; }

    public string Evidence { get; init; } = "[]";

    public string? ChangedBy { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public RouteChange ToChange() => new()
    {
        Revision = Revision,
        Kind = Enum.Parse<RouteChangeKind>(Kind),
        From = FromVersion,
        To = ToVersion,
        Reason = Reason,
        Evidence = JsonSerializer.Deserialize(Evidence, ServingJson.Default.ImmutableArrayAliasEvidence),
        By = ChangedBy,
        At = ChangedAt,
    };
}

/// <summary>Statements about changes of routes, inside a caller's transaction.</summary>
internal static class ChangeTable
{
    private const string Columns = "deployment, revision, kind, from_version, to_version, reason, evidence, changed_by, changed_at";

    public static void Insert(IDbSession session, long deployment, RouteChange change) => session.Execute(
        $"""
        INSERT INTO deployment_changes ({Columns})
        VALUES (@deployment, @Revision, @kind, @From, @To, @Reason, @evidence, @By, @At)
        """,
        new
        {
            deployment,
            change.Revision,
            kind = change.Kind.ToString(),
            change.From,
            change.To,
            change.Reason,
            evidence = JsonSerializer.Serialize(change.Evidence, ServingJson.Default.ImmutableArrayAliasEvidence),
            change.By,
            change.At,
        });

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<ChangeRow> List(IDbSession session, long deployment, int limit) => session.Query<ChangeRow>(
        $"SELECT {Columns} FROM deployment_changes WHERE deployment = @deployment ORDER BY revision DESC LIMIT @limit", new { deployment, limit });

    /// <summary>The last change of the champion: a promotion, a roll-back or the beginning.</summary>
    public static ChangeRow? LastOfChampion(IDbSession session, long deployment) => session.QuerySingleOrDefault<ChangeRow>(
        $"""
        SELECT {Columns} FROM deployment_changes WHERE deployment = @deployment AND kind <> 'Configured'
        ORDER BY revision DESC LIMIT 1
        """,
        new { deployment });
}
