namespace Gyre.Core.Loops;

/// <summary>How long to wait before something that failed is tried again: each time twice as long, up to a limit.</summary>
/// <param name="First">After the first failure. Default 100 ms.</param>
/// <param name="Longest">Never longer than this. Default 2 s, so that everything goes on within seconds once what was away is back.</param>
public sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>100 ms, doubling to 2 s.</summary>
    public static Backoff Default { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    /// <summary>The time before the next try.</summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    public TimeSpan After(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        // Past 30 doublings any limit is reached, and a larger exponent would leave the range.
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < Longest ? doubled : Longest;
    }
}
