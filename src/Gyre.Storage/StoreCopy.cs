using Gyre.Storage.Relational;
using Gyre.Storage.Relational.Sqlite;

namespace Gyre.Storage;

/// <summary>Copies of an embedded store, for backups. A database of a server is copied with the server's own tools.</summary>
public static class StoreCopy
{
    /// <summary>The file of the embedded store; null when the store is a database of a server.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">The address is no address.</exception>
    public static string? PathOf(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StoreAddress.Parse(options.Store, options.Home) is SqliteAddress { Path: var path } ? Path.GetFullPath(path) : null;
    }

    /// <summary>Writes a copy of an embedded store as it is at one moment; other processes may read and write it meanwhile.</summary>
    /// <param name="source">The file of the store.</param>
    /// <param name="target">A file that does not exist yet, in a folder that does.</param>
    /// <param name="cancellationToken">Gives up before the copy begins.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read, or is damaged.</exception>
    public static Task WriteAsync(string source, string target, CancellationToken cancellationToken) =>
        Task.Run(() => SqliteCopy.Write(source, target), cancellationToken);
}
