using Gyre.Core;
using Gyre.Core.Events;

namespace Gyre.Storage;

/// <summary>A fact to be written.</summary>
/// <param name="Type">Dotted name: <c>run.accepted</c>, <c>node.ended</c>.</param>
/// <param name="Subject">What it is about: <c>run/ID</c>, <c>cycle/ID</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">JSON object.</param>
public sealed record NewEvent(string Type, string Subject, DateTimeOffset At, string Data)
{
    /// <summary>A fact of a known type.</summary>
    public NewEvent(EventType type, string subject, DateTimeOffset at, MapValue data)
        : this(type, subject, at, ValueJson.Write(data))
    {
    }

    /// <summary>The same, with its data as JSON.</summary>
    public NewEvent(EventType type, string subject, DateTimeOffset at, string data = "{}")
        : this((type ?? throw new ArgumentNullException(nameof(type))).Name, subject, at, data)
    {
    }
}

/// <summary>A fact that happened.</summary>
/// <param name="Sequence">Its place in the one order; grows, may have gaps.</param>
/// <param name="Type">Dotted name.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">JSON object.</param>
public sealed record StoredEvent(long Sequence, string Type, string Subject, DateTimeOffset At, string Data);

/// <summary>Reads the event log. Writing goes through <see cref="IDbSession.Append"/>, in the transaction of the change.</summary>
public interface IEventLog
{
    /// <summary>Events after a sequence number, oldest first.</summary>
    /// <param name="after">0 for the beginning.</param>
    /// <param name="limit">At most so many; 1 to 10,000.</param>
    /// <param name="subject">Only of this subject, or all when null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, string? subject, CancellationToken cancellationToken);

    /// <summary>The newest sequence number; 0 when nothing has happened yet.</summary>
    Task<long> LastAsync(CancellationToken cancellationToken);

    /// <summary>Returns when there may be something after the number, or after the longest wait. Other processes' events count too.</summary>
    Task WaitAsync(long after, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Where a consumer stopped; 0 when it never began.</summary>
    Task<long> CursorAsync(string consumer, CancellationToken cancellationToken);
}

/// <summary>Ownership that ends by itself unless renewed.</summary>
/// <param name="Name">What is owned.</param>
/// <param name="Owner">Who owns it; unique per process.</param>
/// <param name="Fence">Grows with every new owner of the name, and never falls.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record Lease(string Name, string Owner, long Fence, DateTimeOffset ExpiresAt);

/// <summary>Leases with fencing numbers.</summary>
public interface ILeases
{
    /// <summary>Takes the lease when it is free, expired or already this owner's (then it keeps its fence); null when another holds it.</summary>
    Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        TryAcquireAsync(name, owner, duration, static _ => false, cancellationToken);

    /// <summary>The same, and a lease whose owner is certainly gone counts as expired. Its fence grows as at every change of the owner.</summary>
    /// <param name="name">What is to be owned.</param>
    /// <param name="owner">Unique per process.</param>
    /// <param name="duration">How long without renewal.</param>
    /// <param name="isGone">Whether the owner of that name is gone and will never come back; false when in doubt. May be asked more than once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, Func<string, bool> isGone, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at leases without taking them: those of these names that somebody holds or held to their end. One that was given back is
    /// left out.
    /// </summary>
    /// <param name="names">What may be owned.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<Lease>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Holds on for another while; null when another has taken it.</summary>
    Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives it back. Harmless when it is no longer held.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);
}

/// <summary>Something to be done in the outside, decided and stored before it is done.</summary>
/// <param name="Id">Chosen beforehand, so that carrying it out twice is the same as once.</param>
/// <param name="Owner">Whose it is: <c>run/ID</c>. Commands of one owner are carried out in their order.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Payload">JSON.</param>
public sealed record OutboxCommand(Guid Id, string Owner, string Kind, string Payload);

/// <summary>Commands that were decided and not yet carried out.</summary>
public interface IOutbox
{
    /// <summary>Commands of an owner that are not completed, in the order they were put in.</summary>
    Task<IReadOnlyList<OutboxCommand>> PendingAsync(string owner, CancellationToken cancellationToken);
}

/// <summary>Everything relational of one home, opened and migrated.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Transactions.</summary>
    IDatabase Database { get; }

    /// <summary>The log.</summary>
    IEventLog Events { get; }

    /// <summary>Leases.</summary>
    ILeases Leases { get; }

    /// <summary>The outbox.</summary>
    IOutbox Outbox { get; }
}

/// <summary>A step of a module's schema, forward only.</summary>
/// <param name="Module">The module that owns the tables.</param>
/// <param name="Number">From 1, without gaps within the module.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Sqlite">Statements for SQLite.</param>
/// <param name="PostgreSql">Statements for PostgreSQL 15.</param>
public sealed record Migration(string Module, int Number, string Name, string Sqlite, string PostgreSql);
