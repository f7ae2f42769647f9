using Gyre.Automation;
using Gyre.Core.Loops;

namespace Gyre.Server.Features.Notifications;

/// <summary>Tells people and programs what happens while the server runs.</summary>
internal sealed class NotificationWorker(INotifications notifications) : IBackgroundLoop
{
    public string Name => "notifications";

    /// <summary>Where people find this server; known when it listens.</summary>
    public Uri? Server { get; set; }

    public Task RunAsync(ILoopScope scope, CancellationToken cancellationToken) =>
        notifications.RunAsync(Server, static _ => { }, scope, cancellationToken);
}
