using System.Collections.Concurrent;
using Gyre.Automation;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

/// <summary>Notifications in memory: enough for the server to show and to handle.</summary>
internal sealed class FakeNotifications : INotifications
{
    private readonly ConcurrentDictionary<string, Notification> _put = new();

    public ConcurrentDictionary<Guid, NotificationDelivery> Kept { get; } = new();

    /// <summary>What links begin with, once the server has started to tell.</summary>
    public TaskCompletionSource<Uri?> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sets something aside; gives its id.</summary>
    public Guid Keep()
    {
        var id = new Guid("00000000-0000-8000-8000-000000000001");
        Kept[id] = new NotificationDelivery { Id = id, Notification = "all", Event = "run-failed", Attempts = 8, Reason = "the receiver responded with 500", CreatedAt = DateTimeOffset.UnixEpoch };
        return id;
    }

    public Task<IReadOnlyList<NotificationView>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NotificationView>>([.. _put.Values.OrderBy(found => found.Name, StringComparer.Ordinal).Select(found => new NotificationView(found, null, DateTimeOffset.UnixEpoch))]);

    public Task<bool> PutAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (notification.On.IsEmpty)
            throw new InvalidInputException([new Diagnostic(Severity.Error, "notification.no-event", "None.") { Path = "on" }]);
        var isNew = !_put.ContainsKey(notification.Name);
        _put[notification.Name] = notification;
        return Task.FromResult(isNew);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_put.TryRemove(name, out _));

    public Task<NotificationTest?> TestAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_put.ContainsKey(name) ? new NotificationTest(false, 503, "the receiver responded with 503") : null);

    public Task<IReadOnlyList<NotificationDelivery>> DeliveriesAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<NotificationDelivery>>([.. Kept.Values.Take(limit)]);

    public Task<bool> RetryAsync(Guid delivery, CancellationToken cancellationToken) => Task.FromResult(Kept.ContainsKey(delivery));

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(!_put.IsEmpty);

    public Task DeliverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RunAsync(Uri? server, Action<NotificationOutcome> report, ILoopScope scope, CancellationToken cancellationToken)
    {
        report(new NotificationOutcome("all", "an-id", 8, "the receiver responded with 500", IsLast: true));
        Told.TrySetResult(server);
        return new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }
}
