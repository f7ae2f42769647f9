using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>A row of <c>deployment_versions</c>.</summary>
internal sealed record VersionRow
{
    public const string Columns = "deployment, version, policy, kind, shape, model_version, description, added_by, created_at";

    public long Deployment { get; init; }

    public long Version { get; init; }

    public Digest Policy { get; init; }

    public string Kind { get; init; } = "";

    /// <summary>A digest of the fields that callers must know: all versions of a deployment have one shape.</summary>
    public string Shape { get; init; } = "";

    public long? ModelVersion { get; init; }

    public string? Description { get; init; }

    public string? AddedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DeploymentVersion ToVersion() => new()
    {
        Version = Version,
        Policy = Policy,
        Kind = Kind,
        ModelVersion = ModelVersion,
        Description = Description,
        By = AddedBy,
        CreatedAt = CreatedAt,
    };
}

/// <summary>Statements about versions, inside a caller's transaction.</summary>
internal static class VersionTable
{
    private const int MostListed = 1000;

    public static VersionRow? Find(IDbSession session, long deployment, long version) => session.QuerySingleOrDefault<VersionRow>(
        $"SELECT {VersionRow.Columns} FROM deployment_versions WHERE deployment = @deployment AND version = @version", new { deployment, version });

    public static IReadOnlyList<VersionRow> Find(IDbSession session, long deployment, IReadOnlyCollection<long> versions) => session.Query<VersionRow>(
        $"SELECT {VersionRow.Columns} FROM deployment_versions WHERE deployment = @deployment AND version IN @versions",
        new { deployment, versions });

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<VersionRow> List(IDbSession session, long deployment) => session.Query<VersionRow>(
        $"SELECT {VersionRow.Columns} FROM deployment_versions WHERE deployment = @deployment ORDER BY version DESC LIMIT {MostListed}",
        new { deployment });

    /// <summary>The newest number; 0 when there is none.</summary>
    public static long Last(IDbSession session, long deployment) => session.QuerySingleOrDefault<long>(
        "SELECT COALESCE(MAX(version), 0) FROM deployment_versions WHERE deployment = @deployment", new { deployment });

    public static void Insert(IDbSession session, VersionRow row) => session.Execute(
        $"""
        INSERT INTO deployment_versions ({VersionRow.Columns})
        VALUES (@Deployment, @Version, @Policy, @Kind, @Shape, @ModelVersion, @Description, @AddedBy, @CreatedAt)
        """,
        row);

    /// <summary>Keeps what a program needs in the artifact store.</summary>
    public static void InsertFiles(IDbSession session, VersionRow row, IEnumerable<Digest> files)
    {
        foreach (var digest in files.Distinct())
        {
            session.Execute(
                "INSERT INTO deployment_files (deployment, version, digest) VALUES (@Deployment, @Version, @digest)",
                new { row.Deployment, row.Version, digest });
        }
    }

    /// <summary>Content that versions need, after one by its text; each once.</summary>
    public static IReadOnlyList<Digest> Contents(IDbSession session, string after, int limit) => session.Query<Digest>(
        """
        SELECT policy FROM deployment_versions WHERE policy > @after
        UNION SELECT digest FROM deployment_files WHERE digest > @after
        ORDER BY 1 LIMIT @limit
        """,
        new { after, limit });
}
