namespace Gyre.Server.Features.Tokens;

/// <summary>Tokens.</summary>
internal sealed class TokensFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<TokenStore>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapTokens();
}
