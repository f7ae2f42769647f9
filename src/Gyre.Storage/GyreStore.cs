using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Platform;
using Gyre.Storage.Relational;
using Gyre.Storage.Relational.Sqlite;

namespace Gyre.Storage;

/// <summary>Opens what a home keeps.</summary>
public static class GyreStore
{
    /// <summary>How often a SQLite store is looked at for other processes' events.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens the relational store, creating it when it is not there, and brings it to the program's schema.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="migrations">The steps of all modules of the program, without those of this one.</param>
    /// <param name="clock">Gives the time of leases and records.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StoreTooNewException">A newer program wrote it.</exception>
    /// <exception cref="StoreSchemaException">A released migration was edited.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static async Task<IStore> OpenAsync(
        StorageOptions options, IReadOnlyList<Migration> migrations, TimeProvider clock, CancellationToken cancellationToken)
    {
        RowMapping.EnsureInstalled();
        var path = options.Store is null ? Path.Join(options.Home, "gyre.db") : options.Store["sqlite:".Length..];
        HomeFolder.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var events = new EventLog(clock, PollEvery);
        var database = new SqliteDatabase(new SqliteConnections(path), clock, events.Pulse);
        events.Attach(database);
        try
        {
            await Migrator.ApplyAsync(database, [.. StorageMigrations.All, .. migrations], clock, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
        return new Store(database, events, clock);
    }

    /// <summary>Opens the artifact store, creating it when it is not there.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="clock">Gives the age of left-over files.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IBlobStore> OpenBlobsAsync(StorageOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var root = options.Artifacts ?? Path.Join(options.Home, "artifacts");
        HomeFolder.Create(root);
        return FileBlobStore.Open(FileLayers.Open(root), clock);
    }
}
