namespace Gyre.Client.Logging;

/// <summary>The values of one run that are on their way, in the order in which they were logged.</summary>
internal sealed class RunLog : IDisposable
{
    private const int MaxFailures = 16;

    private readonly Lock _lock = new();
    private readonly Queue<LogItem> _items = new();
    private readonly List<(long Target, TaskCompletionSource Done)> _waiters = [];
    private readonly List<TrackingFailure> _failures = [];
    private readonly LogPump _pump;
    private readonly ITimer _timer;
    private State _state = State.Idle;
    private long _added;
    private long _settled;
    private long _flushTo;
    private bool _closed;

    public RunLog(LogPump pump, string runId)
    {
        _pump = pump;
        RunId = runId;
        _timer = pump.Clock.CreateTimer(_ => LingerOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private enum State
    {
        Idle,
        Lingering,
        Ready,
        Sending,
    }

    public string RunId { get; }

    public void Add(LogItem item)
    {
        lock (_lock)
            ThrowIfClosed_NeedsLock();
        _pump.Room.Take(item.Weight, _pump.Hurry);
        bool ready;
        lock (_lock)
        {
            if (_closed)
                _pump.Room.Give(item.Weight);
            ThrowIfClosed_NeedsLock();
            _items.Enqueue(item);
            _added++;
            ready = Schedule_NeedsLock();
        }
        if (ready)
            _pump.Ready(this);
    }

    /// <summary>No more values from here on.</summary>
    /// <returns>False when it was closed already.</returns>
    public bool Close()
    {
        lock (_lock)
        {
            var first = !_closed;
            _closed = true;
            return first;
        }
    }

    /// <summary>Completes when everything that was added before is settled: taken, or known as a failure.</summary>
    public Task SettleAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool ready;
        lock (_lock)
        {
            if (_settled >= _added)
                return Task.CompletedTask;
            _waiters.Add((_added, done));
            _flushTo = _added;
            ready = MakeReady_NeedsLock();
        }
        if (ready)
            _pump.Ready(this);
        return done.Task;
    }

    /// <summary>Sends what waits, without waiting for company.</summary>
    public void Hurry()
    {
        bool ready;
        lock (_lock)
        {
            _flushTo = _added;
            ready = _items.Count > 0 && MakeReady_NeedsLock();
        }
        if (ready)
            _pump.Ready(this);
    }

    /// <summary>Failures since the last call.</summary>
    public IReadOnlyList<TrackingFailure> TakeFailures()
    {
        lock (_lock)
        {
            TrackingFailure[] failures = [.. _failures];
            _failures.Clear();
            return failures;
        }
    }

    public void AddFailure(TrackingFailure failure)
    {
        lock (_lock)
        {
            if (_failures.Count < MaxFailures)
                _failures.Add(failure);
            else
                _failures[^1] = _failures[^1] with { Count = _failures[^1].Count + failure.Count };
        }
    }

    /// <summary>The sender takes the next batch; null when there is nothing.</summary>
    public LogBatch? BeginSend(out int taken, out long weight)
    {
        lock (_lock)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            taken = 0;
            weight = 0;
            if (_items.Count == 0)
            {
                _state = State.Idle;
                return null;
            }
            _state = State.Sending;
            return BatchCutter.Cut(_items, out taken, out weight);
        }
    }

    /// <summary>The sender is done with a batch, well or not.</summary>
    public void EndSend(int taken)
    {
        List<TaskCompletionSource> done = [];
        bool ready;
        lock (_lock)
        {
            _settled += taken;
            for (var index = _waiters.Count - 1; index >= 0; index--)
            {
                if (_waiters[index].Target > _settled)
                    continue;
                done.Add(_waiters[index].Done);
                _waiters.RemoveAt(index);
            }
            _state = State.Idle;
            ready = _items.Count > 0 && Schedule_NeedsLock();
        }
        foreach (var waiter in done)
            waiter.SetResult();
        if (ready)
            _pump.Ready(this);
    }

    public void Dispose() => _timer.Dispose();

    private void LingerOver()
    {
        bool ready;
        lock (_lock)
            ready = _items.Count > 0 && MakeReady_NeedsLock();
        if (ready)
            _pump.Ready(this);
    }

    private bool Schedule_NeedsLock()
    {
        if (_state is State.Ready or State.Sending)
            return false;
        if (_pump.Linger == TimeSpan.Zero || _items.Count >= LogBatch.MaxItems || _settled < _flushTo || _pump.Room.Waiting > 0)
            return MakeReady_NeedsLock();
        if (_state == State.Idle)
        {
            _state = State.Lingering;
            _timer.Change(_pump.Linger, Timeout.InfiniteTimeSpan);
        }
        return false;
    }

    private bool MakeReady_NeedsLock()
    {
        if (_state is State.Ready or State.Sending)
            return false;
        _state = State.Ready;
        return true;
    }

    private void ThrowIfClosed_NeedsLock()
    {
        if (_closed)
            throw new InvalidOperationException(
                $"Run {RunId} has ended, so nothing more can be logged to it. Start it again with its id, or log before it ends.");
    }
}
