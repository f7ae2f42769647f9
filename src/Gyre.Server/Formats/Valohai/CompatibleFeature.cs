using Gyre.Server.Features;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Valohai;

/// <summary>The API of Valohai under <c>/api/v0</c>.</summary>
internal sealed class CompatibleFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) =>
        services.AddSingleton<CompatibleAccess>().AddSingleton<CompatibleViews>().AddSingleton<IErrorWriter>(CompatibleErrors.Writer);

    public void Map(IEndpointRouteBuilder routes) => routes.MapCompatible();
}
