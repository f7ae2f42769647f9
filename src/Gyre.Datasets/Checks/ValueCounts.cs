using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>Counts distinct values, up to a number of them and of their bytes. Those that come later are only known to be more.</summary>
/// <param name="most">Distinct values that are kept.</param>
/// <param name="mostBytes">Bytes of these values.</param>
internal sealed class ValueCounts(int most, int mostBytes = 16 * 1024 * 1024)
{
    private readonly Dictionary<byte[], long> _counts = new(new Bytes());
    private int _bytes;

    /// <summary>Distinct values that were kept.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Whether there were more.</summary>
    public bool HasMore { get; private set; }

    public void Add(ReadOnlySpan<byte> value)
    {
        var counts = _counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, value);
        if (!Unsafe.IsNullRef(ref count))
            count++;
        else if (_counts.Count < most && _bytes + value.Length <= mostBytes)
            AddNew(value);
        else
            HasMore = true;
    }

    /// <summary>The most frequent values; of equally frequent ones the first in ordinal order of their bytes.</summary>
    public IEnumerable<ValueCount> Top(int number) => _counts
        .OrderByDescending(static pair => pair.Value).ThenBy(
            static pair => pair.Key, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)))
        .Take(number).Select(static pair => new ValueCount(CellText.Shown(pair.Key), pair.Value));

    private void AddNew(ReadOnlySpan<byte> value)
    {
        _bytes += value.Length;
        _counts.Add(value.ToArray(), 1);
    }

    /// <summary>The hash is seeded once per process, so that a file cannot be made to be slow.</summary>
    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        // HashCode has a seed of its own in every process.
        private static readonly ulong Seed = ((ulong)(uint)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = Seed ^ (ulong)alternate.Length;
            for (; alternate.Length >= sizeof(ulong); alternate = alternate[sizeof(ulong)..])
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(alternate));
            var rest = 0UL;
            foreach (var value in alternate)
                rest = (rest << 8) | value;
            return (int)Mix(hash ^ rest);
        }

        private static ulong Mix(ulong value)
        {
            var high = Math.BigMul(value, 0x9e3779b97f4a7c15, out var low);
            return high ^ low;
        }
    }
}
