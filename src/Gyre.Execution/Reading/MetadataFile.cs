using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Execution.Reading;

/// <summary>Reads files with a metadata point on each line, also while they are being written.</summary>
internal static class MetadataFile
{
    private const int BufferBytes = 256 * 1024;
    private const int MaxLineBytes = 16 << 20;

    /// <summary>Reads whole lines. A line that is not valid is skipped: its writer may have been killed.</summary>
    /// <param name="path">The file; one that is not there has no lines.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="until">Where to end, in bytes; null for the end of the file.</param>
    /// <param name="limit">When the list holds as many, reading ends.</param>
    /// <param name="points">Receives the points.</param>
    /// <returns>The offset behind the last line that was read.</returns>
    public static long Read(string path, long offset, long? until, int limit, List<MetadataPoint> points)
    {
        if (FileKinds.Look(path) is not (FileKind.File, var size) || Math.Min(size, until ?? size) <= offset)
            return offset;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        stream.Seek(offset, SeekOrigin.Begin);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            return offset + ReadLines(stream, ref buffer, Math.Min(size, until ?? size) - offset, limit, points);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long ReadLines(FileStream stream, ref byte[] buffer, long rest, int limit, List<MetadataPoint> points)
    {
        var (length, read) = (0, 0L);
        while (points.Count < limit)
        {
            if (length == buffer.Length && !TryGrow(ref buffer, length))
                return read;
            var count = stream.Read(buffer, length, (int)Math.Min(buffer.Length - length, rest));
            if (count == 0)
                return read;
            rest -= count;
            length += count;
            var start = 0;
            int end;
            while (points.Count < limit && (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0)
            {
                if (Parse(buffer.AsSpan(start, end)) is { } point)
                    points.Add(point);
                start += end + 1;
            }
            read += start;
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
        }
        return read;
    }

    /// <summary>A supervisor writes no longer lines; what is longer was not written by one, and ends the reading.</summary>
    private static bool TryGrow(ref byte[] buffer, int length)
    {
        if (length >= MaxLineBytes)
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }

    private static MetadataPoint? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty || ValueJson.Parse(line) is not MapValue map ? null : PointOf(map);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MetadataPoint PointOf(MapValue map)
    {
        var time = map.Find("_time") is TextValue { Text: var text }
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
                ? read
                : DateTimeOffset.UnixEpoch;
        return new MetadataPoint(time, new MapValue([.. map.Entries.Where(static entry => entry.Key != "_time")]));
    }
}
