using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>Settles with a run's acceptance what its project wants told of it.</summary>
internal sealed class NotificationListener : IRunListener
{
    public void OnAccepted(IDbSession session, RunAccepted accepted) =>
        NotificationTable.Attach(session, accepted.Run.Id, accepted.Run.Project, accepted.Notifications, accepted.Sequence, accepted.At);
}
