using Gyre.Storage;

namespace Gyre.Tracking.Cleanup;

/// <summary>
/// Names of artifacts under places that are freed. Their content is left to the collection of content that nothing names: it is kept once for the whole store, and
/// the cache, the catalog or another run may need the same.
/// </summary>
internal static class FreedFiles
{
    public static long Measure(IDbSession session, IReadOnlyList<string> addresses) => 0;

    public static void Free(IDbSession session, IReadOnlyList<string> addresses)
    {
    }
}
