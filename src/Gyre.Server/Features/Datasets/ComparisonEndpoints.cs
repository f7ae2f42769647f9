using Gyre.Contracts;
using Gyre.Home;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Datasets;

/// <summary>Profiles of versions, and what lies between two of them.</summary>
internal static class ComparisonEndpoints
{
    private const string Dataset = "/{project}/{dataset}";

    public static void MapDatasetComparisons(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/datasets", "Datasets");
        group.MapGet($"{Dataset}/versions/{{version}}/profile", GetDatasetProfile).WithName(nameof(GetDatasetProfile))
            .WithSummary("Get what the examples of a version hold, element by element");
        Compares(group.MapGet($"{Dataset}/diff", GetDatasetDiff).WithName(nameof(GetDatasetDiff))
            .WithSummary("Compare two versions: files, schema and examples"));
        Compares(group.MapGet($"{Dataset}/drift", GetDatasetDrift).WithName(nameof(GetDatasetDrift))
            .WithSummary("Say how far the values of two versions lie apart, element by element"));
    }

    private static async Task<Ok<DatasetProfileInfo>> GetDatasetProfile(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, VersionProfiles profiles,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        return TypedResults.Ok(ComparisonViews.Of(await profiles.OfAsync(project, manifest, cancellationToken)));
    }

    private static async Task<Ok<DatasetDiffInfo>> GetDatasetDiff(
        string project, string dataset, HttpContext context, DatasetDesk desk, WorkGate gate, CancellationToken cancellationToken)
    {
        var (from, to) = VersionsOf(context.Request);
        var before = await desk.ManifestAsync(project, dataset, from, cancellationToken);
        var after = await desk.ManifestAsync(project, dataset, to, cancellationToken);
        VersionFolders.CheckSize(before);
        VersionFolders.CheckSize(after);
        var difference = await gate.RunAsync(
            () => desk.RepositoryOf(project).DiffAsync(before, after, cancellationToken), cancellationToken);
        return TypedResults.Ok(ComparisonViews.Of(
            difference,
            DatasetViews.Of(await desk.FindAsync(project, dataset, before.Version.Version, cancellationToken)),
            DatasetViews.Of(await desk.FindAsync(project, dataset, after.Version.Version, cancellationToken))));
    }

    private static async Task<Ok<DatasetDriftInfo>> GetDatasetDrift(
        string project, string dataset, HttpContext context, DatasetDesk desk, VersionProfiles profiles,
        CancellationToken cancellationToken)
    {
        var (from, to) = VersionsOf(context.Request);
        var before = await desk.ManifestAsync(project, dataset, from, cancellationToken);
        var after = await desk.ManifestAsync(project, dataset, to, cancellationToken);
        var drift = DatasetDrift.Between(
            await profiles.OfAsync(project, before, cancellationToken), await profiles.OfAsync(project, after, cancellationToken));
        return TypedResults.Ok(new DatasetDriftInfo
        {
            From = before.Version.Version,
            To = after.Version.Version,
            Columns = [.. drift.Columns.Select(ComparisonViews.Of)],
        });
    }

    private static (string From, string To) VersionsOf(HttpRequest request)
    {
        QueryParameters.Only(request, "from", "to");
        return (Needed(request, "from"), Needed(request, "to"));
    }

    private static string Needed(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } text]
        ? text
        : throw QueryParameters.Refusal($"query.{name}", name, $"'{name}' is missing: name a version, a tag, or 'latest'.");

    private static void Compares(RouteHandlerBuilder route) => route
        .TakesQuery("from", "The version that is compared with: its name, a tag or 'latest'; required")
        .TakesQuery("to", "The version that is compared; required");
}
