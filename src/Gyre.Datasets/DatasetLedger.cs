using Gyre.Core;
using Gyre.Datasets.Schema;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>
/// Versions of datasets inside a transaction of another module, so that a version is there with what it was made for, or not at all.
/// </summary>
public static class DatasetLedger
{
    private const int MostVersions = 1000;
    private const int MostFilesAtOnce = 500;

    /// <summary>The version of exactly this name, or null.</summary>
    public static DatasetVersion? Find(IDbSession session, string project, string dataset, string version) =>
        Find(session, project, dataset, version, withFiles: true);

    /// <summary>By name, then by alias, then the newest for <c>latest</c>; null when there is none.</summary>
    public static DatasetVersion? Resolve(IDbSession session, string project, string dataset, string version) =>
        Resolve(session, project, dataset, version, withFiles: true);

    /// <summary>The same without its files.</summary>
    public static DatasetVersion? ResolveAlone(IDbSession session, string project, string dataset, string version) =>
        Resolve(session, project, dataset, version, withFiles: false);

    /// <summary>The newest 1,000 versions, newest first.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="dataset">Of this dataset; null for all.</param>
    public static IReadOnlyList<DatasetVersion> List(IDbSession session, string? project, string? dataset)
    {
        ArgumentNullException.ThrowIfNull(session);
        var conditions = new List<string>();
        if (project is not null)
            conditions.Add("project = @project");
        if (dataset is not null)
            conditions.Add("dataset = @dataset");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var rows = session.Query<VersionRow>(
            $"SELECT {VersionRow.Columns} FROM dataset_versions {where} ORDER BY created_at DESC, id DESC LIMIT {MostVersions}",
                new { project, dataset });
        return [.. rows.Select(row => ToVersion(session, row))];
    }

