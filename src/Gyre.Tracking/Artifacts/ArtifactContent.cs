using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Artifacts;

/// <summary>The content that files and parts of uploads need, page by page.</summary>
internal sealed class ArtifactContent(ITrackingArtifacts artifacts) : IContentUser
{
    private const int PageSize = 5000;

    public async IAsyncEnumerable<Digest> InUseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (Digest? after = null; ;)
        {
            var page = await artifacts.InUseAsync(after, PageSize, cancellationToken);
            foreach (var digest in page)
                yield return digest;
            if (page.Length < PageSize)
                yield break;
            after = page[^1];
        }
    }
}
