using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>Statements over files and aliases, inside a caller's transaction.</summary>
internal static class CatalogStore
{
    private const int MostAtOnce = 500;

    public static void Insert(IDbSession session, CatalogRow row) => session.Execute(
        $"INSERT INTO catalog_files ({CatalogRow.Columns}) " +
        "VALUES (@Id, @Project, @Run, @NodePath, @Attempt, @Path, @Digest, @SizeInBytes, @Md5, @Sha1, @Metadata, @CreatedAt) ON CONFLICT (id) DO NOTHING",
        row);

    public static void Tag(IDbSession session, Guid file, IEnumerable<string> tags)
    {
        foreach (var tag in tags)
            session.Execute("INSERT INTO catalog_tags (tag, file) VALUES (@tag, @file) ON CONFLICT (tag, file) DO NOTHING", new { tag, file });
    }

    /// <summary>Removes those of these files that no run made and no alias points to.</summary>
    public static void RemoveOutsiders(IDbSession session, IReadOnlyCollection<Guid> files)
    {
        var gone = session.Query<Guid>(
            "SELECT id FROM catalog_files WHERE id IN @files AND run = @outside AND id NOT IN (SELECT file FROM catalog_aliases)",
            new { files, outside = default(RunId) });
        if (gone.Count == 0)
            return;
        session.Execute("DELETE FROM catalog_tags WHERE file IN @gone", new { gone });
        session.Execute("DELETE FROM catalog_files WHERE id IN @gone", new { gone });
    }

    public static CatalogFile? Find(IDbSession session, Guid id) =>
        session.QuerySingleOrDefault<CatalogRow>($"SELECT {CatalogRow.Columns} FROM catalog_files WHERE id = @id", new { id }) is { } row ? ToFile(session, row) : null;

    /// <summary>Files in the order of their ids, without tags and aliases.</summary>
    public static IReadOnlyList<CatalogFile> FindAll(IDbSession session, IReadOnlyCollection<Guid> ids)
    {
        var found = ids.Distinct().Chunk(MostAtOnce).SelectMany(some => session.Query<CatalogRow>(
            $"SELECT {CatalogRow.Columns} FROM catalog_files WHERE id IN @some", new { some })).ToDictionary(static row => row.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => ToFile(found[id], [], []))];
    }

    public static CatalogList List(IDbSession session, CatalogQuery query)
    {
        var conditions = new List<string>();
        if (query.Project is not null)
            conditions.Add("project = @Project");
        if (query.Attempt is not null)
            conditions.Add("attempt = @Attempt");
        if (query.Tag is not null)
            conditions.Add("id IN (SELECT file FROM catalog_tags WHERE tag = @Tag)");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var rows = session.Query<CatalogRow>(
            $"SELECT {CatalogRow.Columns} FROM catalog_files {where} ORDER BY created_at DESC, attempt, path LIMIT @Limit OFFSET @Offset", query);
        return new CatalogList(
            session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM catalog_files {where}", query), [.. rows.Select(row => ToFile(session, row))]);
    }

    public static Guid? AliasTarget(IDbSession session, string project, string name) =>
        session.QuerySingleOrDefault<AliasRow>("SELECT project, name, file, changed_at FROM catalog_aliases WHERE project = @project AND name = @name", new { project, name })?.File;

    public static void MoveAlias(IDbSession session, string project, string name, Guid file, RunId run, DateTimeOffset at)
    {
        session.Execute(
            """
            INSERT INTO catalog_aliases (project, name, file, changed_at) VALUES (@project, @name, @file, @at)
            ON CONFLICT (project, name) DO UPDATE SET file = excluded.file, changed_at = excluded.changed_at
            """,
            new { project, name, file, at });
        session.Execute(
            "INSERT INTO catalog_alias_changes (project, name, file, run, changed_at) VALUES (@project, @name, @file, @run, @at)",
            new { project, name, file, run, at });
    }

    public static IReadOnlyList<FileAlias> Aliases(IDbSession session, string? project)
    {
        const string Columns = "SELECT project, name, file, changed_at FROM catalog_aliases";
        var rows = project is null
            ? session.Query<AliasRow>($"{Columns} ORDER BY project, name")
            : session.Query<AliasRow>($"{Columns} WHERE project = @project ORDER BY name", new { project });
        return [.. rows.Select(row => new FileAlias(row.Project, row.Name, row.File, row.ChangedAt))];
    }

    public static IReadOnlyList<AliasChange> History(IDbSession session, string project, string name) =>
        [.. session.Query<AliasRow>(
            "SELECT file, run, changed_at FROM catalog_alias_changes WHERE project = @project AND name = @name ORDER BY number DESC LIMIT 1000", new { project, name })
            .Select(row => new AliasChange(row.File, row.Run, row.ChangedAt))];

    private static CatalogFile ToFile(IDbSession session, CatalogRow row) => ToFile(
        row,
        session.Query<string>("SELECT tag FROM catalog_tags WHERE file = @Id ORDER BY tag", new { row.Id }),
        session.Query<string>("SELECT name FROM catalog_aliases WHERE file = @Id ORDER BY name", new { row.Id }));

    private static CatalogFile ToFile(CatalogRow row, IReadOnlyList<string> tags, IReadOnlyList<string> aliases) => new()
    {
        Id = row.Id,
        Project = row.Project,
        Run = row.IsOfRun ? row.Run : null,
        NodePath = row.IsOfRun ? row.NodePath : null,
        Attempt = row.IsOfRun ? row.Attempt : null,
        Path = row.Path,
        Digest = row.Digest,
        SizeInBytes = row.SizeInBytes,
        Md5 = row.Md5,
        Sha1 = row.Sha1,
        Metadata = row.Metadata is { } text ? ValueJson.Parse(text) : null,
        CreatedAt = row.CreatedAt,
        Tags = [.. tags],
        Aliases = [.. aliases],
    };
}
