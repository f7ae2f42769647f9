namespace Gyre.Server.Features.Cycles;

/// <summary>Cycles.</summary>
internal sealed class CyclesFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapCycles();
}
