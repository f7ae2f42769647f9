using System.Buffers.Binary;

namespace Gyre.Labeling.Formats;

/// <summary>Sizes of images from the first bytes of their files: PNG, JPEG, GIF, BMP and WebP. Nothing is unpacked.</summary>
internal static class ImageHeaders
{
    private const int MaxHeader = 1024 * 1024;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".PNG", ".JPG", ".JPEG"];

    /// <summary>An image with this name and any of the usual endings in one of the folders, and its size.</summary>
    public static (string Name, PixelSize Size)? Find(IReadOnlyList<string> folders, string stem)
    {
        foreach (var folder in folders)
        {
            foreach (var ending in Endings)
            {
                var path = Path.Join(folder, stem + ending);
                if (File.Exists(path) && new FileInfo(path).LinkTarget is null && SizeOf(path) is { } size)
                    return (stem + ending, size);
            }
        }
        return null;
    }

    /// <summary>Width and height as the image is seen; null when the file begins like no image that is known.</summary>
    public static PixelSize? SizeOf(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[(int)Math.Min(MaxHeader, stream.Length)];
        stream.ReadExactly(start);
        var (width, height) = SizeOf(start);
        return width is > 0 and <= PixelSize.MaxSide && height is > 0 and <= PixelSize.MaxSide ? new PixelSize((int)width, (int)height)
            : null;
    }

    private static (long Width, long Height) SizeOf(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 24 && file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        if (file.Length >= 10 && file.StartsWith("GIF8"u8))
            return (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]));
        if (file.Length >= 26 && file.StartsWith("BM"u8))
            return (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])));
        if (file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return WebpSize(file);
        return file.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]) ? JpegSize(file) : default;
    }

    private static (long Width, long Height) WebpSize(ReadOnlySpan<byte> file)
    {
        if (file[12..].StartsWith("VP8X"u8))
            return (1 + (file[24] | file[25] << 8 | file[26] << 16), 1 + (file[27] | file[28] << 8 | file[29] << 16));
        if (file[12..].StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return (1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
        }
        return (BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3fff);
    }

    /// <summary>Follows the segments to the frame. An orientation on its side swaps width and height.</summary>
    private static (long Width, long Height) JpegSize(ReadOnlySpan<byte> file)
    {
        var isOnSide = false;
        for (var at = 2; at + 9 < file.Length && file[at] == 0xff;)
        {
            var marker = file[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                var (height, width) =
                    (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]));
                return isOnSide ? (height, width) : (width, height);
            }
            if (marker == 0xe1 && at + 2 + length <= file.Length && length > 8)
                isOnSide = Orientation(file.Slice(at + 4, length - 2)) is >= 5 and <= 8;
            at += 2 + length;
        }
        return default;
    }

    private static int Orientation(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 14)
            return 1;
        var tiff = segment[6..];
        var isLittle = tiff[0] == 'I';
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;
        var entries = Short(tiff[(int)directory..], isLittle);
        for (var i = 0; i < entries && directory + 2 + 12 * i + 12 <= tiff.Length; i++)
        {
            var entry = tiff[((int)directory + 2 + 12 * i)..];
            if (Short(entry, isLittle) == 0x0112)
                return Short(entry[8..], isLittle);
        }
        return 1;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
