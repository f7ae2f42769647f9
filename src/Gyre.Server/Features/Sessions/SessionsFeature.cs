using Gyre.Server.Security;

namespace Gyre.Server.Features.Sessions;

/// <summary>Signing in and out of the pages.</summary>
internal sealed class SessionsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<SignInGate>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapSessions();
}
