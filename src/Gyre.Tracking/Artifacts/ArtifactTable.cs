using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Artifacts;

/// <summary>A row of the table; a folder has no digest.</summary>
internal sealed record ArtifactRow(string Name, string? Digest, long SizeBytes)
{
    public const string Columns = "name, digest, size_bytes";

    public bool IsFolder => Digest is null;

    public BlobInfo Content => new(Gyre.Core.Digest.Parse(Digest!), SizeBytes);
}

/// <summary>Statements about names of artifacts. Paths are whole and checked.</summary>
internal static class ArtifactTable
{
    public static ArtifactRow? Find(IDbSession session, string path)
    {
        var (folder, name) = ArtifactPaths.Part(path);
        return session.QuerySingleOrDefault<ArtifactRow>($"SELECT {ArtifactRow.Columns} FROM tracking_artifacts WHERE folder = @folder AND name = @name", new { folder, name });
    }

    public static IReadOnlyList<ArtifactRow> List(IDbSession session, string folder) =>
        session.Query<ArtifactRow>($"SELECT {ArtifactRow.Columns} FROM tracking_artifacts WHERE folder = @folder ORDER BY name", new { folder });

    /// <summary>Whether a file of this path could be written.</summary>
    /// <exception cref="TrackingException">Something is in its place.</exception>
    public static void CheckFree(IDbSession session, string path)
    {
        foreach (var place in Places(path))
        {
            if (Held(session, place) is null)
                return;
        }
    }

    /// <summary>Names a content, with the folders on the way.</summary>
    /// <exception cref="TrackingException">Something else is in its place.</exception>
    public static void Put(IDbSession session, string path, BlobInfo content, long now)
    {
        foreach (var place in Places(path))
        {
            var held = Held(session, place);
            if (held is not null && place.IsFolder)
                continue;
            session.Execute(
                """
                INSERT INTO tracking_artifacts (folder, name, folded, digest, size_bytes, written_at) VALUES (@Folder, @Name, @folded, @digest, @size, @now)
                ON CONFLICT (folder, name) DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes, written_at = excluded.written_at
                """,
                new
                {
                    place.Folder,
                    place.Name,
                    folded = ArtifactPaths.Fold(place.Name),
                    digest = place.IsFolder ? null : content.Digest.ToString(),
                    size = place.IsFolder ? 0 : content.SizeInBytes,
                    now,
                });
        }
    }

    /// <summary>Takes a file or a tree away, and folders that have become empty.</summary>
    public static void Delete(IDbSession session, string path)
    {
        var (folder, name) = ArtifactPaths.Part(path);
        session.Execute("DELETE FROM tracking_artifacts WHERE folder = @path", new { path });
        session.Execute("DELETE FROM tracking_artifacts WHERE folder > @low AND folder < @high", Below(path));
        session.Execute("DELETE FROM tracking_artifacts WHERE folder = @folder AND name = @name", new { folder, name });
        while (folder.Length > 0 && session.QuerySingleOrDefault<string>("SELECT name FROM tracking_artifacts WHERE folder = @folder LIMIT 1", new { folder }) is null)
        {
            (var parent, name) = ArtifactPaths.Part(folder);
            session.Execute("DELETE FROM tracking_artifacts WHERE folder = @parent AND name = @name", new { parent, name });
            folder = parent;
        }
    }

    /// <param name="session">The transaction.</param>
    /// <param name="path">Of a tree or a file; empty for everything.</param>
    public static long TotalSize(IDbSession session, string path)
    {
        const string Sum = "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM tracking_artifacts";
        if (path.Length == 0)
            return session.QuerySingleOrDefault<long>(Sum);
        var (folder, name) = ArtifactPaths.Part(path);
        return session.QuerySingleOrDefault<long>($"{Sum} WHERE folder = @path", new { path })
            + session.QuerySingleOrDefault<long>($"{Sum} WHERE folder > @low AND folder < @high", Below(path))
            + session.QuerySingleOrDefault<long>($"{Sum} WHERE folder = @folder AND name = @name", new { folder, name });
    }

    public static IReadOnlyList<Digest> InUse(IDbSession session, string after, int most) => session.Query<Digest>(
        """
        SELECT digest FROM (
            SELECT digest FROM tracking_artifacts WHERE digest IS NOT NULL AND digest > @after
            UNION SELECT digest FROM tracking_upload_parts WHERE digest > @after) AS used
        ORDER BY digest LIMIT @most
        """,
        new { after, most });

    /// <summary>What holds the place of a name; null when it is free.</summary>
    /// <exception cref="TrackingException">It is something else than the name wants to be.</exception>
    private static ArtifactRow? Held(IDbSession session, Place place)
    {
        var held = session.QuerySingleOrDefault<ArtifactRow>(
            $"SELECT {ArtifactRow.Columns} FROM tracking_artifacts WHERE folder = @Folder AND folded = @folded", new { place.Folder, folded = ArtifactPaths.Fold(place.Name) });
        if (held is null)
            return null;
        if (held.Name != place.Name)
        {
            throw Conflict(
                $"The names '{place.Name}' and '{held.Name}' (already in '{place.Folder}') differ only in case or in the encoding of "
                    + "characters, and some machines treat them as the same file.");
        }
        if (held.IsFolder != place.IsFolder)
            throw Conflict(held.IsFolder ? $"'{place.Path}' is a folder; a file cannot replace it." : $"'{place.Path}' is a file; it cannot contain other files.");
        return held;
    }

    private static IEnumerable<Place> Places(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return new Place(path[..slash], IsFolder: true);
        yield return new Place(path, IsFolder: false);
    }

    /// <summary>Paths below begin with the path and a slash; zero is the character after the slash.</summary>
    private static object Below(string path) => new { low = path + "/", high = path + "0" };

    private static TrackingException Conflict(string message) => new(TrackingError.Conflict, message);

    private readonly record struct Place(string Path, bool IsFolder)
    {
        public string Folder => ArtifactPaths.Part(Path).Folder;

        public string Name => ArtifactPaths.Part(Path).Name;
    }
}
