using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Server.Features.Runs;

/// <summary>Runs.</summary>
internal sealed class RunsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services
        .AddSingleton(static parts =>
            new StoredCode(parts.GetRequiredService<IBlobStore>(), parts.GetRequiredService<ServerServices>().Language))
        .AddSingleton<RunStarter>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapRuns();
}
