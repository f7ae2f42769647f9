using System.Buffers.Binary;
using System.IO.Compression;

namespace Gyre.Labeling.Formats.Dataloop;

/// <summary>Masks as PNG: what is not transparent is on; in pictures without transparency, what is not black.</summary>
internal static class PngMask
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <exception cref="Gyre.Core.InvalidInputException">It is no PNG, larger than is unpacked, or of a form that is not known.</exception>
    public static Mask Read(ReadOnlySpan<byte> png)
    {
        if (png.Length < 33 || !png.StartsWith(Signature) || !png[12..].StartsWith("IHDR"u8))
            throw Damaged("It is no PNG.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(png[16..]), BinaryPrimitives.ReadUInt32BigEndian(png[20..]));
        var size = new PixelSize((int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue));
        if (size.Pixels > ImportLimits.MaxUnpackedPixels)
            throw LabelRefusal.Of(
                ProblemKinds.SizeOutOfRange, $"A mask of {size.Width} x {size.Height} pixels is not unpacked.", "Divide the image.");
        var (depth, colour, isInterlaced) = (png[24], png[25], png[28] != 0);
        var channels = colour switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (channels == 0 || isInterlaced || !(depth == 8 || (channels == 1 && depth is 1 or 2 or 4)))
            throw LabelRefusal.Of(
                ProblemKinds.UnsupportedType, "The mask is an interlaced PNG, or has an unusual depth.",
                "Save it with 8 bits per channel.");
        var rows = Unpack(png, size, depth * channels);
        var stride = (size.Width * depth * channels + 7) / 8;
        return Mask.OfPixels(size, (x, y) =>
        {
            if (depth < 8)
                return (rows[y * stride + x * depth / 8] >> (8 - depth - x * depth % 8) & ((1 << depth) - 1)) != 0;
            var pixel = rows.AsSpan(y * stride + x * channels, channels);
            return channels is 2 or 4 ? pixel[^1] != 0 : pixel.ContainsAnyExcept((byte)0);
        });
    }

    public static byte[] Write(Mask mask)
    {
        var (width, height) = (mask.Size.Width, mask.Size.Height);
        // A filter byte before each row, then red, green, blue and alpha.
        var stride = 1 + 4 * width;
        var rows = new byte[(long)stride * height];
        foreach (var (start, length) in mask.Ranges())
        {
            for (var at = start; at < start + length; at++)
                rows.AsSpan((int)(at % height * stride + 1 + 4 * (at / height)), 4).Fill(255);
        }
        using var png = new MemoryStream();
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 6);
        WriteChunk(png, "IHDR"u8, header);
        using (var packed = new MemoryStream())
        {
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                zlib.Write(rows);
            WriteChunk(png, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        }
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(Stream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(name);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Check(name.ToArray(), data.ToArray()));
        png.Write(number);
    }

    /// <summary>The check sum of ISO 3309, bit by bit.</summary>
    private static uint Check(params ReadOnlySpan<byte[]> parts)
    {
        var sum = uint.MaxValue;
        foreach (var part in parts)
        {
            foreach (var one in part)
            {
                sum ^= one;
                for (var bit = 0; bit < 8; bit++)
                    sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
            }
        }
        return ~sum;
    }

    /// <summary>Rows without their filters. No more is unpacked than the header says.</summary>
    private static byte[] Unpack(ReadOnlySpan<byte> png, PixelSize size, int bitsPerPixel)
    {
        var stride = (int)(((long)size.Width * bitsPerPixel + 7) / 8);
        var step = Math.Max(1, bitsPerPixel / 8);
        using var zlib = new ZLibStream(new MemoryStream(Packed(png)), CompressionMode.Decompress);
        var rows = new byte[(long)stride * size.Height];
        var before = new byte[stride];
        var filter = new byte[1];
        try
        {
            for (var y = 0; y < size.Height; y++)
            {
                zlib.ReadExactly(filter);
                var row = rows.AsSpan(y * stride, stride);
                zlib.ReadExactly(row);
                Unfilter(filter[0], row, y == 0 ? before : rows.AsSpan((y - 1) * stride, stride), step);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw Damaged("The PNG is damaged.");
        }
        return rows;
    }

    private static byte[] Packed(ReadOnlySpan<byte> png)
    {
        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - 12)
                throw Damaged("The PNG ends too early.");
            if (png[(at + 4)..].StartsWith("IDAT"u8))
                packed.Write(png.Slice(at + 8, (int)length));
            at += 12 + (int)length;
        }
        return packed.ToArray();
    }

    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= step ? row[i - step] : 0;
            var corner = i >= step ? above[i - step] : 0;
            row[i] += filter switch
            {
                0 => (byte)0,
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => Nearest(left, above[i], corner),
                _ => throw Damaged("The PNG has an unknown filter."),
            };
        }
    }

    private static byte Nearest(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return (byte)(a <= b && a <= c ? left : b <= c ? above : corner);
    }

    private static Core.InvalidInputException Damaged(string message) =>
        LabelRefusal.Of(ProblemKinds.MaskSize, message, "Export the mask again.");
}
