namespace Gyre.Server.Features.Triggers;

/// <summary>Triggers, and the requests that fire them.</summary>
internal sealed class TriggersFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTriggers();
        routes.MapTriggerHooks();
    }
}
