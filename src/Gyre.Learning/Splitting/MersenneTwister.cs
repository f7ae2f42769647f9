using System.Numerics;

namespace Gyre.Learning.Splitting;

/// <summary>
/// The random numbers of CPython's module <c>random</c> after <c>random.seed(int)</c>, so that splits made there can be made again here.
/// </summary>
/// <remarks>
/// MT19937 (M. Matsumoto and T. Nishimura, "Mersenne twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
/// 1998), seeded by its <c>init_by_array</c> with the 32-bit words of the absolute seed. Only for splits that have to equal foreign ones;
/// everything else draws from <see cref="Gyre.Core.SeededRandom"/>.
/// </remarks>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    public MersenneTwister(BigInteger seed)
    {
        FillFrom(19650218);
        Mix(Words(BigInteger.Abs(seed)));
    }

    public uint NextUInt32()
    {
        if (_next == Length)
            Renew();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>
    /// A whole number below <paramref name="bound"/> (at least 1): as many bits as the bound has, drawn again until they are below it.
    /// </summary>
    public int Below(int bound)
    {
        var bits = 32 - BitOperations.LeadingZeroCount((uint)bound);
        uint drawn;
        do
            drawn = NextUInt32() >> (32 - bits);
        while (drawn >= bound);
        return (int)drawn;
    }

    /// <summary>CPython's <c>random.shuffle</c>: Fisher and Yates from the end.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static uint[] Words(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true);
        var words = new uint[(bytes.Length + 3) / 4];
        for (var i = 0; i < bytes.Length; i++)
            words[i / 4] |= (uint)bytes[i] << (8 * (i % 4));
        return words;
    }

    private void FillFrom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Length; i++)
            _state[i] = unchecked((1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i);
    }

    private void Mix(uint[] key)
    {
        var (i, j) = (1, 0);
        for (var step = Math.Max(Length, key.Length); step > 0; step--)
        {
            _state[i] = unchecked((_state[i] ^ (Previous(i) * 1664525)) + key[j] + (uint)j);
            i = Following(i);
            j = (j + 1) % key.Length;
        }
        for (var step = Length - 1; step > 0; step--)
        {
            _state[i] = unchecked((_state[i] ^ (Previous(i) * 1566083941)) - (uint)i);
            i = Following(i);
        }
        _state[0] = 0x80000000;
    }

    private uint Previous(int i) => _state[i - 1] ^ (_state[i - 1] >> 30);

    private int Following(int i)
    {
        if (i + 1 < Length)
            return i + 1;
        _state[0] = _state[Length - 1];
        return 1;
    }

    private void Renew()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) == 0 ? 0u : 0x9908B0DF);
        }
        _next = 0;
    }
}
