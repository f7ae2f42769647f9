using System.Text.Json;
using Gyre.Delivery;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>What is sent to people and programs about runs and cycles. What arrived is removed; what is given up is set aside with its reason.</summary>
/// <param name="sender">Sends it.</param>
/// <param name="words">Events that notifications can report; built when the first event arrives.</param>
/// <param name="clock">Says what is news.</param>
/// <param name="server">For links; null for none.</param>
internal sealed class NotificationMailbag(NotificationSender sender, Lazy<EventWords> words, TimeProvider clock, Uri? server) : IMailbag
{
    /// <summary>Who has been away for longer is not flooded with what was.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(3);

    public string Name => "notifications";

    public long? OldestWish(IDbSession session) => NotificationTable.Oldest(session);

    public bool Concerns(StoredEvent @event) => words.Value.IsTold(@event.Type);

    public void Note(IDbSession session, IReadOnlyList<StoredEvent> events)
    {
        var now = clock.GetUtcNow();
        var always = NotificationTable.Put(session).Select(rule => (Rule: rule, Says: rule.Read())).ToList();
        foreach (var found in events.Where(found => found.At > now - News))
        {
            if (ToldEvent.Read(session, found, words.Value) is not { } told)
                continue;
            var declared = told.Run is null ? [] : NotificationTable.OfRun(session, told.Run.Id).Select(rule => (Rule: rule, Says: rule.Read()));
            foreach (var (rule, says) in always.Where(pair => found.Sequence > pair.Rule.AfterEvent).Concat(declared))
            {
                if (!words.Value.Match(says.On, found.Type, told.State) || (says.Pipeline is not null && says.Pipeline != told.Pipeline))
                    continue;
                var id = NotificationTable.IdOf(rule, found.Sequence);
                NotificationTable.Enqueue(session, rule, id, told.Word, NotificationMessage.Body(told, id, rule.Name, server), now);
            }
        }
    }

    public IReadOnlyList<OutgoingMessage> Due(IDbSession session, DateTimeOffset now, int mostPerReceiver, int most) => NotificationTable.Due(session, now, mostPerReceiver, most);

    public DateTimeOffset? NextDue(IDbSession session) => NotificationTable.NextDue(session);

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var row = (NotificationRow)message;
        return sender.SendAsync(JsonSerializer.Deserialize(row.Definition, NotificationsJson.Default.Notification)!, row.Id, row.Body, cancellationToken);
    }

    public void Arrived(IDbSession session, OutgoingMessage message) => NotificationTable.Remove(session, message.Number);

    public void Postpone(IDbSession session, OutgoingMessage message, int attempts, DateTimeOffset dueAt, string error) => NotificationTable.Fail(session, message.Number, attempts, dueAt, error);

    public void GiveUp(IDbSession session, OutgoingMessage message, int attempts, string error) => NotificationTable.Fail(session, message.Number, attempts, null, error);
}
