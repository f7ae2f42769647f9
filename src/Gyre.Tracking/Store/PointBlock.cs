using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gyre.Tracking.Store;

/// <summary>
/// Points of one key as bytes: timestamp, step and value after each other, 8 bytes each, little-endian; NaN is kept as NaN. Points of several keys: for each
/// the length of its name, the name, the number of its points, and these.
/// </summary>
internal static class PointBlock
{
    private const int BytesPerPoint = 24;

    public static byte[] Write(ReadOnlySpan<MetricPoint> points)
    {
        var bytes = new byte[points.Length * BytesPerPoint];
        Write(points, bytes);
        return bytes;
    }

    public static byte[] WriteMixed(IEnumerable<(string Key, MetricPoint[] Points)> groups)
    {
        var block = new ArrayBufferWriter<byte>(1024);
        foreach (var (key, points) in groups)
        {
            var length = Encoding.UTF8.GetByteCount(key);
            var bytes = block.GetSpan(length + 6 + points.Length * BytesPerPoint);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)length));
            Encoding.UTF8.GetBytes(key, bytes[2..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(2 + length)..], points.Length);
            Write(points, bytes[(6 + length)..]);
            block.Advance(length + 6 + points.Length * BytesPerPoint);
        }
        return block.WrittenSpan.ToArray();
    }

    public static void Read(ReadOnlySpan<byte> bytes, ICollection<MetricPoint> points)
    {
        for (var rest = bytes; rest.Length >= BytesPerPoint; rest = rest[BytesPerPoint..])
        {
            points.Add(new MetricPoint(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]), BinaryPrimitives.ReadDoubleLittleEndian(rest[16..])));
        }
    }

    /// <summary>The points of one key out of a block of many.</summary>
    public static void ReadMixed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key, ICollection<MetricPoint> points)
    {
        for (var rest = bytes; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[(2 + length)..]);
            var values = rest.Slice(6 + length, count * BytesPerPoint);
            if (rest.Slice(2, length).SequenceEqual(key))
                Read(values, points);
            rest = rest[(6 + length + values.Length)..];
        }
    }

    /// <summary>All points of a block of many.</summary>
    public static void ReadMixed(ReadOnlySpan<byte> bytes, IDictionary<string, List<MetricPoint>> byKey)
    {
        for (var rest = bytes; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            var key = Encoding.UTF8.GetString(rest.Slice(2, length));
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[(2 + length)..]);
            if (!byKey.TryGetValue(key, out var points))
                byKey[key] = points = [];
            Read(rest.Slice(6 + length, count * BytesPerPoint), points);
            rest = rest[(6 + length + count * BytesPerPoint)..];
        }
    }

    /// <summary>The keys of a block of many.</summary>
    public static List<string> KeysOf(ReadOnlySpan<byte> bytes)
    {
        var keys = new List<string>();
        for (var rest = bytes; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            keys.Add(Encoding.UTF8.GetString(rest.Slice(2, length)));
            rest = rest[(6 + length + BinaryPrimitives.ReadInt32LittleEndian(rest[(2 + length)..]) * BytesPerPoint)..];
        }
        return keys;
    }

    private static void Write(ReadOnlySpan<MetricPoint> points, Span<byte> bytes)
    {
        foreach (var point in points)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, point.Timestamp);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], point.Step);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[16..], point.Value);
            bytes = bytes[BytesPerPoint..];
        }
    }
}
