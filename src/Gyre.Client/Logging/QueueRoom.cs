namespace Gyre.Client.Logging;

/// <summary>The memory that waiting values may take. Who finds no room waits; nothing is dropped.</summary>
internal sealed class QueueRoom(long capacity)
{
    private readonly object _gate = new();
    private long _used;
    private int _waiting;

    /// <summary>The most that was ever in use.</summary>
    public long Peak { get; private set; }

    /// <summary>How many callers wait for room.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes room; blocks while there is none. One item that is larger than all the room passes alone.</summary>
    /// <param name="weight">In bytes.</param>
    /// <param name="beforeWaiting">Called once, without a lock, before the first wait.</param>
    public void Take(int weight, Action beforeWaiting)
    {
        if (TryTake(weight))
            return;
        Interlocked.Increment(ref _waiting);
        try
        {
            beforeWaiting();
            lock (_gate)
            {
                while (!TryTake_NeedsLock(weight))
                    Monitor.Wait(_gate);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Give(long weight)
    {
        lock (_gate)
        {
            _used -= weight;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryTake(int weight)
    {
        lock (_gate)
            return TryTake_NeedsLock(weight);
    }

    private bool TryTake_NeedsLock(int weight)
    {
        if (_used > 0 && _used + weight > capacity)
            return false;
        _used += weight;
        Peak = Math.Max(Peak, _used);
        return true;
    }
}
