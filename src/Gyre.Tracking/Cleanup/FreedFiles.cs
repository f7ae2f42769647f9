using Gyre.Storage;
using Gyre.Tracking.Artifacts;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Cleanup;

/// <summary>
/// Names of artifacts under places that are freed. Their content is left to the collection of content that nothing names: it is kept once for the whole store, and
/// the cache, the catalog or another run may need the same. Places outside of the store are nobody's business here.
/// </summary>
internal static class FreedFiles
{
    public static long Measure(IDbSession session, IReadOnlyList<string> addresses) => Places(addresses).Sum(place => ArtifactTable.TotalSize(session, place));

    public static void Free(IDbSession session, IReadOnlyList<string> addresses)
    {
        foreach (var place in Places(addresses))
            ArtifactTable.Delete(session, place);
    }

    private static IEnumerable<string> Places(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses.Where(address => address.StartsWith(LocationRules.Scheme + "/", StringComparison.Ordinal)))
        {
            if (PlaceOf(address) is { Length: > 0 } place)
                yield return place;
        }
    }

    /// <summary>An imported address may be none that would be given today.</summary>
    private static string? PlaceOf(string address)
    {
        try
        {
            return ArtifactPaths.PlaceOf(address);
        }
        catch (TrackingException)
        {
            return null;
        }
    }
}
