namespace Gyre.Learning.Tests;

/// <summary>A file that never ends.</summary>
internal sealed class EndlessStream(byte content) : MemoryStream
{
    public override int Read(Span<byte> buffer)
    {
        buffer.Fill(content);
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));
}
