namespace Gyre.Server.Requests;

/// <summary>
/// Bounds the bytes of bodies that are held in memory at once. A request takes its share before it is read and gives it back when it is
/// answered, however that ends; when there is not enough, the client is told to come back.
/// </summary>
internal sealed class BodyBudget(ServeLimits limits) : IDisposable
{
    /// <summary>
    /// Bodies of more bytes than this are worked on one after the other: what is made of them is several times as large.
    /// </summary>
    public const int Large = 1 << 20;

    private readonly SemaphoreSlim _lane = new(1, 1);
    private long _held;
    private int _sawLarge;

    /// <summary>When a client that was turned away may come back.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that are held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    public BodyShare Open() => new(this);

    /// <summary>Waits until no other large body is worked on.</summary>
    public async Task<IDisposable> EnterLaneAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        return new Lane(_lane);
    }

    /// <summary>Whether a large body was held since this was asked last.</summary>
    public bool TakeSawLarge() => Interlocked.Exchange(ref _sawLarge, 0) != 0;

    public void Dispose() => _lane.Dispose();

    internal bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limits.MaxBodyBytesInFlight)
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    internal void GiveBack(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        if (bytes > Large)
            Volatile.Write(ref _sawLarge, 1);
    }

    private sealed class Lane(SemaphoreSlim lane) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                lane.Release();
        }
    }
}

/// <summary>What one request holds of the budget.</summary>
internal sealed class BodyShare(BodyBudget budget) : IDisposable
{
    private long _bytes;

    /// <summary>Takes more; false when there is not enough, and then nothing was taken.</summary>
    public bool TryGrow(long bytes)
    {
        if (!budget.TryTake(bytes))
            return false;
        _bytes += bytes;
        return true;
    }

    public void Dispose()
    {
        if (_bytes > 0)
            budget.GiveBack(_bytes);
        _bytes = 0;
    }
}
