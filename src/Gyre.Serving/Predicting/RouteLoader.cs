using Gyre.Core.Logging;
using Gyre.Serving.Models;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Predicting;

/// <summary>Loads the models of a deployment, and ends those that do not serve any more.</summary>
internal sealed class RouteLoader(IDatabase database, ModelShelf shelf, ServingOptions options) : IRevisionLoader<ServedRoute>
{
    private readonly ILogger _logger = options.Logs.For<RouteLoader>();

    public async Task<ServedRoute?> LoadAsync(string name, ServedRoute? known, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(session => Read(session, name), cancellationToken);
        if (stored is not { } found)
            return null;
        var (row, versions) = found;
        if (known is not null && known.Number == row.Number && known.Revision == row.Revision)
            return known;
        var route = row.ReadRoute();
        var empty = new ServedRoute
        {
            Number = row.Number,
            Name = name,
            Revision = row.Revision,
            Serves = row.Serves,
            ChampionKind = (route.Champion, versions[route.Champion].Kind),
        };
        if (row.Serves == ServedForm.Policy)
            return empty;
        var before = known?.Number == row.Number ? known.Models.ToDictionary(static model => model.Version) : [];
        var models = new Dictionary<long, ModelHandle>();
        try
        {
            foreach (var version in versions.Values)
            {
                models.Add(version.Version, before.GetValueOrDefault(version.Version)
                    ?? new ModelHandle(version.Version, await shelf.LoadAsync(row.Serves, name, version.Policy, cancellationToken)));
            }
        }
        catch
        {
            foreach (var model in models.Values.Except(before.Values))
                await model.ReleaseAsync();
            throw;
        }
        return empty with
        {
            Champion = models[route.Champion],
            Canaries = [.. route.Canaries.Select(canary => new ModelCanary(models[canary.Version], canary.Share))],
            Shadows = [.. route.Shadows.Select(version => models[version])],
        };
    }

    public Task RetireAsync(ServedRoute old, ServedRoute? current) =>
        Task.WhenAll(old.Models.Except(current?.Models ?? []).Select(model => EndAsync(old.Name, model)));

    private async Task EndAsync(string deployment, ModelHandle model)
    {
        try
        {
            await model.ReleaseAsync();
        }
        catch (Exception exception)
        {
            _logger.ModelNotEnded(deployment, model.Version, exception.GetType().Name);
        }
    }

    private static (DeploymentRow Row, Dictionary<long, VersionRow> Versions)? Read(IDbSession session, string name)
    {
        if (DeploymentTable.Find(session, name) is not { } row)
            return null;
        var route = row.ReadRoute();
        long[] versions = [route.Champion, .. route.Canaries.Select(static canary => canary.Version), .. route.Shadows];
        return (row, VersionTable.Find(session, row.Number, versions).ToDictionary(static version => version.Version));
    }
}
