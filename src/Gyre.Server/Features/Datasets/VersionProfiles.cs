using Gyre.Core;
using Gyre.Datasets;
using Gyre.Server.Http;

namespace Gyre.Server.Features.Datasets;

/// <summary>Profiles of the versions that were looked at last; versions never change.</summary>
/// <param name="desk">Where versions are, and the profiles that are kept with them.</param>
/// <param name="gate">Lets few be made at a time.</param>
internal sealed class VersionProfiles(DatasetDesk desk, WorkGate gate)
{
    private const int MostKept = 32;

    private readonly Dictionary<Digest, DatasetProfile> _kept = [];
    private readonly Queue<Digest> _order = new();
    private readonly Lock _lock = new();

    /// <summary>The profile of a version: the one that is kept with it, or else one that is made and kept.</summary>
    /// <exception cref="RefusedException">It has no schema, or is too large to be read through here.</exception>
    public async Task<DatasetProfile> OfAsync(string project, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var digest = manifest.Version.Digest;
        lock (_lock)
        {
            if (_kept.TryGetValue(digest, out var known))
                return known;
        }
        var repository = desk.RepositoryOf(project);
        if (await repository.FindProfileAsync(manifest.Version, cancellationToken) is not { } profile)
        {
            VersionFolders.CheckReadable(manifest);
            var (dataset, version) = (manifest.Version.Dataset, manifest.Version.Version);
            var made = await gate.RunAsync(() => repository.ProfileAsync(dataset, version, cancellationToken), cancellationToken);
            profile = made.Profile;
        }
        Keep(digest, profile);
        return profile;
    }

    private void Keep(Digest digest, DatasetProfile profile)
    {
        lock (_lock)
        {
            if (!_kept.TryAdd(digest, profile))
                return;
            _order.Enqueue(digest);
            if (_order.Count > MostKept)
                _kept.Remove(_order.Dequeue());
        }
    }
}
