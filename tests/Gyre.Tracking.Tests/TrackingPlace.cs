using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Tracking.Tests;

/// <summary>A tracking store over a fresh store of one of the two engines, with its content in a folder.</summary>
internal sealed class TrackingPlace : IAsyncDisposable
{
    private readonly StorageOptions _options;

    private TrackingPlace(StorageOptions options, IStore store, IBlobStore blobs, ManualClock clock, TrackingStore tracking) =>
        (_options, Store, Blobs, Clock, Tracking) = (options, store, blobs, clock, tracking);

    public string Home => _options.Home;

    public IStore Store { get; }

    public IBlobStore Blobs { get; }

    public ManualClock Clock { get; }

    public TrackingStore Tracking { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens one, or skips the test.</summary>
    public static async Task<TrackingPlace> OpenAsync(DatabaseKind kind, Func<IBlobStore, IBlobStore>? around = null)
    {
        var options = new StorageOptions { Home = Directory.CreateTempSubdirectory("gyre-tracking-").FullName };
        if (kind == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        var clock = new ManualClock();
        var store = await GyreStore.OpenAsync(options, TrackingStore.Migrations, clock, Cancel);
        var blobs = await GyreStore.OpenBlobsAsync(options, clock, Cancel);
        var seen = around?.Invoke(blobs) ?? blobs;
        return new TrackingPlace(options, store, seen, clock, await TrackingStore.OpenAsync(store, seen, clock, Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        Blobs.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_options.Home, recursive: true);
    }
}
