using System.Globalization;
using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// Marks of collectors at content that they are about to remove. The service cannot remove an object on the condition that nobody has sent it again; so a collector marks
/// it, looks at its age once more, removes it, and takes the mark away, and a writer looks for marks after it has sent something. One of the two sees the other.
/// </summary>
internal sealed class S3Marks(S3Calls calls, S3Address address, TimeProvider clock, IdSource ids)
{
    /// <summary>A collector has far less than this between its mark and the end of its last request; an older mark is of one that died.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Marks content; gives the mark.</summary>
    public async Task<string> SetAsync(Digest digest, CancellationToken cancellationToken)
    {
        var key = PrefixOf(digest) + ids.Next().ToString("N", CultureInfo.InvariantCulture);
        using var nothing = new MemoryStream([], writable: false);
        await calls.PutAsync(key, nothing, cancellationToken);
        return key;
    }

    /// <summary>Takes a mark away.</summary>
    public Task RemoveAsync(string mark) => calls.DeleteAsync(mark, CancellationToken.None);

    /// <summary>Waits until no collector is at a content.</summary>
    public async Task WaitAsync(Digest digest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var marks = (await calls.ListAsync(PrefixOf(digest), null, cancellationToken)).S3Objects ?? [];
            if (marks.All(mark => clock.GetUtcNow() - new DateTimeOffset(DateTime.SpecifyKind(mark.LastModified ?? default, DateTimeKind.Utc)) > Life))
                return;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    private string PrefixOf(Digest digest) => $"{address.Prefix}condemned/{digest.Hex}/";
}
