namespace Gyre.Testing;

/// <summary>
/// A clock that moves only when told. Timers (also those under <c>Task.Delay</c> and cancellation) fire while <see cref="Advance"/>
/// passes them, in the order of their times; a periodic timer fires once per period passed.
/// </summary>
/// <param name="start">The first time; 2026-01-01 00:00 UTC when not given.</param>
public sealed class ManualClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _elapsedTicks;
    private long _order;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are waiting; a test advances when the code under test has begun to wait.</summary>
    public int TimerCount
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <summary>Whether a timer fires in no more than a time, so that a short wait is told from the limit of a call.</summary>
    public bool FiresWithin(TimeSpan time)
    {
        lock (_lock)
            return _timers.Any(timer => timer.DueTicks - _elapsedTicks <= time.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsedTicks;
    }

    /// <summary>Lets time pass and fires what becomes due, each at its own time.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long target;
        lock (_lock)
            target = _elapsedTicks + time.Ticks;
        while (NextDue(target) is { } timer)
            timer.Fire();
        lock (_lock)
            MoveTo_NeedsLock(Math.Max(target, _elapsedTicks));
    }

    /// <summary>Sets the wall clock alone, forward or back, as an administrator or a time server would; elapsed time and timers do not move.</summary>
    public void JumpWallClock(DateTimeOffset now)
    {
        lock (_lock)
            _now = now;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(long target)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.DueTicks <= target).OrderBy(t => t.DueTicks).ThenBy(t => t.Order).FirstOrDefault();
            if (next is null)
                return null;
            MoveTo_NeedsLock(Math.Max(next.DueTicks, _elapsedTicks));
            if (next.PeriodTicks > 0)
                next.DueTicks += next.PeriodTicks;
            else
                _timers.Remove(next);
            return next;
        }
    }

    private void MoveTo_NeedsLock(long ticks)
    {
        _now += TimeSpan.FromTicks(ticks - _elapsedTicks);
        _elapsedTicks = ticks;
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.DueTicks = _elapsedTicks + dueTime.Ticks;
            timer.PeriodTicks = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            timer.Order = _order++;
            _timers.Add(timer);
        }
        if (dueTime == TimeSpan.Zero)
            Advance(TimeSpan.Zero);
    }

    private void Remove(ManualTimer timer)
    {
        lock (_lock)
            _timers.Remove(timer);
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _disposed;

        public long DueTicks { get; set; }

        public long PeriodTicks { get; set; }

        public long Order { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
                return false;
            clock.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            clock.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
