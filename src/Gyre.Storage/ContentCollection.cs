using Gyre.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Storage;

/// <summary>Somebody who keeps digests of content in the artifact store. Each module tells its own; what none of them tells is garbage.</summary>
public interface IContentUser
{
    /// <summary>
    /// The content it needs, in any order, some of it perhaps several times. What is named from the beginning to the end of the reading is among it; what is named
    /// meanwhile may be missing, as long as it was stored in the grace time, or is told by a user that is asked later.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<Digest> InUseAsync(CancellationToken cancellationToken);
}

/// <summary>Asks for a collection.</summary>
public sealed record CollectionRequest
{
    /// <summary>The shortest <see cref="Grace"/>: two hours.</summary>
    public static readonly TimeSpan MinGrace = TimeSpan.FromHours(2);

    /// <summary>
    /// Content that was stored, or stored again, less than this ago is left alone: its name may not be written yet. Default 24 hours, at least <see cref="MinGrace"/>.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether it is only counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>Told what was removed; null for nobody.</summary>
    public ILogger? Logger { get; init; }
}

/// <summary>What a collection found and freed, or would free.</summary>
public sealed record CollectionReport
{
    /// <summary>Contents that nobody needs and that were removed.</summary>
    public required long Freed { get; init; }

    /// <summary>Their bytes.</summary>
    public required long FreedBytes { get; init; }

    /// <summary>Contents that stay: in use, or too young.</summary>
    public required long Kept { get; init; }

    /// <summary>Their bytes.</summary>
    public required long KeptBytes { get; init; }
}

/// <summary>
/// Removes content that nobody needs: lists what is old enough, strikes out what is in use, and removes the rest one by one, each only when nobody has stored it again
/// meanwhile. Stopped in between it has done a part. Writers need not wait, and several collections may run at once.
/// </summary>
public static class ContentCollection
{
    /// <summary>Collects. Memory: about 200 bytes for each old content.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="users">
    /// All users of the store; a missing one loses its content. Those from whom others take digests over come first: what moves on meanwhile is then told by one of both.
    /// </param>
    /// <param name="request">How.</param>
    /// <param name="clock">Tells what is old.</param>
    /// <param name="cancellationToken">Stops after the removal under way.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace time is too short.</exception>
    public static async Task<CollectionReport> CollectAsync(
        IBlobStore blobs, IReadOnlyList<IContentUser> users, CollectionRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Grace, CollectionRequest.MinGrace, nameof(request));
        var limit = clock.GetUtcNow() - request.Grace;
        // Listed before anybody is asked: what is stored from now on is no candidate.
        var (old, kept) = await ListAsync(blobs, limit, cancellationToken);
        foreach (var user in users)
        {
            await foreach (var digest in user.InUseAsync(cancellationToken))
            {
                if (old.Remove(digest, out var size))
                    kept = kept.With(size);
            }
        }
        var freed = default(Tally);
        foreach (var (digest, size) in old)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (request.DryRun || await blobs.DeleteOlderAsync(digest, limit, cancellationToken))
                freed = freed.With(size);
            else
                kept = kept.With(size);
        }
        if (!request.DryRun)
            (request.Logger ?? NullLogger.Instance).Collected(freed.Count, freed.Bytes, kept.Count);
        return new CollectionReport { Freed = freed.Count, FreedBytes = freed.Bytes, Kept = kept.Count, KeptBytes = kept.Bytes };
    }

    private static async Task<(Dictionary<Digest, long> Old, Tally Young)> ListAsync(IBlobStore blobs, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var old = new Dictionary<Digest, long>();
        var young = default(Tally);
        await foreach (var (blob, storedAt) in blobs.ListAsync(cancellationToken))
        {
            if (storedAt < limit)
                old[blob.Digest] = blob.SizeInBytes;
            else
                young = young.With(blob.SizeInBytes);
        }
        return (old, young);
    }

    private readonly record struct Tally(long Count, long Bytes)
    {
        public Tally With(long size) => new(Count + 1, Bytes + size);
    }
}
