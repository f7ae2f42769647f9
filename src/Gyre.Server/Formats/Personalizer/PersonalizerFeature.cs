using Gyre.Server.Features;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>
/// Rank and reward as clients of the Azure AI Personalizer service speak them, under <c>/personalizer</c>; a deployment is a loop.
/// </summary>
internal sealed class PersonalizerFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<IErrorWriter>(PersonalizerErrors.Writer);

    public void Map(IEndpointRouteBuilder routes) => PersonalizerRoutes.Map(routes);
}
