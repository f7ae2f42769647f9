namespace Gyre.Storage.Relational;

/// <summary>Leases as rows. A row stays when its lease is given back, because its fence must never fall.</summary>
internal sealed class Leases(IDatabase database, TimeProvider clock) : ILeases
{
    private const int MostNames = 500;
    private const string Find = "SELECT name, owner, fence, expires_at FROM leases WHERE name = @name";

    public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, Func<string, bool> isGone, CancellationToken cancellationToken)
    {
        CheckDuration(duration);
        // Asking for what another holds is the usual case with several servers, and must cost no write.
        var held = await database.ReadAsync(session => session.QuerySingleOrDefault<LeaseRow>(Find, new { name }), cancellationToken);
        if (IsAnothers(held, owner, isGone))
            return null;
        return await database.WriteAsync(session => Acquire(session, name, owner, duration, isGone), cancellationToken);
    }

    public Task<IReadOnlyList<Lease>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Lease>>(
            session =>
            [
                .. names.Chunk(MostNames).SelectMany(chunk => session.Query<Lease>(
                    "SELECT name, owner, fence, expires_at FROM leases WHERE name IN @chunk AND owner IS NOT NULL ORDER BY name",
                    new { chunk })),
            ],
            cancellationToken);

    public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        CheckDuration(duration);
        return database.WriteAsync(
            session =>
            {
                var renewed = lease with { ExpiresAt = clock.GetUtcNow() + duration };
                var rows = session.Execute(
                    "UPDATE leases SET expires_at = @ExpiresAt WHERE name = @Name AND owner = @Owner AND fence = @Fence", renewed);
                return rows == 1 ? renewed : null;
            },
            cancellationToken);
    }

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute("UPDATE leases SET owner = NULL WHERE name = @Name AND owner = @Owner AND fence = @Fence", lease),
        cancellationToken);

    private Lease? Acquire(IDbSession session, string name, string owner, TimeSpan duration, Func<string, bool> isGone)
    {
        var row = session.QuerySingleOrDefault<LeaseRow>(Find, new { name });
        if (IsAnothers(row, owner, isGone))
            return null;
        var fence = row is null ? 1 : row.Owner == owner ? row.Fence : row.Fence + 1;
        var lease = new Lease(name, owner, fence, clock.GetUtcNow() + duration);
        session.Execute(
            """
            INSERT INTO leases (name, owner, fence, expires_at) VALUES (@Name, @Owner, @Fence, @ExpiresAt)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = excluded.fence, expires_at = excluded.expires_at
            """,
            lease);
        return lease;
    }

    private bool IsAnothers(LeaseRow? row, string owner, Func<string, bool> isGone) =>
        row is { Owner: { } holder } && holder != owner && row.ExpiresAt > clock.GetUtcNow() && !isGone(holder);

    private static void CheckDuration(TimeSpan duration) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

    private sealed record LeaseRow(string Name, string? Owner, long Fence, DateTimeOffset ExpiresAt);
}
