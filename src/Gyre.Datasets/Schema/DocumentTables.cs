namespace Gyre.Datasets.Schema;

/// <summary>
/// Documents, and their single values by path for searching. Texts are compared by code point: SQLite compares bytes by itself, PostgreSQL
/// where it is told so. Bodies lie apart, so that searching does not read them.
/// </summary>
internal static class DocumentTables
{
    public static readonly string Sqlite = For("TEXT", "BLOB", "WITHOUT ROWID");

    public static readonly string PostgreSql = For("TEXT COLLATE \"C\"", "BYTEA", "");

    private static string For(string text, string bytes, string clustered) =>
        $"""
        CREATE TABLE document_collections (
            number BIGINT NOT NULL PRIMARY KEY,
            name {text} NOT NULL,
            kind INTEGER NOT NULL,
            documents BIGINT NOT NULL,
            traits INTEGER NOT NULL,
            UNIQUE (name, kind)
        );
        CREATE TABLE document_paths (
            number BIGINT NOT NULL PRIMARY KEY,
            collection BIGINT NOT NULL,
            path {text} NOT NULL,
            traits INTEGER NOT NULL,
            UNIQUE (collection, path)
        );
        CREATE TABLE documents (
            number {(clustered.Length == 0 ? "BIGINT" : "INTEGER")} NOT NULL PRIMARY KEY,
            collection BIGINT NOT NULL,
            id {text} NOT NULL,
            link {text} NOT NULL,
            usual_order {bytes} NOT NULL,
            UNIQUE (collection, id)
        );
        CREATE INDEX documents_by_link ON documents (collection, link) WHERE link <> '';
        CREATE INDEX documents_in_order ON documents (collection, usual_order);
        CREATE TABLE document_bodies (
            number {(clustered.Length == 0 ? "BIGINT" : "INTEGER")} NOT NULL PRIMARY KEY,
            body TEXT NOT NULL
        );
        CREATE TABLE document_values (
            document BIGINT NOT NULL,
            path BIGINT NOT NULL,
            tag INTEGER NOT NULL,
            text {text} NOT NULL,
            number DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (document, path, tag, text, number)
        ) {clustered};
        CREATE INDEX document_values_by_value ON document_values (path, tag, text, number, document);
        """;
}
