namespace Gyre.Tracking.Store;

/// <summary>
/// Names of artifacts, which are data and never names of files on a disk, and their content by digest. <c>folded</c> is the name without case and with one
/// spelling of each character: two names of a folder that fold alike would be one file on some machines. Folders have no digest and exist while something is in
/// them. Uploads in parts keep what has arrived until they are complete, given up or too old. Instants are milliseconds since 1970, UTC.
/// </summary>
internal static class ArtifactSchema
{
    public const string Sql =
        """
        CREATE TABLE tracking_artifacts (
            folder {text} NOT NULL,
            name {text} NOT NULL,
            folded {text} NOT NULL,
            digest TEXT,
            size_bytes BIGINT NOT NULL,
            written_at BIGINT NOT NULL,
            PRIMARY KEY (folder, name)
        ) {rowless};
        CREATE UNIQUE INDEX tracking_artifacts_by_fold ON tracking_artifacts (folder, folded);
        CREATE INDEX tracking_artifacts_by_digest ON tracking_artifacts (digest) WHERE digest IS NOT NULL;
        CREATE TABLE tracking_uploads (
            upload_id {text} NOT NULL PRIMARY KEY,
            path {text} NOT NULL,
            parts INTEGER NOT NULL,
            expires_at BIGINT NOT NULL,
            completed_with TEXT
        ) {rowless};
        CREATE INDEX tracking_uploads_by_end ON tracking_uploads (expires_at);
        CREATE TABLE tracking_upload_parts (
            upload_id {text} NOT NULL,
            part INTEGER NOT NULL,
            digest TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            PRIMARY KEY (upload_id, part)
        ) {rowless};
        """;
}
