using System.Numerics;
using System.Runtime.InteropServices;

namespace Gyre.Datasets.Checks;

/// <summary>
/// Identifiers that were there before, by 64 bits of their hash: 11 to 22 bytes per identifier. Of a million different ones
/// a pair is taken for equal in one of 37 million files. After 50 million nothing new is kept.
/// </summary>
/// <param name="expected">How many there may be; more are kept as well.</param>
internal sealed class SeenIds(long expected)
{
    public const int MaxIds = 50_000_000;

    private const int MostAtFirst = 1 << 22;

    private ulong[] _slots = new ulong[BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(expected * 4 / 3, 1024, MostAtFirst))];

    /// <summary>Identifiers that were kept.</summary>
    public int Count { get; private set; }

    /// <summary>Keeps an identifier; false when it was there before.</summary>
    public bool Add(Guid id)
    {
        var halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in id));
        // Zero marks an empty slot.
        var hash = Math.Max(1, Mix(halves[0] ^ Mix(halves[1])));
        var slot = Find(_slots, hash);
        if (_slots[slot] == hash)
            return false;
        if (Count == MaxIds)
            return true;
        _slots[slot] = hash;
        if (++Count > _slots.Length * 3L / 4)
            Grow();
        return true;
    }

    private void Grow()
    {
        var slots = new ulong[2 * _slots.Length];
        foreach (var hash in _slots)
        {
            if (hash != 0)
                slots[Find(slots, hash)] = hash;
        }
        _slots = slots;
    }

    private static int Find(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        var slot = (int)hash & mask;
        while (slots[slot] != 0 && slots[slot] != hash)
            slot = (slot + 1) & mask;
        return slot;
    }

    /// <summary>The last step of SplitMix64 (Steele et al. 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
