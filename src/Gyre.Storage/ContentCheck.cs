using Gyre.Core;

namespace Gyre.Storage;

/// <summary>What was found wrong with the content of a home.</summary>
/// <param name="Needed">Contents that something needs.</param>
/// <param name="Missing">Those of them that are not there, at most <see cref="ContentCheck.MostNamed"/>.</param>
/// <param name="MissingCount">How many are not there.</param>
/// <param name="Damaged">Contents whose bytes have another digest, limited likewise; they were set aside.</param>
/// <param name="DamagedCount">How many there are.</param>
public sealed record ContentReport(long Needed, IReadOnlyList<Digest> Missing, long MissingCount, IReadOnlyList<Digest> Damaged,
    long DamagedCount);

/// <summary>Looks whether all content that a home needs is there, and on request whether it is whole.</summary>
public static class ContentCheck
{
    /// <summary>More than so many are only counted.</summary>
    public const int MostNamed = 10;

    /// <summary>Looks.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="users">Who needs content.</param>
    /// <param name="deep">Reads all content and compares it with its digest. Damaged content is set aside and counts as missing
    /// afterwards.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ContentReport> LookAsync(IBlobStore blobs, IReadOnlyList<IContentUser> users, bool deep,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(users);
        // Who needs it first: what is stored and named meanwhile is not missing.
        var needed = new HashSet<Digest>();
        foreach (var user in users)
        {
            await foreach (var digest in user.InUseAsync(cancellationToken))
                needed.Add(digest);
        }
        var count = needed.Count;
        var (damaged, damagedCount) = (new List<Digest>(), 0L);
        await foreach (var (blob, _) in blobs.ListAsync(cancellationToken))
        {
            if (deep && !await blobs.VerifyAsync(blob.Digest, cancellationToken))
            {
                damagedCount++;
                if (damaged.Count < MostNamed)
                    damaged.Add(blob.Digest);
            }
            needed.Remove(blob.Digest);
        }
        var missing = needed.OrderBy(static digest => digest.Hex, StringComparer.Ordinal).Take(MostNamed).ToList();
        return new ContentReport(count, missing, needed.Count, damaged, damagedCount);
    }
}
