namespace Gyre.Storage.Relational;

/// <summary>The parts of one store, and what must end with it.</summary>
internal sealed class Store(IDatabase database, EventLog events, TimeProvider clock) : IStore
{
    public IDatabase Database => database;

    public IEventLog Events => events;

    public ILeases Leases { get; } = new Leases(database, clock);

    public IOutbox Outbox { get; } = new Outbox(database);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
