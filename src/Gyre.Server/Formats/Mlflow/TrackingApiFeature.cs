using Gyre.Server.Features;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>The API of MLflow under <c>/api/2.0/mlflow</c> and its other addresses.</summary>
internal sealed class TrackingApiFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<IErrorWriter>(TrackingErrors.Writer);

    public void Map(IEndpointRouteBuilder routes) => routes.MapTracking();
}
