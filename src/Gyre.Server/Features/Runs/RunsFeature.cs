namespace Gyre.Server.Features.Runs;

/// <summary>Runs.</summary>
internal sealed class RunsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<RunStarter>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapRuns();
}
