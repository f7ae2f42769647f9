using Gyre.Core.Loops;

namespace Gyre.Server.Features.Metrics;

/// <summary>Figures for Prometheus.</summary>
internal sealed class MetricsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) =>
        services.AddSingleton<ServerInstruments>().AddSingleton<EventCounter>().AddSingleton<InstrumentCollector>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapMetrics();

    public IEnumerable<IBackgroundLoop> Loops(IServiceProvider parts, Listening listening)
    {
        var counter = parts.GetRequiredService<EventCounter>();
        counter.After = listening.LastEvent;
        return [counter];
    }
}
