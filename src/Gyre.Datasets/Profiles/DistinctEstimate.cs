using System.Buffers.Binary;
using System.Numerics;

namespace Gyre.Datasets.Profiles;

/// <summary>
/// Estimates how many distinct values there were, in 4 KiB: HyperLogLog (P. Flajolet et al., 2007) with 64-bit hashes and the estimator of
/// O. Ertl ("New cardinality estimation algorithms for HyperLogLog sketches", 2017), which needs no corrections.
/// </summary>
internal sealed class DistinctEstimate
{
    private const int Bits = 12;
    private const int Longest = 64 - Bits;

    private readonly byte[] _registers = new byte[1 << Bits];

    /// <summary>Takes a value by its bytes.</summary>
    public void Add(ReadOnlySpan<byte> value) => Add(HashOf(value));

    /// <summary>Takes a number; 0 and -0 are one.</summary>
    public void Add(double number) => Add(Mix(BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number)));

    /// <summary>The estimate.</summary>
    public long Count()
    {
        var numbers = new int[Longest + 2];
        foreach (var register in _registers)
            numbers[register]++;
        double m = _registers.Length;
        var sum = m * Tau(1 - (numbers[Longest + 1] / m));
        for (var k = Longest; k >= 1; k--)
            sum = 0.5 * (sum + numbers[k]);
        sum += m * Sigma(numbers[0] / m);
        return (long)Math.Round(m * m / (2 * Math.Log(2) * sum));
    }

    private void Add(ulong hash)
    {
        var zeros = (byte)(1 + Math.Min(Longest, BitOperations.TrailingZeroCount(hash >> Bits)));
        ref var register = ref _registers[hash & ((1 << Bits) - 1)];
        register = Math.Max(register, zeros);
    }

    /// <summary>The same on every machine, so that a profile is.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> value)
    {
        var hash = Mix((ulong)value.Length);
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value));
        var rest = 0UL;
        foreach (var one in value)
            rest = (rest << 8) | one;
        return Mix(hash ^ rest);
    }

    /// <summary>A step of SplitMix64 (G. Steele et al., 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        var (y, z, before) = (1.0, x, double.NaN);
        for (; z != before; y += y)
        {
            x *= x;
            before = z;
            z += x * y;
        }
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        var (y, z, before) = (1.0, 1 - x, double.NaN);
        while (z != before)
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        return z / 3;
    }
}
