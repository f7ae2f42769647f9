using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Loops;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Tests;

/// <summary>Deployments over a fresh store of one of the two engines, with policies in a folder. The service can be restarted.</summary>
internal sealed class ServingPlace : IAsyncDisposable
{
    private readonly string _home;
    private readonly IBlobStore _files;
    private LoopSupervisor _loops;
    private ulong _seed = 1;

    private ServingPlace(string home, IStore store, IBlobStore files, IBlobStore blobs, ManualClock clock, TrackingStore tracking)
    {
        (_home, Store, _files, Blobs, Clock, Tracking) = (home, store, files, blobs, clock, tracking);
        _loops = new LoopSupervisor(clock);
        Service = Start();
    }

    public IStore Store { get; }

    public IBlobStore Blobs { get; }

    public ManualClock Clock { get; }

    public TrackingStore Tracking { get; }

    public ServingService Service { get; private set; }

    public IDeployments Deployments => Service.Deployments;

    public IDecisions Decisions => Service.Decisions;

    public IPredictions Predictions => Service.Predictions;

    public string Home => _home;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens one, or skips the test.</summary>
    public static async Task<ServingPlace> OpenAsync(DatabaseKind kind, Func<IBlobStore, IBlobStore>? around = null)
    {
        var options = new StorageOptions { Home = Directory.CreateTempSubdirectory("gyre-serving-").FullName };
        if (kind == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        var clock = new ManualClock();
        var store = await GyreStore.OpenAsync(options, [.. TrackingStore.Migrations, .. ServingService.Migrations], clock, Cancel);
        var files = await GyreStore.OpenBlobsAsync(options, clock, Cancel);
        var tracking = await TrackingStore.OpenAsync(store, files, clock, Cancel);
        return new ServingPlace(options.Home, store, files, around?.Invoke(files) ?? files, clock, tracking);
    }

    /// <summary>Ends the service and starts another one over the same store.</summary>
    public async Task RestartAsync()
    {
        await Service.DisposeAsync();
        await _loops.DisposeAsync();
        _loops = new LoopSupervisor(Clock);
        Service = Start();
    }

    /// <summary>The service of another process on the same store.</summary>
    /// <param name="blobs">What it has of the artifact store; null for all.</param>
    /// <param name="store">What it has of the store; null for all.</param>
    public ServingService Other(IBlobStore? blobs = null, IStore? store = null) => new(
        store ?? Store, blobs ?? Blobs, new LoopSupervisor(Clock), new ServingOptions { Clock = Clock, Seed = _seed++, Home = _home });

    /// <summary>A policy file in the artifact store.</summary>
    public async Task<Digest> PutAsync(Policy policy)
    {
        using var file = new MemoryStream();
        await PolicyFile.WriteAsync(policy, file, Cancel);
        file.Position = 0;
        return (await Blobs.PutAsync(file, Cancel)).Digest;
    }

    /// <summary>A file in the artifact store.</summary>
    public async Task<Digest> PutAsync(byte[] content)
    {
        using var file = new MemoryStream(content);
        return (await Blobs.PutAsync(file, Cancel)).Digest;
    }

    /// <summary>Deploys a policy; gives its version.</summary>
    public async Task<long> DeployAsync(Policy policy, string name = "shop", Func<NewVersion, NewVersion>? change = null)
    {
        var version = new NewVersion { Deployment = name, Policy = await PutAsync(policy) };
        return (await Deployments.AddAsync(change?.Invoke(version) ?? version, Cancel)).Version.Version;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _loops.DisposeAsync();
        await EventChecks.CheckAsync(Store.Events, EventTypes.Standard);
        _files.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private ServingService Start() => new(Store, Blobs, _loops, new ServingOptions { Clock = Clock, Seed = _seed++, Home = _home });
}
