namespace Gyre.Serving.Predicting;

/// <summary>Counts what one version answered, with its times in buckets that grow by a tenth. Thread-safe.</summary>
internal sealed class VersionCounter
{
    private const int Buckets = 220;
    private const double Growth = 1.1;
    private const double Shortest = 1e-6;

    private readonly long[] _times = new long[Buckets];
    private long _requests;
    private long _rows;
    private long _failures;
    private long _shadowed;
    private long _differing;

    public void Answered(long rows, TimeSpan time)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _rows, rows);
        var place = time.TotalSeconds <= Shortest ? 0 : (int)Math.Ceiling(Math.Log(time.TotalSeconds / Shortest, Growth));
        Interlocked.Increment(ref _times[Math.Clamp(place, 0, Buckets - 1)]);
    }

    public void Failed() => Interlocked.Increment(ref _failures);

    public void Shadowed(bool differs)
    {
        Interlocked.Increment(ref _shadowed);
        if (differs)
            Interlocked.Increment(ref _differing);
    }

    public PredictionFigures Figures(long version) => new(
        version, Volatile.Read(ref _requests), Volatile.Read(ref _rows), Volatile.Read(ref _failures), Volatile.Read(ref _shadowed),
        Volatile.Read(ref _differing), Quantile(0.5), Quantile(0.99));

    /// <summary>The upper end of the bucket that the share falls into: at most a tenth too much.</summary>
    private double Quantile(double share)
    {
        long[] times = [.. _times];
        var wanted = share * times.Sum();
        if (wanted <= 0)
            return 0;
        var seen = 0L;
        for (var i = 0; i < Buckets; i++)
        {
            seen += times[i];
            if (seen >= wanted)
                return Shortest * Math.Pow(Growth, i);
        }
        return Shortest * Math.Pow(Growth, Buckets - 1);
    }
}
