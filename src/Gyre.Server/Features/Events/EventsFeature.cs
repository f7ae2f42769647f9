namespace Gyre.Server.Features.Events;

/// <summary>The event log.</summary>
internal sealed class EventsFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapEvents();
}
