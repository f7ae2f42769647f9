using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>A store that lets a test look at each write before it is made and at how it ended.</summary>
internal sealed class WatchedStore(IStore inner) : IStore, IDatabase
{
    /// <summary>Called before each write.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    /// <summary>Told how each write ended; null for well.</summary>
    public Action<Exception?> After { get; set; } = static _ => { };

    public IDatabase Database => this;

    public IEventLog Events => inner.Events;

    public ILeases Leases => inner.Leases;

    public IOutbox Outbox => inner.Outbox;

    public DatabaseKind Kind => inner.Database.Kind;

    public string? ReadOnlyReason => inner.Database.ReadOnlyReason;

    public Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) => inner.Database.ReadAsync(work, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        await Before();
        try
        {
            var result = await inner.Database.WriteAsync(work, cancellationToken);
            After(null);
            return result;
        }
        catch (Exception exception)
        {
            After(exception);
            throw;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
