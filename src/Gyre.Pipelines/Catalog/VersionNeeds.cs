using Gyre.Datasets;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>What needs a version of a dataset, and the removal of one, inside a caller's transaction.</summary>
internal static class VersionNeeds
{
    private const int MostAtOnce = 500;
    private const int MostNamed = 20;

    /// <summary>What needs a version, besides its aliases; for people. Empty when nothing does.</summary>
    public static IReadOnlyList<string> Of(IDbSession session, DatasetVersion version) =>
    [
        .. DatasetLedger.MadeFrom(session, VersionFacts.Queried, $"dataset://{version.Dataset}/{version.Version}")
            .Where(made => made.Project == version.Project)
            .Select(static made => $"version '{made.Version}' of dataset '{made.Dataset}' was made of it"),
        .. Readers(session, version).Take(MostNamed).Select(static run => $"run {run} read it"),
    ];

    /// <summary>
    /// Removes a version with its aliases, its profile and the documents of its examples. Files stay that a run made, that another version
    /// holds, or that have an alias of their own; content stays until a collection finds that nothing names it.
    /// </summary>
    public static bool Remove(IDbSession session, DatasetVersion version)
    {
        var facts = VersionFacts.Of(session, version);
        var manifest = new DatasetManifest(facts, VersionFacts.FilesOf(session, version));
        DatasetLedger.Remove(session, version);
        foreach (var some in version.Files.Except(DatasetLedger.HeldOf(session, version.Files)).Chunk(MostAtOnce))
            CatalogStore.RemoveOutsiders(session, some);
        var others = DatasetLedger.List(session, version.Project, version.Dataset);
        if (!others.Any(other => VersionFacts.Of(session, other).Digest == facts.Digest))
            DatasetLedger.RemoveProfile(session, version.Project, version.Dataset, facts.Digest);
        // Another version with the same examples makes them again when it is asked.
        DocumentLedger.Drop(session, DatasetRepository.DocumentsOf(manifest));
        return true;
    }

    /// <summary>Runs that read a file of it that no other version of the dataset has.</summary>
    private static IEnumerable<string> Readers(IDbSession session, DatasetVersion version)
    {
        var others = DatasetLedger.List(session, version.Project, version.Dataset).Where(other => other.Id != version.Id)
            .SelectMany(static other => other.Files).Distinct().ToList();
        var elsewhere = CatalogStore.FindAll(session, others).Select(static file => file.Digest).ToHashSet();
        return CatalogStore.FindAll(session, version.Files).Select(static file => file.Digest).Distinct()
            .Where(digest => !elsewhere.Contains(digest)).Chunk(MostAtOnce)
            .SelectMany(some => NodeFileTable.ReadersOf(session, version.Project, some)).Distinct(StringComparer.Ordinal);
    }
}
