namespace Gyre.Tracking.Runs;

/// <summary>
/// Tells those who listen in this process that something was written to a run. While nobody listens a write costs one look at a number; nothing is kept of what was
/// written, so a fast writer and a slow listener are no burden for each other.
/// </summary>
internal sealed class RunSignals(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Listener>> _listeners = new(StringComparer.Ordinal);
    private volatile int _count;

    public IRunWatch Watch(string runId)
    {
        var listener = new Listener(this, runId);
        lock (_lock)
        {
            if (!_listeners.TryGetValue(runId, out var listeners))
                _listeners[runId] = listeners = [];
            listeners.Add(listener);
            _count++;
        }
        return listener;
    }

    /// <summary>To be called after the write is durable.</summary>
    public void Tell(string runId)
    {
        if (_count == 0)
            return;
        lock (_lock)
        {
            foreach (var listener in _listeners.GetValueOrDefault(runId) ?? [])
                listener.Tell();
        }
    }

    private void Remove(Listener listener)
    {
        lock (_lock)
        {
            if (!_listeners.TryGetValue(listener.RunId, out var listeners) || !listeners.Remove(listener))
                return;
            _count--;
            if (listeners.Count == 0)
                _listeners.Remove(listener.RunId);
        }
    }

    private sealed class Listener(RunSignals signals, string runId) : IRunWatch
    {
        private TaskCompletionSource _told = New();

        public string RunId { get; } = runId;

        public void Tell() => Volatile.Read(ref _told).TrySetResult();

        public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Volatile.Read(ref _told).Task, Task.Delay(atMost, signals.Clock, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            // Before the caller looks: what is written from here on is told anew.
            Volatile.Write(ref _told, New());
        }

        public void Dispose() => signals.Remove(this);

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private TimeProvider Clock { get; } = clock;
}
