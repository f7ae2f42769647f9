using Gyre.Core.Events;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Tracking.Tests;

/// <summary>What the suites of this module share: a fresh store on one engine per test.</summary>
public abstract class TrackingConformance : IAsyncLifetime
{
    private string _home = "";
    private IBlobStore _blobs = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ManualClock Clock { get; } = new();

    protected IStore Store { get; private set; } = null!;

    protected TrackingStore Tracking { get; private set; } = null!;

    protected abstract DatabaseKind Engine { get; }

    public async ValueTask InitializeAsync()
    {
        _home = Directory.CreateTempSubdirectory("gyre-tracking-").FullName;
        var options = new StorageOptions { Home = _home };
        if (Engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        Store = await GyreStore.OpenAsync(options, TrackingStore.Migrations, Clock, Cancel);
        _blobs = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = _home }, Clock, Cancel);
        Tracking = await TrackingStore.OpenAsync(Store, _blobs, Clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _blobs?.Dispose();
        if (Store is not null)
        {
            await EventChecks.CheckAsync(Store.Events, EventTypes.Standard);
            await Store.DisposeAsync();
        }
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fails unless the work is refused in this way.</summary>
    internal static async Task<string> ShouldBeRefusedAsync(Func<Task> work, TrackingError error)
    {
        var refused = await Should.ThrowAsync<TrackingException>(work);
        refused.Error.ShouldBe(error, refused.Message);
        return refused.Message;
    }

    internal async Task<List<StoredEvent>> EventsAsync() => [.. await Store.Events.ReadAsync(0, 1000, null, Cancel)];
}
