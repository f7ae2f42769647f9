using System.Buffers.Binary;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>
/// Masks as Label Studio packs them: the bytes of an RGBA picture, row by row, as runs of bits. A header says how many bytes there are, the
/// bits of a
/// value and four sizes of run lengths.
/// </summary>
internal static class BrushRuns
{
    private static readonly int[] Sizes = [3, 4, 8, 16];

    /// <exception cref="Gyre.Core.InvalidInputException">The runs are damaged, or do not fill the picture.</exception>
    public static Mask Unpack(ReadOnlySpan<byte> packed, PixelSize size)
    {
        if (size.Pixels > ImportLimits.MaxUnpackedPixels)
            throw LabelRefusal.Of(ProblemKinds.SizeOutOfRange, "The image is too large for a mask.", "Divide it.");
        var bits = new Bits(packed);
        if (bits.Read(32) != 4 * size.Pixels)
            throw LabelRefusal.Of(
                ProblemKinds.MaskSize, $"The mask is not one of {size.Width} x {size.Height} pixels.", "Export it again.");
        var word = (int)bits.Read(5) + 1;
        Span<int> sizes = stackalloc int[4];
        foreach (ref var bitsOfRun in sizes)
            bitsOfRun = (int)bits.Read(4) + 1;
        var isOn = new bool[size.Pixels];
        for (var at = 0L; at < 4 * size.Pixels;)
        {
            var isRun = bits.Read(1) == 1;
            var length = bits.Read(sizes[(int)bits.Read(2)]) + 1;
            if (at + length > 4 * size.Pixels)
                throw Damaged();
            var value = isRun ? bits.Read(word) : 0;
            for (var end = at + length; at < end; at++)
            {
                var one = isRun ? value : bits.Read(word);
                // The alpha channel says what is painted.
                if (at % 4 == 3)
                    isOn[at / 4] = one > 0;
            }
        }
        return Mask.OfPixels(size, (x, y) => isOn[(long)y * size.Width + x]);
    }

    public static byte[] Pack(Mask mask)
    {
        var (width, height) = (mask.Size.Width, mask.Size.Height);
        var isOn = new bool[mask.Size.Pixels];
        foreach (var (start, length) in mask.Ranges())
        {
            for (var at = start; at < start + length; at++)
                isOn[at % height * width + at / height] = true;
        }
        var bits = new BitWriter();
        bits.Write((uint)(4 * mask.Size.Pixels), 32);
        bits.Write(7, 5);
        foreach (var size in Sizes)
            bits.Write((uint)size - 1, 4);
        for (var at = 0L; at < isOn.LongLength;)
        {
            var end = at + 1;
            while (end < isOn.LongLength && isOn[end] == isOn[at])
                end++;
            WriteRun(bits, 4 * (end - at), isOn[at] ? 255u : 0u);
            at = end;
        }
        return bits.Done();
    }

    private static void WriteRun(BitWriter bits, long length, uint value)
    {
        while (length > 0)
        {
            var part = Math.Min(length, 1 << 16);
            var size = Array.FindIndex(Sizes, bitsOfRun => part <= 1 << bitsOfRun);
            bits.Write(1, 1);
            bits.Write((uint)size, 2);
            bits.Write((uint)(part - 1), Sizes[size]);
            bits.Write(value, 8);
            length -= part;
        }
    }

    private static Core.InvalidInputException Damaged() =>
        LabelRefusal.Of(ProblemKinds.MaskSize, "The runs of the mask are damaged.", "Export it again.");

    private ref struct Bits(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        public uint Read(int count)
        {
            if (_at + count > 8L * _bytes.Length)
                throw Damaged();
            Span<byte> window = stackalloc byte[8];
            var first = (int)(_at / 8);
            _bytes[first..Math.Min(_bytes.Length, first + 8)].CopyTo(window);
            var value = BinaryPrimitives.ReadUInt64BigEndian(window) << (int)(_at % 8) >> (64 - count);
            _at += count;
            return (uint)value;
        }
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private ulong _pending;
        private int _count;

        public void Write(uint value, int count)
        {
            _pending = _pending << count | value;
            for (_count += count; _count >= 8; _count -= 8)
                _bytes.Add((byte)(_pending >> (_count - 8)));
        }

        public byte[] Done()
        {
            if (_count > 0)
                Write(0, 8 - _count);
            return [.. _bytes];
        }
    }
}
