using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Relational;

/// <summary>
/// One thread that writes for all callers. Callers that wait at the same time share a transaction and so a sync; each has a savepoint of
/// its own, so each is whole or absent. Answers are given only after the commit.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private const int MaxQueued = 1024;
    private const int MaxBatch = 256;
    private const int MaxConflicts = 20;

    /// <summary>A batch that took this long takes nobody else in: those who are done must not wait for long ones.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(50);

    private readonly IWriteConnection _connection;
    private readonly Action<long> _committed;
    private readonly Action? _beforeCommit;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _room = new(MaxQueued);
    private readonly BlockingCollection<WriteItem> _queue = [];
    private readonly LinkedList<WriteItem> _pending = [];
    private readonly List<WriteItem> _ran = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _readOnlyReason;
    private bool _careful;
    private bool _isAway;
    private int _disposed;

    /// <param name="connection">Owned from now on.</param>
    /// <param name="committed">Told the newest event after a commit that appended some; must be quick.</param>
    /// <param name="name">The thread's name.</param>
    /// <param name="logger">Told when the database goes away and when it is back.</param>
    /// <param name="beforeCommit">For tests: may throw in the place of a failing commit.</param>
    public GroupWriter(IWriteConnection connection, Action<long> committed, string name, ILogger logger, Action? beforeCommit = null)
    {
        _logger = logger;
        _beforeCommit = beforeCommit;
        _connection = connection;
        _committed = committed;
        new Thread(Loop) { IsBackground = true, Name = name }.Start();
    }

    public string? ReadOnlyReason => _readOnlyReason;

    /// <summary>Waits for room in the queue when it is full, then for the commit.</summary>
    public async Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        ThrowIfRefused();
        StorageTelemetry.Queue.Add(1);
        try
        {
            return await QueueAsync(work, cancellationToken);
        }
        finally
        {
            StorageTelemetry.Queue.Add(-1);
        }
    }

    private async Task<T> QueueAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            using var item = new WriteItem<T>(work, cancellationToken);
            Add(item);
            return await item.Completion;
        }
        finally
        {
            _room.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _queue.CompleteAdding();
        await _ended.Task;
    }

    private void Add(WriteItem item)
    {
        try
        {
            _queue.Add(item);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(IDatabase));
        }
    }

    private void ThrowIfRefused()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, typeof(IDatabase));
        if (_readOnlyReason is { } reason)
            throw new StoreReadOnlyException(reason);
    }

    private void Loop()
    {
        try
        {
            foreach (var first in _queue.GetConsumingEnumerable())
            {
                Collect(first);
                RunBatch();
            }
        }
        finally
        {
            _connection.Dispose();
            _ended.SetResult();
        }
    }

    private void Collect(WriteItem first)
    {
        for (WriteItem? item = first; item is not null; item = Next())
        {
            if (item.TryTake())
                _pending.AddLast(item);
        }
    }

    private WriteItem? Next() => _pending.Count < MaxBatch && _queue.TryTake(out var item) ? item : null;

    private void RunBatch()
    {
        _careful = _connection.HasCheapSavepoints;
        for (var conflicts = 0; _pending.Count > 0;)
        {
            _ran.Clear();
            if (_readOnlyReason is { } reason)
                FailAll(new StoreReadOnlyException(reason));
            else if (!RunTransaction() && ++conflicts > MaxConflicts)
                FailAll(new StoreUnavailableException("The database repeatedly reported conflicts.", false, new TimeoutException()));
        }
    }

    /// <summary>Runs as much as fits into one transaction and answers it.</summary>
    /// <returns>False when nothing was answered because of a conflict.</returns>
    private bool RunTransaction()
    {
        var committing = false;
        var started = Stopwatch.GetTimestamp();
        using var span = StartSpan();
        try
        {
            _connection.Begin();
            _connection.Session.LastAppended = 0;
            _connection.Session.RowsChanged = 0;
            if (!RunItems())
                return true;
            committing = true;
            _beforeCommit?.Invoke();
            _connection.Commit();
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            return Undo(exception, committing);
        }
        Measure(span, started);
        Answer();
        return true;
    }

    /// <returns>False when there is nothing to commit.</returns>
    private bool RunItems()
    {
        var started = Stopwatch.GetTimestamp();
        var alone = _pending.Count == 1;
        do
        {
            var item = _pending.First!.Value;
            if (TryRun(item, alone) is { } exception)
            {
                if (!alone && !_careful)
                {
                    RunAgainCarefully();
                    return false;
                }
                _pending.RemoveFirst();
                item.Fail(_connection.Translate(exception, committing: false));
                if (!_connection.InTransaction)
                {
                    // The failure took the whole transaction with it: those who had run before run again.
                    PutBack();
                    return false;
                }
                continue;
            }
            _pending.RemoveFirst();
            _ran.Add(item);
        }
        while (_pending.Count > 0 && Stopwatch.GetElapsedTime(started) < BatchTime);
        if (_ran.Count == 0)
            _connection.Rollback();
        return _ran.Count > 0;
    }

    /// <returns>The failure when it concerns this item alone; what concerns all is thrown.</returns>
    private Exception? TryRun(WriteItem item, bool alone)
    {
        var hasSavepoint = !alone && _careful;
        if (hasSavepoint)
            _connection.SetSavepoint();
        var appendedBefore = _connection.Session.LastAppended;
        try
        {
            item.Run(_connection.Session);
            if (hasSavepoint)
                _connection.ReleaseSavepoint();
            return null;
        }
        catch (Exception exception) when (_connection.Classify(exception) == FailureKind.Caller)
        {
            _connection.Session.LastAppended = appendedBefore;
            if (hasSavepoint && _connection.InTransaction)
                _connection.RollbackToSavepoint();
            else
                _connection.Rollback();
            return exception;
        }
    }

    private void RunAgainCarefully()
    {
        _careful = true;
        PutBack();
    }

    private bool Undo(Exception exception, bool committing)
    {
        _connection.Rollback();
        var kind = _connection.Classify(exception);
        if (kind == FailureKind.Conflict)
        {
            PutBack();
            return false;
        }
        if (kind == FailureKind.Fatal)
        {
            _readOnlyReason = $"{(committing ? "a commit" : "a write")} failed: {exception.Message}";
            _logger.StoreReadOnly(_readOnlyReason);
            PutBack();
            return true; // Everybody is refused on the next turn.
        }
        // Those who have not run yet are not concerned by a failed commit, unless there was not even a beginning.
        if (_ran.Count == 0 || !committing)
            PutBack();
        var translated = _connection.Translate(exception, committing);
        ReportTrouble(translated);
        FailAll(translated);
        return true;
    }

    /// <summary>The span of a commit stands below that of the first caller who has one; the others are linked.</summary>
    private Activity? StartSpan()
    {
        if (!StorageTelemetry.Source.HasListeners())
            return null;
        var callers = _pending.Select(item => item.Above).Where(static above => above != default).Distinct().ToList();
        if (callers.Count == 0)
            return null;
        return StorageTelemetry.Source.StartActivity(
            "store.commit", ActivityKind.Client, callers[0], links: callers.Skip(1).Select(static other => new ActivityLink(other)));
    }

    private void Measure(Activity? span, long started)
    {
        if (_isAway)
        {
            _isAway = false;
            _logger.StoreBack();
        }
        StorageTelemetry.CommitDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        StorageTelemetry.Writes.Add(_ran.Count);
        StorageTelemetry.Rows.Add(_connection.Session.RowsChanged);
        span?.SetTag("gyre.store.writes", _ran.Count);
    }

    /// <summary>Said once, however many writes fail until it is over.</summary>
    private void ReportTrouble(Exception trouble)
    {
        if (_isAway || trouble is not (StoreUnavailableException or StoreFullException))
            return;
        _isAway = true;
        if (trouble is StoreUnavailableException away)
            _logger.StoreAway(away.Reason);
        else
            _logger.StoreFull();
    }

    private void PutBack()
    {
        for (var i = _ran.Count - 1; i >= 0; i--)
            _pending.AddFirst(_ran[i]);
        _ran.Clear();
    }

    private void Answer()
    {
        if (_connection.Session.LastAppended > 0)
            _committed(_connection.Session.LastAppended);
        foreach (var item in _ran)
            item.Succeed();
        _ran.Clear();
    }

    /// <summary>Fails those whose transaction is under way, or, when there is none, all that wait.</summary>
    private void FailAll(Exception exception)
    {
        var concerned = _ran.Count > 0 ? (ICollection<WriteItem>)_ran : _pending;
        foreach (var item in concerned)
            item.Fail(exception);
        concerned.Clear();
    }
}
