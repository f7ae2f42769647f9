using System.Buffers.Binary;

namespace Gyre.Tracking.Store;

/// <summary>Points of one key as bytes: timestamp, step and value after each other, 8 bytes each, little-endian. NaN is kept as NaN.</summary>
internal static class PointBlock
{
    private const int BytesPerPoint = 24;

    public static byte[] Write(ReadOnlySpan<MetricPoint> points)
    {
        var bytes = new byte[points.Length * BytesPerPoint];
        var rest = bytes.AsSpan();
        foreach (var point in points)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, point.Timestamp);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], point.Step);
            BinaryPrimitives.WriteDoubleLittleEndian(rest[16..], point.Value);
            rest = rest[BytesPerPoint..];
        }
        return bytes;
    }

    public static void Read(ReadOnlySpan<byte> bytes, ICollection<MetricPoint> points)
    {
        for (var rest = bytes; rest.Length >= BytesPerPoint; rest = rest[BytesPerPoint..])
        {
            points.Add(new MetricPoint(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]), BinaryPrimitives.ReadDoubleLittleEndian(rest[16..])));
        }
    }
}
