using System.Net;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Delivery;
using Gyre.Storage;
using Gyre.Tracking.Artifacts;
using Gyre.Tracking.Cleanup;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Lineage;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Moves;
using Gyre.Tracking.Ownership;
using Gyre.Tracking.Registry;
using Gyre.Tracking.Runs;
using Gyre.Tracking.Store;
using Gyre.Tracking.Traces;
using Gyre.Tracking.Webhooks;

namespace Gyre.Tracking;

/// <summary>The records: experiments, runs and what was logged to them.</summary>
public sealed class TrackingStore
{
    private readonly IDatabase _database;
    private readonly TimeProvider _clock;

    private TrackingStore(IStore store, IBlobStore blobs, byte[] pageKey, TimeProvider clock, TrackingOptions options)
    {
        (_database, _clock) = (store.Database, clock);
        var ids = IdSource.FromClock(clock);
        var experiments = new ExperimentService(store.Database, clock, pageKey);
        Experiments = experiments;
        Runs = new RunRecords(store.Database, new ModelMetricTable(), clock, ids, pageKey, new RunSignals(clock));
        Cleanup = new CleanupService(store.Database, clock, options.Logs.For<CleanupService>());
        Lineage = new LineageService(store.Database);
        Owners = new OwnerService(store.Database);
        Registry = new RegistryService(store.Database, clock, pageKey);
        ModelVersions = new VersionService(store.Database, clock, pageKey);
        LoggedModels = new LoggedModelService(store.Database, clock, ids, pageKey);
        var sender = new WebhookSender(Dns.GetHostAddressesAsync, options.AllowPrivateWebhooks, clock);
        Webhooks = new WebhookService(store, sender, clock, ids, pageKey, options.Logs.For<DeliveryLoop>());
        Artifacts = new ArtifactService(store.Database, blobs, clock);
        Content = new ArtifactContent(Artifacts);
        Uploads = new UploadService(store.Database, blobs, clock, ids);
        Traces = new TraceService(store.Database, clock, ids, pageKey);
    }

    /// <summary>The schema of this module, for opening a store.</summary>
    public static IReadOnlyList<Migration> Migrations => TrackingMigrations.All;

    /// <summary>Experiments.</summary>
    public IExperiments Experiments { get; }

    /// <summary>Runs.</summary>
    public IRunRecords Runs { get; }

    /// <summary>Registered models.</summary>
    public IModelRegistry Registry { get; }

    /// <summary>Versions of registered models.</summary>
    public IModelVersions ModelVersions { get; }

    /// <summary>Models that runs left behind.</summary>
    public ILoggedModels LoggedModels { get; }

    /// <summary>Frees what was deleted, and packs histories.</summary>
    public ITrackingCleanup Cleanup { get; }

    /// <summary>What was made of what.</summary>
    public ILineage Lineage { get; }

    /// <summary>Whom records belong to.</summary>
    public IOwners Owners { get; }

    /// <summary>Addresses that hear of changes in the registry.</summary>
    public IWebhooks Webhooks { get; }

    /// <summary>Files.</summary>
    public ITrackingArtifacts Artifacts { get; }

    /// <summary>The content in the artifact store that files and parts of files need.</summary>
    public IContentUser Content { get; }

    /// <summary>Files that come in parts.</summary>
    public IMultipartUploads Uploads { get; }

    /// <summary>Traces.</summary>
    public ITraces Traces { get; }

    /// <summary>Takes what an importer reads from an MLflow store. For one import at a time.</summary>
    public IImportTarget OpenImport() => new StoreImport(_database, Artifacts, _clock);

    /// <summary>This store as one that can be exported in MLflow's layout.</summary>
    /// <param name="experiments">Only these, without registered models; empty for everything.</param>
    public IForeignStore OpenExport(IReadOnlyList<long> experiments) => new StoreExport(_database, Artifacts, experiments);

    /// <summary>Over an opened store; makes the experiment that is always there.</summary>
    /// <param name="store">Opened with <see cref="Migrations"/> among the others.</param>
    /// <param name="blobs">Keeps content of artifacts.</param>
    /// <param name="clock">Gives the time of records.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<TrackingStore> OpenAsync(IStore store, IBlobStore blobs, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(store, blobs, clock, new TrackingOptions(), cancellationToken);

    /// <summary>The same with other than the usual options.</summary>
    /// <param name="store">Opened with <see cref="Migrations"/> among the others.</param>
    /// <param name="blobs">Keeps content of artifacts.</param>
    /// <param name="clock">Gives the time of records.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TrackingStore> OpenAsync(IStore store, IBlobStore blobs, TimeProvider clock, TrackingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var tracking = new TrackingStore(store, blobs, await StoredKey.LoadAsync(store.Database, StoredKey.Pages, cancellationToken), clock, options);
        await ((ExperimentService)tracking.Experiments).EnsureDefaultAsync(cancellationToken);
        return tracking;
    }
}
