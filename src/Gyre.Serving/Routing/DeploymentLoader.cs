using System.Collections.Immutable;
using Gyre.Learning;
using Gyre.Serving.Policies;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Routing;

/// <summary>Makes what decides of what is stored.</summary>
internal sealed class DeploymentLoader(IDatabase database, PolicyShelf shelf) : IRevisionLoader<ServedDeployment>
{
    public async Task<ServedDeployment?> LoadAsync(string name, ServedDeployment? known, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(session => Read(session, name), cancellationToken);
        if (stored is not { Row: { } row })
            return null;
        if (known is not null && known.Number == row.Number && known.Revision == row.Revision)
            return known;
        if (row.Serves != ServedForm.Policy)
        {
            throw new ServingConflictException(
                "deployment.predicts", $"The deployment '{name}' serves a model and does not decide.", "Ask it for predictions.");
        }
        var route = row.ReadRoute();
        var settings = row.ReadSettings();
        var policies = new Dictionary<long, ServedPolicy>();
        foreach (var version in stored.Versions)
            policies.Add(version.Version, await PolicyAsync(row, version, settings.ExplorationFloor, known, cancellationToken));
        return new ServedDeployment
        {
            Number = row.Number,
            Name = row.Name,
            Revision = row.Revision,
            Settings = settings,
            Champion = policies[route.Champion],
            Canaries = [.. route.Canaries.Select(canary => new ServedCanary(policies[canary.Version], canary.Share))],
            Shadows = [.. route.Shadows.Select(version => policies[version])],
        };
    }

    private static Stored? Read(IDbSession session, string name)
    {
        if (DeploymentTable.Find(session, name) is not { } row)
            return null;
        var route = row.ReadRoute();
        long[] versions = [route.Champion, .. route.Canaries.Select(static canary => canary.Version), .. route.Shadows];
        return new Stored(row, [.. VersionTable.Find(session, row.Number, versions)]);
    }

    private async Task<ServedPolicy> PolicyAsync(
        DeploymentRow row, VersionRow version, double floor, ServedDeployment? known, CancellationToken cancellationToken)
    {
        // A version never changes its policy.
        var loaded = known?.Number == row.Number ? known.Policies.FirstOrDefault(policy => policy.Version == version.Version) : null;
        if (loaded is not null && loaded.Floor.Equals(floor))
            return loaded;
        return new ServedPolicy(version.Version, floor, await shelf.LoadAsync(version.Policy, floor, cancellationToken));
    }

    private sealed record Stored(DeploymentRow Row, ImmutableArray<VersionRow> Versions);
}