    /// <summary>Datasets with the number of their versions, by project and name in the order of the database.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="text">Only names with this text in them, in any case of its letters A to Z; null for all.</param>
    /// <param name="after">Only what comes behind this one; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    public static IReadOnlyList<DatasetCount> Datasets(
        IDbSession session, string? project, string? text, (string Project, string Dataset)? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(session);
        var conditions = new List<string>();
        if (project is not null)
            conditions.Add("project = @project");
        if (text is not null)
            conditions.Add(@"LOWER(dataset) LIKE LOWER(@like) ESCAPE '\'");
        if (after is not null)
            conditions.Add("(project, dataset) > (@afterProject, @afterDataset)");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        return session.Query<DatasetCount>(
            $"""
            SELECT project, dataset, COUNT(*) AS versions FROM dataset_versions {where}
            GROUP BY project, dataset ORDER BY project, dataset LIMIT @limit
            """,
            new { project, like = LikeOf(text ?? ""), afterProject = after?.Project, afterDataset = after?.Dataset, limit });
    }

    /// <summary>Versions of a dataset without their files, newest first.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="after">Id of a version of the dataset: only what is older. Null for the newest.</param>
    /// <param name="limit">How many at most.</param>
    public static IReadOnlyList<DatasetVersion> Page(IDbSession session, string project, string dataset, Guid? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(session);
        var older = after is null
            ? ""
            : "AND (created_at, id) < (SELECT created_at, id FROM dataset_versions WHERE id = @after)";
        var rows = session.Query<VersionRow>(
            $"""
            SELECT {VersionRow.Columns} FROM dataset_versions WHERE project = @project AND dataset = @dataset {older}
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new { project, dataset, after, limit });
        return [.. rows.Select(row => ToVersion(session, row, withFiles: false))];
    }

    /// <summary>Ids of the files of a version, in order.</summary>
    public static IReadOnlyList<Guid> FilesOf(IDbSession session, Guid version)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Query<Guid>("SELECT file FROM dataset_version_files WHERE version = @version ORDER BY position", new { version });
    }

    /// <summary>Number of files of a version.</summary>
    public static long CountFiles(IDbSession session, Guid version)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM dataset_version_files WHERE version = @version", new { version });
    }

    /// <summary>The newest 1,000 versions that were made from something, newest first.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="kind">See <see cref="DatasetOrigin.Kind"/>.</param>
    /// <param name="name">See <see cref="DatasetOrigin.Name"/>.</param>
    public static IReadOnlyList<DatasetVersion> MadeFrom(IDbSession session, string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = session.Query<VersionRow>(
            $"""
            SELECT {VersionRow.Columns} FROM dataset_versions
            WHERE id IN (SELECT version FROM dataset_version_origins WHERE kind = @kind AND name = @name)
            ORDER BY created_at DESC, id DESC LIMIT {MostVersions}
            """,
            new { kind, name });
        return [.. rows.Select(row => ToVersion(session, row))];
    }

    /// <summary>Where the versions are from that hold one of these files, each origin once.</summary>
    public static IReadOnlyList<DatasetOrigin> OriginsOf(IDbSession session, IReadOnlyCollection<Guid> files)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = files.Chunk(MostFilesAtOnce).SelectMany(some => session.Query<OriginRow>(
            """
            SELECT DISTINCT o.kind, o.name, o.details FROM dataset_version_origins o
            JOIN dataset_version_files f ON f.version = o.version WHERE f.file IN @some ORDER BY o.kind, o.name
            """,
            new { some }));
        return [.. rows.Select(ToOrigin).DistinctBy(static origin => (origin.Kind, origin.Name))];
    }

    /// <summary>Whether a version of a dataset was made by a run, or holds one of these files.</summary>
    public static bool HasVersionOf(IDbSession session, RunId run, IReadOnlyCollection<Guid> files)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Query<Guid>("SELECT id FROM dataset_versions WHERE run = @run LIMIT 1", new { run }).Count > 0
            || files.Chunk(MostFilesAtOnce).Any(some =>
                session.Query<Guid>("SELECT file FROM dataset_version_files WHERE file IN @some LIMIT 1", new { some }).Count > 0);
    }

    /// <summary>Keeps a new version. Its aliases are moved by <see cref="MoveAlias"/>.</summary>
    public static void Add(IDbSession session, DatasetVersion version)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(version);
        session.Execute(
            $"INSERT INTO dataset_versions ({VersionRow.Columns}) VALUES (@Id, @Project, @Dataset, @Version, @Run, @Attempt, @CreatedAt)",
            new
            {
                version.Id,
                version.Project,
                version.Dataset,
                version.Version,
                Run = version.Run ?? default,
                Attempt = version.Attempt ?? default,
                version.CreatedAt,
            });
        if (version.Origin is { } origin)
        {
            session.Execute(
                "INSERT INTO dataset_version_origins (version, kind, name, details) VALUES (@Id, @Kind, @Name, @details)",
                new { version.Id, origin.Kind, origin.Name, details = ValueJson.Write(origin.Details) });
        }
        foreach (var (position, file) in version.Files.Index())
        {
            session.Execute(
                "INSERT INTO dataset_version_files (version, position, file) VALUES (@Id, @position, @file)",
                    new { version.Id, position, file });
        }
    }

    /// <summary>Lets an alias of the dataset point to a version.</summary>
    public static void MoveAlias(IDbSession session, DatasetVersion version, string alias, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(version);
        session.Execute(
            """
            INSERT INTO dataset_version_aliases (project, dataset, alias, version, changed_at) VALUES (@Project, @Dataset, @alias, @Id, @at)
            ON CONFLICT (project, dataset, alias) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at
            """,
            new { version.Project, version.Dataset, alias, version.Id, at });
    }

    /// <summary>Removes an alias of a dataset; gives false when there was none.</summary>
    public static bool RemoveAlias(IDbSession session, string project, string dataset, string alias)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Execute(
            "DELETE FROM dataset_version_aliases WHERE project = @project AND dataset = @dataset AND alias = @alias",
            new { project, dataset, alias }) > 0;
    }

    /// <summary>The profile that is kept of versions with these files, as it was given; null when there is none.</summary>
    public static byte[]? FindProfile(IDbSession session, string project, string dataset, Digest digest)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.QuerySingleOrDefault<byte[]>(
            "SELECT profile FROM dataset_profiles WHERE project = @project AND dataset = @dataset AND digest = @digest",
            new { project, dataset, digest });
    }

    /// <summary>Keeps the profile of versions with these files, in the place of one that is kept.</summary>
    public static void KeepProfile(IDbSession session, string project, string dataset, Digest digest, byte[] profile)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute(
            """
            INSERT INTO dataset_profiles (project, dataset, digest, profile) VALUES (@project, @dataset, @digest, @profile)
            ON CONFLICT (project, dataset, digest) DO UPDATE SET profile = excluded.profile
            """,
            new { project, dataset, digest, profile });
    }

    /// <summary>Removes the profile of versions with these files.</summary>
    public static void RemoveProfile(IDbSession session, string project, string dataset, Digest digest)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute(
            "DELETE FROM dataset_profiles WHERE project = @project AND dataset = @dataset AND digest = @digest",
            new { project, dataset, digest });
    }

    /// <summary>All versions that were made before a time, oldest first.</summary>
    public static IReadOnlyList<DatasetVersion> OlderThan(IDbSession session, DateTimeOffset before)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = session.Query<VersionRow>(
            $"SELECT {VersionRow.Columns} FROM dataset_versions WHERE created_at < @before ORDER BY created_at, id", new { before });
        return [.. rows.Select(row => ToVersion(session, row))];
    }

    /// <summary>Those of these files that a version holds.</summary>
    public static IReadOnlyList<Guid> HeldOf(IDbSession session, IReadOnlyCollection<Guid> files)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(files);
        return
        [
            .. files.Chunk(MostFilesAtOnce).SelectMany(some => session.Query<Guid>(
                "SELECT DISTINCT file FROM dataset_version_files WHERE file IN @some", new { some })),
        ];
    }

    /// <summary>Removes a version with its aliases; its files stay.</summary>
    public static void Remove(IDbSession session, DatasetVersion version)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(version);
        foreach (var table in new[] { "dataset_version_aliases", "dataset_version_origins", "dataset_version_files" })
            session.Execute($"DELETE FROM {table} WHERE version = @Id", new { version.Id });
        session.Execute("DELETE FROM dataset_versions WHERE id = @Id", new { version.Id });
    }

    /// <summary>Names of the datasets of a project, in ordinal order.</summary>
    public static IReadOnlyList<string> Names(IDbSession session, string project)
    {
        ArgumentNullException.ThrowIfNull(session);
        return
        [
            .. session.Query<string>("SELECT DISTINCT dataset FROM dataset_versions WHERE project = @project", new { project })
                .Order(StringComparer.Ordinal),
        ];
    }

    private static DatasetVersion? Find(IDbSession session, string project, string dataset, string version, bool withFiles)
    {
        ArgumentNullException.ThrowIfNull(session);
        var row = session.QuerySingleOrDefault<VersionRow>(
            $"SELECT {VersionRow.Columns} FROM dataset_versions WHERE project = @project AND dataset = @dataset AND version = @version",
            new { project, dataset, version });
        return row is null ? null : ToVersion(session, row, withFiles);
    }

    private static DatasetVersion? Resolve(IDbSession session, string project, string dataset, string version, bool withFiles)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (Find(session, project, dataset, version, withFiles) is { } exact)
            return exact;
        var row = ByAlias(session, project, dataset, version) ?? (version == "latest" ? Newest(session, project, dataset) : null);
        return row is null ? null : ToVersion(session, row, withFiles);
    }

    private static VersionRow? ByAlias(IDbSession session, string project, string dataset, string alias) =>
        session.QuerySingleOrDefault<VersionRow>(
        """
        SELECT v.id, v.project, v.dataset, v.version, v.run, v.attempt, v.created_at FROM dataset_versions v
        JOIN dataset_version_aliases a ON a.version = v.id
        WHERE a.project = @project AND a.dataset = @dataset AND a.alias = @alias
        """,
        new { project, dataset, alias });

    private static VersionRow? Newest(IDbSession session, string project, string dataset) => session.QuerySingleOrDefault<VersionRow>(
        $"SELECT {VersionRow.Columns} FROM dataset_versions WHERE project = @project AND dataset = @dataset ORDER BY created_at DESC, id DESC LIMIT 1",
        new { project, dataset });

    private static DatasetOrigin ToOrigin(OriginRow row) =>
        new(row.Kind, row.Name, ValueJson.Parse(row.Details) as MapValue ?? new MapValue([]));

    private static string LikeOf(string text)
    {
        var plain = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{plain}%";
    }

    private static DatasetVersion ToVersion(IDbSession session, VersionRow row, bool withFiles = true) => new()
    {
        Id = row.Id,
        Project = row.Project,
        Dataset = row.Dataset,
        Version = row.Version,
        Run = row.Run == default ? null : row.Run,
        Attempt = row.Attempt == default ? null : row.Attempt,
        Origin = row.Run == default && session.QuerySingleOrDefault<OriginRow>(
            "SELECT kind, name, details FROM dataset_version_origins WHERE version = @Id", new { row.Id }) is { } origin
            ? ToOrigin(origin)
            : null,
        CreatedAt = row.CreatedAt,
        Files = withFiles ? [.. FilesOf(session, row.Id)] : [],
        Aliases = [.. session.Query<string>("SELECT alias FROM dataset_version_aliases WHERE version = @Id ORDER BY alias",
            new { row.Id })],
    };
}
