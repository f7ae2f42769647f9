namespace Gyre.Storage.Relational;

/// <summary>Reads the outbox; writing is done in the session of the decision.</summary>
internal sealed class Outbox(IDatabase database) : IOutbox
{
    public Task<IReadOnlyList<OutboxCommand>> PendingAsync(string owner, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query<OutboxCommand>(
            "SELECT id, owner, kind, payload FROM outbox WHERE owner = @owner AND completed_at IS NULL ORDER BY position", new { owner }),
        cancellationToken);
}
