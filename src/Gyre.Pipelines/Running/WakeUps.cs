namespace Gyre.Pipelines.Running;

/// <summary>Times that node runs wait for. One timer for all of them, however many wait: set to the earliest.</summary>
internal sealed class WakeUps : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<string, DateTimeOffset> _waiting = new();
    private readonly TimeProvider _clock;
    private readonly Action<string, DateTimeOffset> _came;
    private readonly ITimer _timer;

    /// <param name="clock">Gives the time.</param>
    /// <param name="came">Told the path and the time when it has come; from any thread.</param>
    public WakeUps(TimeProvider clock, Action<string, DateTimeOffset> came)
    {
        _clock = clock;
        _came = came;
        _timer = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(string path, DateTimeOffset when)
    {
        lock (_lock)
        {
            _waiting.Enqueue(path, when);
            SetTimer();
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Ring()
    {
        var due = new List<string>();
        var now = _clock.GetUtcNow();
        lock (_lock)
        {
            while (_waiting.TryPeek(out var path, out var when) && when <= now)
            {
                due.Add(path);
                _waiting.Dequeue();
            }
            SetTimer();
        }
        due.ForEach(path => _came(path, now));
    }

    /// <summary>A timer holds 49 days at most; what is later is looked at again by then.</summary>
    private void SetTimer()
    {
        if (!_waiting.TryPeek(out _, out var when))
            return;
        var delay = when - _clock.GetUtcNow();
        var longest = TimeSpan.FromDays(40);
        _timer.Change(delay < TimeSpan.Zero ? TimeSpan.Zero : delay > longest ? longest : delay, Timeout.InfiniteTimeSpan);
    }
}
