using System.Globalization;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Delivery;
using Gyre.Projects;
using Gyre.Projects.Rules;
using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>Notifications.</summary>
internal sealed class NotificationService(IStore store, Lazy<NotificationSender> sender, AutomationOptions options, IdSource ids) : INotifications
{
    private readonly TimeProvider _clock = options.Clock;
    private readonly Lazy<EventWords> _words = new(() => new EventWords(options.Language.Events));
    private const int MaxNotifications = 1000;

    /// <summary>What links begin with while <see cref="RunAsync"/> runs in this process.</summary>
    private volatile Uri? _server;

    public Task<IReadOnlyList<NotificationView>> ListAsync(CancellationToken cancellationToken) => store.Database.ReadAsync<IReadOnlyList<NotificationView>>(
        session => [.. NotificationTable.Put(session).Concat(NotificationTable.Declared(session, MaxNotifications)).Select(row => new NotificationView(row.Read(), row.Project, row.CreatedAt))],
        cancellationToken);

    public async Task<bool> PutAsync(Notification notification, CancellationToken cancellationToken)
    {
        var problems = NotificationRules.Check(notification, _words.Value)
            .Select(problem => new Diagnostic(Severity.Error, problem.Code, problem.Message) { Path = string.Join('/', problem.Path), Remedy = problem.Remedy }).ToList();
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
        await sender.Value.CheckAsync(notification, cancellationToken);
        var last = await store.Events.LastAsync(cancellationToken);
        var id = ids.Next();
        return await store.Database.WriteAsync(session => Put(session, notification, id, last), cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => store.Database.WriteAsync(
        session =>
        {
            if (NotificationTable.Find(session, name) is not { } row)
                return false;
            NotificationTable.Delete(session, row);
            return true;
        },
        cancellationToken);

    public async Task<NotificationTest?> TestAsync(string name, CancellationToken cancellationToken)
    {
        var row = await store.Database.ReadAsync(
            session => NotificationTable.Find(session, name) ?? NotificationTable.Declared(session, MaxNotifications).FirstOrDefault(declared => declared.Name == name), cancellationToken);
        if (row is null)
            return null;
        var (notification, id) = (row.Read(), ids.Next());
        var body = NotificationMessage.Example(notification, id, _clock.GetUtcNow(), _server);
        var result = await sender.Value.SendAsync(notification, id.ToString("D", CultureInfo.InvariantCulture), body, cancellationToken);
        return new NotificationTest(result.Success, result.Status, result.Error);
    }

    public Task<IReadOnlyList<NotificationDelivery>> DeliveriesAsync(int limit, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => NotificationTable.Kept(session, limit), cancellationToken);

    public Task<bool> RetryAsync(Guid delivery, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(session => NotificationTable.Retry(session, delivery, _clock.GetUtcNow()), cancellationToken);

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => store.Database.ReadAsync(session => NotificationTable.Oldest(session) is not null, cancellationToken);

    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var loop = Loop(null);
        try
        {
            while (await loop.RoundAsync(static _ => { }, cancellationToken))
            {
                // There is more.
            }
        }
        finally
        {
            await loop.ReleaseAsync();
        }
    }

    public async Task RunAsync(Uri? server, Action<NotificationOutcome> report, ILoopScope scope, CancellationToken cancellationToken)
    {
        _server = server;
        await Loop(server).RunAsync(outcome => report(new NotificationOutcome(outcome.Receiver, outcome.MessageId, outcome.Attempt, outcome.Error, outcome.IsLast)), scope, cancellationToken);
    }

    private DeliveryLoop Loop(Uri? server) => new(
        store,
        new NotificationMailbag(sender.Value, _words, _clock, server),
        _clock,
        ids.Next().ToString("D", CultureInfo.InvariantCulture),
        options.Logs.For<DeliveryLoop>());

    private bool Put(IDbSession session, Notification notification, Guid id, long last)
    {
        if (NotificationTable.Find(session, notification.Name) is { } row)
        {
            // What happened before a change is not told to whom it did not go before.
            NotificationTable.Update(session, row, notification, last, _clock.GetUtcNow());
            return false;
        }
        if (NotificationTable.Count(session) >= MaxNotifications)
            throw new InvalidInputException(
                "notification.too-many",
                string.Create(CultureInfo.InvariantCulture, $"The maximum of {MaxNotifications} notifications is reached."),
                "Delete a notification that is no longer needed.");
        NotificationTable.Insert(session, id, null, notification, last, _clock.GetUtcNow());
        return true;
    }
}
