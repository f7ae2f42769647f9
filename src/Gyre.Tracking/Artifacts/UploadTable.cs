using Gyre.Storage;

namespace Gyre.Tracking.Artifacts;

/// <summary>A row of the table.</summary>
/// <param name="Path">Where the file will be.</param>
/// <param name="Parts">How many parts.</param>
/// <param name="CompletedWith">The list of parts it was completed with; null while it is open.</param>
internal sealed record UploadRow(string Path, int Parts, string? CompletedWith);

/// <summary>A part that has arrived.</summary>
internal sealed record PartRow(int Part, string Digest, long SizeBytes);

/// <summary>Statements about uploads in parts.</summary>
internal static class UploadTable
{
    public static UploadRow? Find(IDbSession session, string id) =>
        session.QuerySingleOrDefault<UploadRow>("SELECT path, parts, completed_with FROM tracking_uploads WHERE upload_id = @id", new { id });

    public static IReadOnlyList<PartRow> Parts(IDbSession session, string id) =>
        session.Query<PartRow>("SELECT part, digest, size_bytes FROM tracking_upload_parts WHERE upload_id = @id ORDER BY part", new { id });

    public static void Insert(IDbSession session, string id, string path, int parts, long expiresAt) => session.Execute(
        "INSERT INTO tracking_uploads (upload_id, path, parts, expires_at) VALUES (@id, @path, @parts, @expiresAt)", new { id, path, parts, expiresAt });

    public static void PutPart(IDbSession session, string id, int part, BlobInfo blob, long expiresAt)
    {
        session.Execute(
            """
            INSERT INTO tracking_upload_parts (upload_id, part, digest, size_bytes) VALUES (@id, @part, @digest, @size)
            ON CONFLICT (upload_id, part) DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes
            """,
            new { id, part, digest = blob.Digest.ToString(), size = blob.SizeInBytes });
        session.Execute("UPDATE tracking_uploads SET expires_at = @expiresAt WHERE upload_id = @id", new { id, expiresAt });
    }

    /// <summary>It is remembered for a while, so that a second request to complete it gets the same answer; its parts are not needed for that.</summary>
    public static void Complete(IDbSession session, string id, string completedWith, long expiresAt)
    {
        session.Execute("UPDATE tracking_uploads SET completed_with = @completedWith, expires_at = @expiresAt WHERE upload_id = @id", new { id, completedWith, expiresAt });
        session.Execute("DELETE FROM tracking_upload_parts WHERE upload_id = @id", new { id });
    }

    public static void Delete(IDbSession session, string id)
    {
        session.Execute("DELETE FROM tracking_upload_parts WHERE upload_id = @id", new { id });
        session.Execute("DELETE FROM tracking_uploads WHERE upload_id = @id", new { id });
    }

    public static int RemoveExpired(IDbSession session, long now)
    {
        session.Execute("DELETE FROM tracking_upload_parts WHERE upload_id IN (SELECT upload_id FROM tracking_uploads WHERE expires_at < @now)", new { now });
        return session.Execute("DELETE FROM tracking_uploads WHERE expires_at < @now", new { now });
    }
}
