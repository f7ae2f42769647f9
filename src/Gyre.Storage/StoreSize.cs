namespace Gyre.Storage;

/// <summary>How much room the relational store takes.</summary>
public static class StoreSize
{
    /// <summary>The size of the database in bytes, as it says itself.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<long> InBytesAsync(IStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Database.ReadAsync(
            static session => session.QuerySingleOrDefault<long>(
                session.Kind == DatabaseKind.Sqlite
                    ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
                    : "SELECT pg_database_size(current_database())"),
            cancellationToken);
    }
}
