using Gyre.Core;

namespace Gyre.Execution.Queueing;

/// <summary>The queue of a home, shared by its executors. Thread-safe.</summary>
internal sealed class PlaceGate(ConcurrencyLimits home, TimeProvider clock)
{
    /// <summary>Shorter waits are nobody's concern: telling of them would double the writes of a large graph.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    /// <summary>What an attempt waits for may change with every end.</summary>
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly PlaceQueue _queue = new(home);
    private readonly Dictionary<AttemptId, Waiter> _waiters = [];

    /// <summary>Whether an attempt needs places at all.</summary>
    public bool Counts(PlaceRequest request) => _queue.Counts(request);

    /// <summary>Why an attempt could never start; null when it can.</summary>
    public string? Never(PlaceRequest request) => _queue.Never(request);

    /// <summary>An attempt wants to start.</summary>
    /// <param name="request">What it needs.</param>
    /// <param name="release">Told when it may start, from whatever thread gave the place up.</param>
    /// <returns>Whether it may start at once; then nobody is told.</returns>
    public bool Enter(PlaceRequest request, Action<AttemptId> release)
    {
        List<(Action<AttemptId> Release, AttemptId Attempt)> others;
        bool starts;
        lock (_lock)
        {
            _queue.Enter(request);
            if (!_queue.HasPlaces(request.Attempt))
                _waiters.TryAdd(request.Attempt, new Waiter(release, clock.GetTimestamp()));
            others = Look_NeedsLock();
            starts = _queue.HasPlaces(request.Attempt);
            others.RemoveAll(other => other.Attempt == request.Attempt);
        }
        Tell(others);
        return starts;
    }

    /// <summary>An attempt that runs already has its places.</summary>
    public void Occupy(PlaceRequest request)
    {
        lock (_lock)
            _queue.Occupy(request);
    }

    /// <summary>An attempt is over or not wanted: others may start.</summary>
    public void Leave(AttemptId attempt)
    {
        List<(Action<AttemptId> Release, AttemptId Attempt)> others;
        lock (_lock)
        {
            if (!_queue.Leave(attempt))
                return;
            _waiters.Remove(attempt);
            others = Look_NeedsLock();
        }
        Tell(others);
    }

    /// <summary>The same for one that still waits; false when it does not.</summary>
    public bool TryWithdraw(AttemptId attempt)
    {
        lock (_lock)
        {
            if (!_queue.IsWaiting(attempt))
                return false;
        }
        Leave(attempt);
        return true;
    }

    /// <summary>Whether an attempt waits here.</summary>
    public bool IsWaiting(AttemptId attempt)
    {
        lock (_lock)
            return _queue.IsWaiting(attempt);
    }

    /// <summary>Whether an attempt has its places.</summary>
    public bool HasPlaces(AttemptId attempt)
    {
        lock (_lock)
            return _queue.HasPlaces(attempt);
    }

    /// <summary>Attempts of an executor that wait long enough for people to be told, with what they wait for; each is given once while
    /// that stays the same.</summary>
    public IReadOnlyList<(AttemptId Attempt, string Reason)> TakeUntold(Action<AttemptId> release)
    {
        var told = new List<(AttemptId, string)>();
        lock (_lock)
        {
            foreach (var (attempt, waiter) in _waiters)
            {
                var since = waiter.ToldAt ?? waiter.Since;
                if (waiter.Release != release || clock.GetElapsedTime(since) < (waiter.Told is null ? WorthTelling : BetweenTellings))
                    continue;
                if (_queue.ReasonOf(attempt) is not { } reason || reason == waiter.Told)
                    continue;
                (waiter.Told, waiter.ToldAt) = (reason, clock.GetTimestamp());
                told.Add((attempt, reason));
            }
        }
        return told;
    }

    private List<(Action<AttemptId> Release, AttemptId Attempt)> Look_NeedsLock()
    {
        var released = new List<(Action<AttemptId>, AttemptId)>();
        foreach (var attempt in _queue.Next())
        {
            if (_waiters.Remove(attempt, out var waiter))
                released.Add((waiter.Release, attempt));
        }
        return released;
    }

    private static void Tell(List<(Action<AttemptId> Release, AttemptId Attempt)> released)
    {
        foreach (var (release, attempt) in released)
            release(attempt);
    }

    private sealed class Waiter(Action<AttemptId> release, long since)
    {
        public Action<AttemptId> Release { get; } = release;

        public long Since { get; } = since;

        public string? Told { get; set; }

        public long? ToldAt { get; set; }
    }
}
