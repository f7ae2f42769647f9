using System.Buffers.Binary;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>As many bytes as wanted, the same each time, made while they are read. The size is a multiple of 8.</summary>
internal sealed class PatternStream(long size) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length & ~7, size - _position);
        for (var at = 0; at < count; at += 8)
            BinaryPrimitives.WriteInt64LittleEndian(buffer[at..], (_position + at) * 0x5851F42D4C957F2D);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
