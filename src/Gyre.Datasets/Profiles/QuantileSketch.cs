namespace Gyre.Datasets.Profiles;

/// <summary>
/// A sample of a stream that tells quantiles: when a level of values is full, it is sorted, and every second value goes to the next level,
/// where it counts twice. Deterministic, with an error that is known.
/// </summary>
/// <remarks>
/// G. S. Manku, S. Rajagopalan, B. G. Lindsay, "Approximate medians and other quantiles in one pass and with limited memory", 1998.
/// Odd and even values are taken in turns, so that errors go both ways; a compaction at weight w moves ranks by at most w. Of n numbers
/// the bound is about log2(n / capacity) / (2 capacity) of them. Memory: up to capacity numbers per level, log2(n / capacity) + 1 levels.
/// </remarks>
/// <param name="capacity">Numbers per level, even; so many are exact.</param>
internal sealed class QuantileSketch(int capacity)
{
    private readonly List<List<double>> _levels = [[]];
    private readonly List<bool> _takesOdd = [false];
    private long _up;
    private long _down;

    /// <summary>Numbers so far.</summary>
    public long Count { get; private set; }

    /// <summary>By how many numbers any rank can be wrong.</summary>
    public long RankError => Math.Max(_up, _down);

    /// <summary>Takes a finite number.</summary>
    public void Add(double number)
    {
        Count++;
        _levels[0].Add(number);
        for (var level = 0; level < _levels.Count && _levels[level].Count > capacity; level++)
            Compact(level);
    }

    /// <summary>Values in ascending order with how many numbers they stand for.</summary>
    public List<(double Value, long Count)> Sorted()
    {
        var all = new List<(double Value, long Count)>();
        foreach (var (level, values) in _levels.Index())
            all.AddRange(values.Select(value => (value, 1L << level)));
        all.Sort(static (a, b) => a.Value.CompareTo(b.Value));
        return all;
    }

    /// <summary>What a level has beyond its capacity stays.</summary>
    private void Compact(int level)
    {
        if (level + 1 == _levels.Count)
        {
            _levels.Add([]);
            _takesOdd.Add(false);
        }
        var values = _levels[level];
        values.Sort(0, capacity, null);
        var odd = _takesOdd[level];
        for (var i = odd ? 1 : 0; i < capacity; i += 2)
            _levels[level + 1].Add(values[i]);
        values.RemoveRange(0, capacity);
        _takesOdd[level] = !odd;
        if (odd)
            _down += 1L << level;
        else
            _up += 1L << level;
    }
}
