using Gyre.Server.Features;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Features.Cache;
using Gyre.Server.Features.Catalog;
using Gyre.Server.Features.Components;
using Gyre.Server.Features.Cycles;
using Gyre.Server.Features.Datasets;
using Gyre.Server.Features.Deployments;
using Gyre.Server.Features.Events;
using Gyre.Server.Features.ExperimentPlans;
using Gyre.Server.Features.Health;
using Gyre.Server.Features.Logs;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Features.Nodes;
using Gyre.Server.Features.Notifications;
using Gyre.Server.Features.Pages;
using Gyre.Server.Features.Projects;
using Gyre.Server.Features.Runs;
using Gyre.Server.Features.Sessions;
using Gyre.Server.Features.Storage;
using Gyre.Server.Features.Tokens;
using Gyre.Server.Features.Tracking;
using Gyre.Server.Features.Triggers;
using Gyre.Server.Features.Variables;
using Gyre.Server.Formats.KServe;
using Gyre.Server.Formats.Mlflow;
using Gyre.Server.Formats.Personalizer;
using Gyre.Server.Formats.Valohai;

namespace Gyre.Server.Hosting;

/// <summary>Of what the API consists. A new feature is one line here.</summary>
internal static class ServerFeatures
{
    /// <summary>The program's own, in the order of the API document.</summary>
    private static readonly IReadOnlyList<IServerFeature> Standard =
    [
        new PagesFeature(),
        new HealthFeature(),
        new MetricsFeature(),
        new ProjectsFeature(),
        new VariablesFeature(),
        new RunsFeature(),
        new NodesFeature(),
        new LogsFeature(),
        new EventsFeature(),
        new CyclesFeature(),
        new ExperimentPlansFeature(),
        new TriggersFeature(),
        new DeploymentsFeature(),
        new CacheFeature(),
        new NotificationsFeature(),
        new CatalogFeature(),
        new DatasetsFeature(),
        new ComponentsFeature(),
        new StorageFeature(),
        new ArtifactsFeature(),
        new TokensFeature(),
        new SessionsFeature(),
        new TrackingFeature(),
        new CompatibleFeature(),
        new TrackingApiFeature(),
        new KServeFeature(),
        new PersonalizerFeature(),
    ];

    /// <summary>The program's own, and those of the modules of a home.</summary>
    public static IReadOnlyList<IServerFeature> Of(ServerServices services) =>
        [.. Standard, .. services.Home?.Parts.Modules.OfType<IServerFeature>() ?? []];
}
