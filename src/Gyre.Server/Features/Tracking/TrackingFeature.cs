using Gyre.Core.Loops;

namespace Gyre.Server.Features.Tracking;

/// <summary>Tracking beyond what MLflow knows, webhooks, and what tracking needs to be done now and then.</summary>
internal sealed class TrackingFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) =>
        services.AddSingleton<WebhookWorker>().AddSingleton<RunLeases>().AddSingleton<ForgottenUploads>();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTrackingRuns();
        routes.MapHistories();
        routes.MapTrackingStream();
        routes.MapLineage();
        routes.MapModelAliases();
    }

    public IEnumerable<IBackgroundLoop> Loops(IServiceProvider parts, Listening listening) =>
        [parts.GetRequiredService<WebhookWorker>(), parts.GetRequiredService<RunLeases>(), parts.GetRequiredService<ForgottenUploads>()];
}
