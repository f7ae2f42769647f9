using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Core;

/// <summary>A stream of random numbers that is a pure function of its seed: the same on every machine and in every version.</summary>
/// <remarks>
/// xoshiro256** 1.0 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", 2018), its state filled
/// by SplitMix64 as its authors advise; period 2^256 - 1. Not for secrets. Not thread-safe: give each thread its own
/// <see cref="Fork"/>. The order of the draws is part of the result, so a change to how many numbers a method takes is a
/// breaking change.
/// </remarks>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the stream of a seed.</summary>
    /// <param name="seed">Any value, 0 included.</param>
    public SeededRandom(ulong seed)
    {
        Seed = seed;
        var mix = seed;
        _s0 = SplitMix64(ref mix);
        _s1 = SplitMix64(ref mix);
        _s2 = SplitMix64(ref mix);
        _s3 = SplitMix64(ref mix);
    }

    private SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>The seed this stream was started with; what to record.</summary>
    public ulong Seed { get; }

    /// <summary>A stream of its own for a named purpose.</summary>
    /// <param name="name">Any text; compared byte by byte in UTF-8.</param>
    /// <returns>
    /// A stream that depends on <see cref="Seed"/> and <paramref name="name"/> alone, not on how far this one has been read, so
    /// that a new consumer does not disturb the old ones. Its seed is the first eight bytes of SHA-256 over this seed (eight
    /// bytes, little-endian) and the name.
    /// </returns>
    public SeededRandom Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new byte[sizeof(ulong) + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, Seed);
        Encoding.UTF8.GetBytes(name, text.AsSpan(sizeof(ulong)));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new SeededRandom(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1), a multiple of 2^-53. One draw.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [<paramref name="min"/>, <paramref name="max"/>), each equally likely.</summary>
    /// <param name="min">Smallest value, inclusive.</param>
    /// <param name="max">Bound, exclusive; greater than <paramref name="min"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is not greater than <paramref name="min"/>.</exception>
    public int NextInt(int min, int max) => (int)NextLong(min, max);

    /// <summary>A whole number in [<paramref name="min"/>, <paramref name="max"/>), each equally likely.</summary>
    /// <param name="min">Smallest value, inclusive.</param>
    /// <param name="max">Bound, exclusive; greater than <paramref name="min"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is not greater than <paramref name="min"/>.</exception>
    public long NextLong(long min, long max)
    {
        if (max <= min)
            throw new ArgumentOutOfRangeException(nameof(max), max, $"The range [{min}, {max}) contains no number.");
        return unchecked(min + (long)Below(unchecked((ulong)max - (ulong)min)));
    }

    /// <summary>A draw from the normal distribution.</summary>
    /// <param name="mean">Its mean. Default 0.</param>
    /// <param name="deviation">Its standard deviation, at least 0. Default 1.</param>
    /// <remarks>Marsaglia's polar method; the second number of each pair is thrown away, so that no state hides between calls.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative or not a number.</exception>
    public double NextGaussian(double mean = 0, double deviation = 1)
    {
        if (!(deviation >= 0))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation must be at least 0.");
        while (true)
        {
            var x = 2 * NextDouble() - 1;
            var y = 2 * NextDouble() - 1;
            var square = x * x + y * y;
            if (square is > 0 and < 1)
                return mean + deviation * x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>Puts the items into a random order, every order equally likely (Fisher and Yates). One bounded draw per item but the first.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)Below((ulong)i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The generator at a given inner state, to compare with published sequences.</summary>
    internal static SeededRandom FromState(ulong s0, ulong s1, ulong s2, ulong s3) => new(s0, s1, s2, s3);

    /// <summary>One step of SplitMix64 (G. Steele, D. Lea and C. Flood, 2014).</summary>
    internal static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // D. Lemire, "Fast random integer generation in an interval", 2019: the high half of a product, with the few products
    // that would favour some values drawn again.
    private ulong Below(ulong bound)
    {
        var high = Math.BigMul(NextUInt64(), bound, out var low);
        if (low >= bound)
            return high;
        var threshold = unchecked(0 - bound) % bound;
        while (low < threshold)
            high = Math.BigMul(NextUInt64(), bound, out low);
        return high;
    }
}
