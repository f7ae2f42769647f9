using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Storage.Blobs;
using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Blobs.S3;
using Gyre.Storage.Platform;
using Gyre.Storage.Relational;
using Gyre.Storage.Relational.PostgreSql;
using Gyre.Storage.Relational.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage;

/// <summary>Opens what a home keeps.</summary>
public static class GyreStore
{
    /// <summary>The tables of this module, which every store has.</summary>
    public static IReadOnlyList<Migration> Migrations => StorageMigrations.All;

    /// <summary>How often a SQLite store is looked at for other processes' events.</summary>
    private static readonly TimeSpan SqlitePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>PostgreSQL tells of events by itself; this is for the time in which its line is down.</summary>
    private static readonly TimeSpan PostgreSqlPoll = TimeSpan.FromSeconds(2);

    /// <summary>Opens the relational store, creating it when it is not there, and brings it to the program's schema.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="migrations">The steps of all modules of the program, without those of this one.</param>
    /// <param name="clock">Gives the time of leases and records.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The address is no address (code <c>store.address</c>).</exception>
    /// <exception cref="StoreTooNewException">A newer program wrote it.</exception>
    /// <exception cref="StoreSchemaException">A released migration was edited.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static Task<IStore> OpenAsync(
        StorageOptions options, IReadOnlyList<Migration> migrations, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(options, migrations, clock, loops: null, logs: null, beforeCommit: null, cancellationToken);

    /// <summary>The same, where the store's own loops are carried by somebody who shows how they are.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="migrations">The steps of all modules of the program, without those of this one.</param>
    /// <param name="clock">Gives the time of leases and records.</param>
    /// <param name="loops">Carries the loops of one store until it is closed.</param>
    /// <param name="logs">The log; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<IStore> OpenAsync(
        StorageOptions options,
        IReadOnlyList<Migration> migrations,
        TimeProvider clock,
        LoopSupervisor loops,
        ILoggerFactory? logs,
        CancellationToken cancellationToken) =>
        OpenAsync(options, migrations, clock, loops, logs, beforeCommit: null, cancellationToken);

    internal static Task<IStore> OpenAsync(
        StorageOptions options, IReadOnlyList<Migration> migrations, TimeProvider clock, Action? beforeCommit, CancellationToken cancellationToken) =>
        OpenAsync(options, migrations, clock, loops: null, logs: null, beforeCommit, cancellationToken);

    // beforeCommit is for tests: it runs on the writer's thread and may throw in the place of a failing commit.
    private static async Task<IStore> OpenAsync(
        StorageOptions options,
        IReadOnlyList<Migration> migrations,
        TimeProvider clock,
        LoopSupervisor? loops,
        ILoggerFactory? logs,
        Action? beforeCommit,
        CancellationToken cancellationToken)
    {
        RowMapping.EnsureInstalled();
        var logger = logs.For<Store>();
        var address = StoreAddress.Parse(options.Store, options.Home);
        var events = new EventLog(clock, address is SqliteAddress ? SqlitePoll : PostgreSqlPoll);
        var database = await Task.Run(() => OpenDatabase(address, clock, events, loops, logger, beforeCommit), cancellationToken);
        events.Attach(database);
        try
        {
            await Migrator.ApplyAsync(database, [.. StorageMigrations.All, .. migrations], clock, logger, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
        logger.StoreOpened(database.Kind);
        return new Store(database, events, clock);
    }

    /// <summary>Opens the artifact store, creating it when it is not there.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="clock">Gives the age of left-over files.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The address is no address, or credentials are missing (codes <c>artifacts.*</c>).</exception>
    public static Task<IBlobStore> OpenBlobsAsync(StorageOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenBlobsAsync(options, clock, TimeSpan.Zero, logs: null, cancellationToken);

    /// <summary>The same with a log.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="clock">Gives the age of left-over files.</param>
    /// <param name="logs">The log; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<IBlobStore> OpenBlobsAsync(
        StorageOptions options, TimeProvider clock, ILoggerFactory? logs, CancellationToken cancellationToken) =>
        OpenBlobsAsync(options, clock, TimeSpan.Zero, logs, cancellationToken);

    /// <summary>The same for one who can wait: a step's work must not be lost because the server of its artifacts is away.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="clock">Gives the age of left-over files.</param>
    /// <param name="patience">How long a call is tried again while a server on S3 is away.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<IBlobStore> OpenBlobsAsync(
        StorageOptions options, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken) =>
        OpenBlobsAsync(options, clock, patience, logs: null, cancellationToken);

    private static async Task<IBlobStore> OpenBlobsAsync(
        StorageOptions options, TimeProvider clock, TimeSpan patience, ILoggerFactory? logs, CancellationToken cancellationToken)
    {
        var logger = logs.For<MeasuredBlobStore>();
        var root = options.Artifacts ?? Path.Join(options.Home, "artifacts");
        if (root.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
            return OpenS3(S3Address.Parse(root), clock, patience, logger);
        if (root.Contains("://", StringComparison.Ordinal))
            throw new InvalidInputException(
                "artifacts.address",
                "The address of the artifact store has an unknown scheme.",
                "Use a folder or s3://bucket/prefix?endpoint=URL&region=R.");
        return await Task.Run(() => OpenFiles(root, clock, logger), cancellationToken);
    }

    /// <summary>
    /// Where the content of a digest lies, or would lie, for people: the path of a file, or the address of an object without its server
    /// and credentials.
    /// </summary>
    /// <param name="options">Where the store is.</param>
    /// <param name="digest">Which content.</param>
    public static string PlaceOf(StorageOptions options, Digest digest)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = options.Artifacts ?? Path.Join(options.Home, "artifacts");
        if (!root.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
            return Path.Join(Path.GetFullPath(root), BlobLayout.PathOf(digest));
        var address = S3Address.Parse(root);
        return $"{S3Address.Scheme}{address.Bucket}/{address.KeyOf(digest)}";
    }

    private static MeasuredBlobStore OpenS3(S3Address address, TimeProvider clock, TimeSpan patience, ILogger logger)
    {
        var store = new S3BlobStore(address, clock, patience, logger);
        logger.ArtifactsOpened(address.ToString());
        return new MeasuredBlobStore(store);
    }

    private static IDatabase OpenDatabase(
        StoreAddress address, TimeProvider clock, EventLog events, LoopSupervisor? loops, ILogger logger, Action? beforeCommit)
    {
        if (address is PostgreSqlAddress server)
            return new PgDatabase(server, clock, events.Pulse, logger, loops, beforeCommit);
        var path = Path.GetFullPath(((SqliteAddress)address).Path);
        HomeFolder.Create(Path.GetDirectoryName(path)!);
        return new SqliteDatabase(new SqliteConnections(path), clock, events.Pulse, logger, beforeCommit);
    }

    private static MeasuredBlobStore OpenFiles(string root, TimeProvider clock, ILogger logger)
    {
        HomeFolder.Create(root);
        var store = FileBlobStore.Open(FileLayers.Open(root), clock, logger);
        logger.ArtifactsOpened(root);
        return new MeasuredBlobStore(store);
    }
}
