namespace Gyre.Learning.Drift;

/// <summary>Count, sum and sum of squared deviations from the mean.</summary>
internal readonly record struct Moments(long Count, double Sum, double Squares)
{
    public double Mean => Sum / Count;

    /// <summary>Both together (T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise algorithm", 1979).</summary>
    public Moments With(Moments other)
    {
        if (Count == 0)
            return other;
        var difference = Mean - other.Mean;
        var between = difference * difference * Count * other.Count / (Count + other.Count);
        return new Moments(Count + other.Count, Sum + other.Sum, Squares + other.Squares + between);
    }
}

/// <summary>A window of values as buckets of 1, 2, 4, ... values, at most five of each size; older ones are larger.</summary>
/// <remarks>M. Datar, A. Gionis, P. Indyk and R. Motwani, "Maintaining stream statistics over sliding windows", 2002.</remarks>
internal sealed class ExponentialHistogram
{
    private const int BucketsPerSize = 5;
    private const int MaxSizes = 48;

    // By size, oldest first within one.
    private readonly List<List<Moments>> _sizes = [];

    public void Add(double value)
    {
        var bucket = new Moments(1, value, 0);
        for (var size = 0; ; size++)
        {
            if (size == _sizes.Count)
                _sizes.Add(new List<Moments>(BucketsPerSize + 1));
            var buckets = _sizes[size];
            buckets.Add(bucket);
            if (buckets.Count <= BucketsPerSize)
                return;
            bucket = buckets[0].With(buckets[1]);
            buckets.RemoveRange(0, 2);
        }
    }

    public void RemoveOldest()
    {
        _sizes[^1].RemoveAt(0);
        while (_sizes.Count > 0 && _sizes[^1].Count == 0)
            _sizes.RemoveAt(_sizes.Count - 1);
    }

    public IEnumerable<Moments> OldestFirst()
    {
        for (var size = _sizes.Count - 1; size >= 0; size--)
        {
            foreach (var bucket in _sizes[size])
                yield return bucket;
        }
    }

    // Added up from the buckets each time: a running total would gather rounding errors for as long as the stream lasts.
    public Moments Total()
    {
        var total = default(Moments);
        foreach (var bucket in OldestFirst())
            total = total.With(bucket);
        return total;
    }

    public void Save(StateWriter state)
    {
        state.Add(_sizes.Count);
        foreach (var buckets in _sizes)
        {
            state.Add(buckets.Count);
            foreach (var bucket in buckets)
            {
                state.Add(bucket.Sum);
                state.Add(bucket.Squares);
            }
        }
    }

    public void Load(StateReader state)
    {
        _sizes.Clear();
        var sizes = state.Count(MaxSizes);
        for (var size = 0; size < sizes; size++)
        {
            var (buckets, values) = (new List<Moments>(BucketsPerSize + 1), 1L << size);
            for (var left = state.Count(BucketsPerSize); left > 0; left--)
                buckets.Add(new Moments(values, state.NumberIn(0, values), state.NumberIn(0, values)));
            _sizes.Add(buckets);
        }
        if (sizes > 0 && _sizes[^1].Count == 0)
            throw new ArgumentException("the window has no oldest bucket.");
    }
}
