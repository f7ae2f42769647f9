using Gyre.Datasets;
using Gyre.Pipelines.Catalog;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Versions of datasets that were made long ago. One stays as long as it is the newest of its dataset, has an alias, or something needs it.
/// </summary>
internal sealed class ExpiringVersions(IDatabase database) : IExpiring
{
    public string Rule => "datasets";

    public string What => "versions of datasets";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        var (count, bytes, kept) = (0L, 0L, 0L);
        foreach (var version in await database.ReadAsync(session => DatasetLedger.OlderThan(session, before), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = dryRun
                ? await database.ReadAsync(session => MayGo(session, version) ? SizeOf(session, version) : -1, cancellationToken)
                : await database.WriteAsync(session => Remove(session, version), cancellationToken);
            (count, bytes, kept) = size < 0 ? (count, bytes, kept + 1) : (count + 1, bytes + size, kept);
        }
        return new ExpiredThings(count, bytes, kept);
    }

    private static long Remove(IDbSession session, DatasetVersion version)
    {
        if (DatasetLedger.Find(session, version.Project, version.Dataset, version.Version) is not { } found || !MayGo(session, found))
            return -1;
        var size = SizeOf(session, found);
        VersionNeeds.Remove(session, found);
        return size;
    }

    private static bool MayGo(IDbSession session, DatasetVersion version) =>
        version.Aliases.IsEmpty && DatasetLedger.Resolve(session, version.Project, version.Dataset, "latest")?.Id != version.Id
            && VersionNeeds.Of(session, version).Count == 0;

    private static long SizeOf(IDbSession session, DatasetVersion version) => VersionFacts.Of(session, version).SizeInBytes;
}
