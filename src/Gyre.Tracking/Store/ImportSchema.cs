namespace Gyre.Tracking.Store;

/// <summary>
/// What imports made or joined, so that the next import tells it from what the user made, and leaves alone what the user changed since. <c>finished</c> says that its
/// end has been written once.
/// </summary>
internal static class ImportSchema
{
    public const string Sql =
        """
        CREATE TABLE tracking_imports (
            kind TEXT NOT NULL,
            id {text} NOT NULL,
            finished BOOLEAN NOT NULL,
            PRIMARY KEY (kind, id)
        ) {rowless};
        """;
}
