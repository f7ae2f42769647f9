using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Artifacts;

/// <summary>Contents after each other as one, read forward; one of them is open at a time.</summary>
internal sealed class JoinedContent(IBlobStore blobs, IReadOnlyList<Digest> parts) : ReadOnlyStream
{
    private Stream? _current;
    private int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (true)
        {
            if (_current is null)
            {
                if (_next == parts.Count)
                    return 0;
                _current = await blobs.OpenReadAsync(parts[_next++], 0, cancellationToken);
            }
            if (await _current.ReadAsync(buffer, cancellationToken) is var count and > 0)
                return count;
            await _current.DisposeAsync();
            _current = null;
        }
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("Read the stream asynchronously.");

    public override async ValueTask DisposeAsync()
    {
        if (_current is not null)
            await _current.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _current?.Dispose();
        base.Dispose(disposing);
    }
}
