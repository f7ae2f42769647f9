using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>
/// A client for <c>/api/v1</c> of a Gyre server, over the records that the server answers and the command line prints. May be used by many
/// threads at a time.
/// Every method throws <see cref="GyreApiException"/> when the server refuses or cannot be reached.
/// </summary>
public sealed class GyreApi : IDisposable
{
    private readonly ApiTransport _transport;

    /// <summary>A client; nothing is sent yet.</summary>
    /// <param name="address">The server. Default: the environment variable <c>GYRE_API_URL</c>, else <c>http://127.0.0.1:5000</c>.</param>
    /// <param name="options">How it works.</param>
    /// <exception cref="ArgumentException">The address is not one of <c>http</c> or <c>https</c>, or carries a password.</exception>
    public GyreApi(string? address = null, GyreApiOptions? options = null)
    {
        options ??= new GyreApiOptions();
        options.Check();
        _transport = new ApiTransport(ApiAddress.Choose(address, options), options);
        Runs = new RunsApi(_transport);
        Nodes = new NodesApi(_transport);
        Logs = new LogsApi(_transport);
        Events = new EventsApi(_transport);
        Cycles = new CyclesApi(_transport);
        ExperimentPlans = new ExperimentPlansApi(_transport);
        Triggers = new TriggersApi(_transport);
        Deployments = new DeploymentsApi(_transport);
        Cache = new CacheApi(_transport);
        Artifacts = new ArtifactsApi(_transport);
        Projects = new ProjectsApi(_transport);
        Variables = new VariablesApi(_transport);
        Tokens = new TokensApi(_transport);
        Notifications = new NotificationsApi(_transport);
        Catalog = new CatalogApi(_transport);
        Datasets = new DatasetsApi(_transport);
        Tracking = new TrackingApi(_transport);
        Models = new ModelsApi(_transport);
    }

    /// <summary>The server's address, without credentials.</summary>
    public Uri Address => _transport.Address.Server;

    /// <summary>Runs.</summary>
    public RunsApi Runs { get; }

    /// <summary>Node runs.</summary>
    public NodesApi Nodes { get; }

    /// <summary>Logs of node runs.</summary>
    public LogsApi Logs { get; }

    /// <summary>The event log.</summary>
    public EventsApi Events { get; }

    /// <summary>Cycles.</summary>
    public CyclesApi Cycles { get; }

    /// <summary>Runs of experiment plans.</summary>
    public ExperimentPlansApi ExperimentPlans { get; }

    /// <summary>Triggers.</summary>
    public TriggersApi Triggers { get; }

    /// <summary>Deployments and what they decide.</summary>
    public DeploymentsApi Deployments { get; }

    /// <summary>The cache of results.</summary>
    public CacheApi Cache { get; }

    /// <summary>Contents of the artifact store.</summary>
    public ArtifactsApi Artifacts { get; }

    /// <summary>Registered projects.</summary>
    public ProjectsApi Projects { get; }

    /// <summary>Variables and secrets of projects.</summary>
    public VariablesApi Variables { get; }

    /// <summary>Tokens.</summary>
    public TokensApi Tokens { get; }

    /// <summary>Notifications.</summary>
    public NotificationsApi Notifications { get; }

    /// <summary>Files by their aliases, components, and what the stores hold.</summary>
    public CatalogApi Catalog { get; }

    /// <summary>Datasets and their versions.</summary>
    public DatasetsApi Datasets { get; }

    /// <summary>Tracking runs.</summary>
    public TrackingApi Tracking { get; }

    /// <summary>Aliases of registered models.</summary>
    public ModelsApi Models { get; }

    /// <summary>How the server is; a server that is not well is an answer, one that cannot be reached is an error. Not repeated.</summary>
    public Task<HealthInfo> GetHealthAsync(CancellationToken cancellationToken = default) => _transport.HealthAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
