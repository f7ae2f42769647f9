namespace Gyre.Tracking;

/// <summary>An upload whose parts come one by one.</summary>
/// <param name="Id">Names it; whoever knows it may go on with it.</param>
/// <param name="Parts">How many there will be; numbered from 1.</param>
/// <param name="ExpiresAt">It is forgotten then, unless a part comes before.</param>
public sealed record MultipartUpload(string Id, int Parts, DateTimeOffset ExpiresAt);

/// <summary>A part that was sent.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Tag">What was answered when it was sent; quotes do not matter.</param>
public sealed record UploadedPart(int Number, string Tag);

/// <summary>
/// Uploads of large files in parts, which may come in any order, at once, and again. A part that was answered is durable. The file is there when the upload is
/// completed, and not before.
/// </summary>
public interface IMultipartUploads
{
    /// <summary>The most parts of an upload.</summary>
    const int MaxParts = 10_000;

    /// <summary>Begins one; forgets those that are too old.</summary>
    /// <param name="address">As for <see cref="ITrackingArtifacts"/>.</param>
    /// <param name="path">Where the file will be.</param>
    /// <param name="parts">1 to <see cref="MaxParts"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrackingException">The path or the number is refused.</exception>
    Task<MultipartUpload> CreateAsync(string address, string path, int parts, CancellationToken cancellationToken);

    /// <summary>Stores a part, in flat memory; one of this number that was sent before is replaced. Gives its tag.</summary>
    /// <exception cref="TrackingException">There is no such upload or part, or the upload is complete.</exception>
    Task<string> PutPartAsync(string id, int number, Stream content, CancellationToken cancellationToken);

    /// <summary>Puts the parts together, in flat memory. Once more with the same parts is the same as once.</summary>
    /// <param name="address">As it was created.</param>
    /// <param name="path">As it was created.</param>
    /// <param name="id">The upload.</param>
    /// <param name="parts">All parts in their order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrackingException">There is no such upload for this path, or the parts are not those that were sent.</exception>
    Task CompleteAsync(string address, string path, string id, IReadOnlyList<UploadedPart> parts, CancellationToken cancellationToken);

    /// <summary>Gives an upload up. One that is not there, or was completed, is none the worse.</summary>
    Task AbortAsync(string address, string path, string id, CancellationToken cancellationToken);

    /// <summary>Forgets uploads that are too old; gives their number.</summary>
    Task<int> RemoveExpiredAsync(CancellationToken cancellationToken);
}
