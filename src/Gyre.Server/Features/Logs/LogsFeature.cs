namespace Gyre.Server.Features.Logs;

/// <summary>What steps print.</summary>
internal sealed class LogsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<LogFollower>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapLogs();
}
