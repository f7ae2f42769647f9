using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>A file of the source could not be read (to its end). It is told apart from failures of the store that is written to.</summary>
internal sealed class SourceBrokenException(Exception inner) : Exception(inner.Message, inner);

/// <summary>Reads a file of the source; its failures come as <see cref="SourceBrokenException"/>.</summary>
internal sealed class SourceStream(Stream inner) : ReadOnlyStream
{
    public static async Task<Stream> OpenAsync(ForeignArtifactFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await file.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsOfTheSource(Exception exception) => exception is IOException or UnauthorizedAccessException or HttpRequestException;
}
