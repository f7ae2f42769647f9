using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>A store that can be told to be away, or to refuse writing.</summary>
internal sealed class TroubledStore(IStore inner) : IStore, IDatabase
{
    private int _writes;

    public bool Away { get; set; }

    /// <summary>Transactions that were asked for through this object.</summary>
    public int Writes => _writes;

    public string? ReadOnlyReason { get; set; }

    public IDatabase Database => this;

    public IEventLog Events => inner.Events;

    public ILeases Leases => inner.Leases;

    public IOutbox Outbox => inner.Outbox;

    public DatabaseKind Kind => inner.Database.Kind;

    public Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) =>
        Away ? throw new StoreUnavailableException("MARK away", false, new IOException("MARK")) : inner.Database.ReadAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return ReadOnlyReason is { } reason ? throw new StoreReadOnlyException(reason) : inner.Database.WriteAsync(work, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
