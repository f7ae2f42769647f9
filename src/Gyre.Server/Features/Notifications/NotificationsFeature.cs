using Gyre.Core.Loops;

namespace Gyre.Server.Features.Notifications;

/// <summary>Who is told what happens, and the telling.</summary>
internal sealed class NotificationsFeature : IServerFeature
{
    public void AddServices(IServiceCollection services) => services.AddSingleton<NotificationWorker>();

    public void Map(IEndpointRouteBuilder routes) => routes.MapNotifications();

    public IEnumerable<IBackgroundLoop> Loops(IServiceProvider parts, Listening listening)
    {
        if (listening.StepsOnly)
            return [];
        var worker = parts.GetRequiredService<NotificationWorker>();
        worker.Server = listening.Address;
        return [worker];
    }
}
