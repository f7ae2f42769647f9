using Gyre.Storage;

namespace Gyre.Delivery;

/// <summary>Something that is to be sent.</summary>
public abstract record OutgoingMessage
{
    /// <summary>Its place in the order.</summary>
    public long Number { get; init; }

    /// <summary>By which receivers know it again; the same at each try.</summary>
    public string Id { get; init; } = "";

    /// <summary>To whom: after a failure the others to the same wait.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>Tries so far.</summary>
    public int Attempts { get; init; }

    // Messages come near lines of a log; what they say must not.
    /// <inheritdoc/>
    public override string ToString() => $"message {Id}";
}

/// <summary>What came of a try, for a log. It holds no secret, no body and no address.</summary>
/// <param name="Receiver">To whom.</param>
/// <param name="MessageId">What; the same at each try.</param>
/// <param name="Attempt">Number of the try, from 1.</param>
/// <param name="Error">Why it failed; null when it arrived.</param>
/// <param name="IsLast">Whether nothing more is tried.</param>
public sealed record DeliveryOutcome(string Receiver, string MessageId, int Attempt, string? Error, bool IsLast);

/// <summary>What a <see cref="DeliveryLoop"/> sends, and where it is kept until it has arrived.</summary>
public interface IMailbag
{
    /// <summary>The consumer's name on the event log, and that of the lease.</summary>
    string Name { get; }

    /// <summary>The event after which the first of the receivers wants to hear; null when there is no receiver.</summary>
    long? OldestWish(IDbSession session);

    /// <summary>Whether an event may concern a receiver; without looking anything up.</summary>
    bool Concerns(StoredEvent @event);

    /// <summary>Writes down what is to be sent of events. The same event may come twice, and must be written down once.</summary>
    /// <param name="session">The transaction, in which it is also noted how far was read.</param>
    /// <param name="events">Those that may concern a receiver, the oldest first.</param>
    void Note(IDbSession session, IReadOnlyList<StoredEvent> events);

    /// <summary>What is due, at most so many of each receiver and in all, the oldest first.</summary>
    IReadOnlyList<OutgoingMessage> Due(IDbSession session, DateTimeOffset now, int mostPerReceiver, int most);

    /// <summary>When something is due next; null when nothing waits.</summary>
    DateTimeOffset? NextDue(IDbSession session);

    /// <summary>Tries once.</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>It arrived.</summary>
    void Arrived(IDbSession session, OutgoingMessage message);

    /// <summary>It is tried again.</summary>
    void Postpone(IDbSession session, OutgoingMessage message, int attempts, DateTimeOffset dueAt, string error);

    /// <summary>It is not tried again.</summary>
    void GiveUp(IDbSession session, OutgoingMessage message, int attempts, string error);
}
