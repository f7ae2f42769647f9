namespace Gyre.Server.Tests.Mlflow;

/// <summary>The system's clock, but no two looks at it fall into one millisecond: the recordings were made by a server that took longer than that for everything.</summary>
internal sealed class DistinctClock : TimeProvider
{
    private long _last;

    public override DateTimeOffset GetUtcNow()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var now = Math.Max(base.GetUtcNow().ToUnixTimeMilliseconds(), last + 1);
            if (Interlocked.CompareExchange(ref _last, now, last) == last)
                return DateTimeOffset.FromUnixTimeMilliseconds(now);
        }
    }
}
