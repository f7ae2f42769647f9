namespace Gyre.Storage.Relational;

/// <summary>
/// Reads the log. Waiters hear of this process's own commits at once, and of other processes' by whatever wakes
/// <see cref="Pulse"/> or, at the latest, by looking every <see cref="_pollEvery"/>.
/// </summary>
internal sealed class EventLog(TimeProvider clock, TimeSpan pollEvery) : IEventLog
{
    private readonly TimeSpan _pollEvery = pollEvery;
    private readonly Lock _lock = new();
    private TaskCompletionSource _pulse = NewPulse();
    private IDatabase? _database;
    private long _latest;
    private long _lookedAt;
    private bool _looked;

    /// <summary>The log and the database need each other: the database wakes the log.</summary>
    public void Attach(IDatabase database) => _database = database;

    /// <summary>There is an event with this number; wakes everybody who waits.</summary>
    /// <param name="latest">Its number, or 0 when only that something happened is known.</param>
    public void Pulse(long latest)
    {
        TaskCompletionSource woken;
        lock (_lock)
        {
            _latest = Math.Max(_latest, latest);
            _looked &= latest > 0;
            woken = _pulse;
            _pulse = NewPulse();
        }
        woken.TrySetResult();
    }

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, string? subject, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        const string Columns = "SELECT sequence, type, subject, at, data FROM events WHERE sequence > @after ";
        var sql = subject is null
            ? Columns + "ORDER BY sequence LIMIT @limit"
            : Columns + "AND subject = @subject ORDER BY sequence LIMIT @limit";
        return Database.ReadAsync(session => session.Query<StoredEvent>(sql, new { after, limit, subject }), cancellationToken);
    }

    public Task<long> LastAsync(CancellationToken cancellationToken) =>
        Database.ReadAsync(session => session.QuerySingleOrDefault<long>("SELECT COALESCE(MAX(sequence), 0) FROM events"), cancellationToken);

    public async Task WaitAsync(long after, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            Task pulse;
            lock (_lock)
                pulse = _pulse.Task;
            if (await LatestAsync(cancellationToken) > after)
                return;
            var left = atMost - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return;
            await WaitForAsync(pulse, left < _pollEvery ? left : _pollEvery, cancellationToken);
        }
    }

    public Task<long> CursorAsync(string consumer, CancellationToken cancellationToken) => Database.ReadAsync(
        session => session.QuerySingleOrDefault<long>("SELECT sequence FROM cursors WHERE consumer = @consumer", new { consumer }), cancellationToken);

    private IDatabase Database => _database ?? throw new InvalidOperationException("The log has no database yet.");

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Many waiters look together once per interval.</summary>
    private async Task<long> LatestAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_looked && clock.GetElapsedTime(_lookedAt) < _pollEvery)
                return _latest;
        }
        var found = await Database.ReadAsync(session => session.QuerySingleOrDefault<long?>("SELECT MAX(sequence) FROM events"), cancellationToken) ?? 0;
        lock (_lock)
        {
            _latest = Math.Max(_latest, found);
            _lookedAt = clock.GetTimestamp();
            _looked = true;
            return _latest;
        }
    }

    private async Task WaitForAsync(Task pulse, TimeSpan time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(time, clock, stop.Token);
        await Task.WhenAny(pulse, delay);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
