using Gyre.Server.Features;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.KServe;

/// <summary>Version 2 of the inference protocol that KServe, Triton and others speak, under <c>/v2</c>: a deployment is a model.</summary>
internal sealed class KServeFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<IErrorWriter>(KServeErrors.Writer);

    public void Map(IEndpointRouteBuilder routes) => KServeRoutes.Map(routes);
}
