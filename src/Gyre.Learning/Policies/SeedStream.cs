namespace Gyre.Learning.Policies;

/// <summary>The random numbers of one decision: a pure function of its seed, and a value, so that a decision allocates nothing.</summary>
/// <remarks>
/// SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", 2014). The seed is mixed once before it
/// becomes the state, so that neighbouring seeds do not share a stretch of the sequence. The order of the draws is part of the result.
/// </remarks>
internal struct SeedStream(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(seed + Step);

    public ulong NextUInt64() => Mix(_state += Step);

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>); the excess of the first values is below bound / 2^64.</summary>
    public int NextIndex(int bound) => (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);

    /// <summary>A draw from the standard normal distribution (Marsaglia's polar method; the second number of a pair is dropped).</summary>
    public double NextGaussian()
    {
        while (true)
        {
            var x = (2 * NextDouble()) - 1;
            var y = (2 * NextDouble()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>A draw from Beta(<paramref name="alpha"/>, <paramref name="beta"/>), both at least 1.</summary>
    public double NextBeta(double alpha, double beta)
    {
        var first = NextGamma(alpha);
        return first / (first + NextGamma(beta));
    }

    /// <summary>How often an event of rate 1 happens (D. Knuth, "The Art of Computer Programming", volume 2, section 3.4.1).</summary>
    public int NextPoisson()
    {
        var limit = Math.Exp(-1);
        var count = 0;
        for (var product = NextDouble(); product > limit; product *= NextDouble())
            count++;
        return count;
    }

    // G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", 2000; for a shape of at least 1.
    private double NextGamma(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextGaussian();
            var root = 1 + (c * x);
            if (root <= 0)
                continue;
            var v = root * root * root;
            if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                return d * v;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
