namespace Gyre.Storage.Relational;

/// <summary>Commands of the outbox that were carried out.</summary>
internal sealed class ExpiringCommands(IDatabase database) : IExpiring
{
    public string Rule => "outbox";

    public string What => "completed outbox commands";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken) =>
        new(await RowBatches.RemoveAsync(
        database,
        "SELECT COUNT(*) FROM outbox WHERE completed_at < @before",
        "DELETE FROM outbox WHERE position IN (SELECT position FROM outbox WHERE completed_at < @before LIMIT @most)",
        before, dryRun, cancellationToken));
}

/// <summary>
/// Events that every consumer is done with. The newest one always stays: its number tells consumers where the log ends.
/// </summary>
internal sealed class ExpiringEvents(IDatabase database) : IExpiring
{
    private const string Read =
        "at < @before AND sequence < (SELECT MAX(sequence) FROM events) AND sequence <= COALESCE((SELECT MIN(sequence) FROM cursors), sequence)";

    public string Rule => "events";

    public string What => "events";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken) =>
        new(await RowBatches.RemoveAsync(
        database,
        $"SELECT COUNT(*) FROM events WHERE {Read}",
        $"DELETE FROM events WHERE sequence IN (SELECT sequence FROM events WHERE {Read} ORDER BY sequence LIMIT @most)",
        before, dryRun, cancellationToken));
}

/// <summary>Removes many rows without keeping other writers waiting.</summary>
internal static class RowBatches
{
    private const int RowsAtOnce = 2000;

    public static async Task<long> RemoveAsync(IDatabase database, string count, string delete, DateTimeOffset before, bool dryRun,
        CancellationToken cancellationToken)
    {
        if (dryRun)
            return await database.ReadAsync(session => session.QuerySingleOrDefault<long>(count, new { before }), cancellationToken);
        var removed = 0L;
        while (true)
        {
            var rows = await database.WriteAsync(session => session.Execute(delete, new { before, most = RowsAtOnce }), cancellationToken);
            removed += rows;
            if (rows < RowsAtOnce)
                return removed;
        }
    }
}
