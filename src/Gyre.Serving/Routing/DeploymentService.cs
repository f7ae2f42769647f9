using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Routing;

/// <summary>Deployments as people handle them.</summary>
internal sealed class DeploymentService(IDatabase database, ContentTrial trial, ICacheRefresh caches, TimeProvider clock) : IDeployments
{
    private const int MostChanges = 1000;

    public Task<IReadOnlyList<Deployment>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Deployment>>(
        static session => [.. DeploymentTable.List(session).Select(static row => row.ToDeployment())], cancellationToken);

    public Task<Deployment?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DeploymentTable.Find(session, name)?.ToDeployment(), cancellationToken);

    public async Task<AddedVersion> AddAsync(NewVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        Check(version);
        // Loaded as it would serve, so that what cannot serve is refused before anything changes.
        var content = await trial.TryAsync(version, cancellationToken);
        var added = await database.WriteAsync(
            session =>
            {
                var desk = new RouteDesk(session, clock.GetUtcNow());
                return DeploymentTable.Find(session, version.Deployment) is { } row
                    ? desk.Add(row, version, content)
                    : desk.Create(version, content);
            },
            cancellationToken);
        await caches.RefreshAsync(version.Deployment, cancellationToken);
        return added;
    }

    public async Task<RouteResult?> PromoteAsync(string name, Promotion promotion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promotion);
        SettingsRules.Check(promotion.Cause);
        await TryContentAsync(name, promotion.Version, cancellationToken);
        return await ChangeAsync(name, (desk, row) => desk.Promote(row, promotion), cancellationToken);
    }

    public Task<RouteResult?> RollBackAsync(string name, RouteCause cause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cause);
        SettingsRules.Check(cause);
        return ChangeAsync(name, (desk, row) => desk.RollBack(row, cause), cancellationToken);
    }

    public async Task<RouteResult?> ConfigureAsync(string name, Configuration configuration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        SettingsRules.Check(configuration.Cause);
        if (configuration.Settings is { } settings)
            SettingsRules.Check(settings);
        return await ChangeAsync(name, (desk, row) => desk.Configure(row, configuration), cancellationToken);
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var deleted = await database.WriteAsync(
            session =>
            {
                if (DeploymentTable.Find(session, name) is not { } row)
                    return false;
                DeploymentTable.Delete(session, row.Number);
                var data = new MapValue([KeyValuePair.Create("name", Value.Of(name))]);
                session.Append(new NewEvent(DeploymentEvents.Deleted, $"deployment/{name}", clock.GetUtcNow(), data));
                return true;
            },
            cancellationToken);
        await caches.RefreshAsync(name, cancellationToken);
        return deleted;
    }

    public Task<IReadOnlyList<DeploymentVersion>?> VersionsAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DeploymentVersion>?>(
            session => DeploymentTable.Find(session, name) is { } row
                ? [.. VersionTable.List(session, row.Number).Select(static version => version.ToVersion())]
                : null,
            cancellationToken);

    public Task<IReadOnlyList<RouteChange>?> ChangesAsync(string name, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostChanges);
        return database.ReadAsync<IReadOnlyList<RouteChange>?>(
            session => DeploymentTable.Find(session, name) is { } row
                ? [.. ChangeTable.List(session, row.Number, limit).Select(static change => change.ToChange())]
                : null,
            cancellationToken);
    }

    private static void Check(NewVersion version)
    {
        SettingsRules.CheckName(version.Deployment);
        SettingsRules.Check(version.Cause);
        SettingsRules.CheckText("description", version.Description);
        if (version.Settings is { } settings)
            SettingsRules.Check(settings);
        var given = (version.Policy.IsEmpty ? 0 : 1) + (version.Artifact.IsEmpty ? 0 : 1) + (version.Command is null ? 0 : 1);
        if (given != 1)
        {
            throw Refusals.Of(
                "deployment.content", "", given == 0 ? "Nothing to serve is given." : "More than one thing to serve is given.",
                "Give the digest of a policy file as 'policy', that of a model file as 'artifact', or a program as 'command'.");
        }
        if (version.Settings is not null && version.Policy.IsEmpty)
            throw Refusals.Of("deployment.settings", "settings", "The settings are about decisions, which a model does not make.",
                "Leave 'settings' out.");
        if (version.Role == VersionRole.Canary && !(version.Share is > 0 and < 1))
        {
            throw Refusals.Of(
                "deployment.share", "share", $"The share of the canary is {NumberText.Of(version.Share)}.", "It must be above 0 and below 1.");
        }
    }

    /// <summary>A version whose content has gone is refused while the one before it still serves.</summary>
    private async Task TryContentAsync(string name, long version, CancellationToken cancellationToken)
    {
        var (row, stored) = await database.ReadAsync(
            session => DeploymentTable.Find(session, name) is { } found
                ? (found, VersionTable.Find(session, found.Number, version))
                : (null, null),
            cancellationToken);
        if (row is not null && stored is not null)
            await trial.TryAsync(row, stored, cancellationToken);
    }

    private async Task<RouteResult?> ChangeAsync(
        string name, Func<RouteDesk, DeploymentRow, RouteResult> change, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync(
            session => DeploymentTable.Find(session, name) is { } row ? change(new RouteDesk(session, clock.GetUtcNow()), row) : null,
            cancellationToken);
        if (result?.Change is not null)
            await caches.RefreshAsync(name, cancellationToken);
        return result;
    }
}
