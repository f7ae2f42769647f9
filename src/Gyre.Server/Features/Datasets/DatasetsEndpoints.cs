using Gyre.Contracts;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Datasets;

/// <summary>Datasets, their versions, files and tags.</summary>
internal static class DatasetsEndpoints
{
    private const int PageSize = 100;
    private const int MostOnPage = 500;
    private const int MostOffset = 1_000_000;
    private const int LongestText = 200;

    public static void MapDatasets(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/datasets", "Datasets");
        group.MapGet("", ListDatasets).WithName(nameof(ListDatasets))
            .WithSummary("List datasets with their newest versions, by project and name")
            .TakesQuery("project", "Only datasets of this project").TakesQuery("text", "Only datasets with this text in their name")
            .TakesQuery("limit", "1 to 500; default 100").TakesQuery("cursor", "'next_cursor' of the previous page, with the same filters");
        group.MapGet("/{project}/{dataset}/versions", ListDatasetVersions).WithName(nameof(ListDatasetVersions))
            .WithSummary("List the versions of a dataset, newest first")
            .TakesQuery("limit", "1 to 500; default 100").TakesQuery("cursor", "'next_cursor' of the previous page");
        group.MapGet("/{project}/{dataset}/versions/{version}", GetDatasetVersion).WithName(nameof(GetDatasetVersion))
            .WithSummary("Get a version by its name, by a tag, or the newest as 'latest'");
        group.MapGet("/{project}/{dataset}/versions/{version}/files", ListDatasetFiles).WithName(nameof(ListDatasetFiles))
            .WithSummary("List the files of a version with their digests, by path")
            .TakesQuery("under", "Only files whose path begins so: 'files/img/'")
            .TakesQuery("offset", "Files to skip, at most 1000000").TakesQuery("limit", "1 to 500; default 100");
        group.MapPut("/{project}/{dataset}/tags/{tag}", TagDatasetVersion).WithName(nameof(TagDatasetVersion))
            .TakesJson<TagDatasetRequest>().WithSummary("Let a tag point to a version; it is moved there when it is on another");
        group.MapDelete("/{project}/{dataset}/tags/{tag}", UntagDataset).WithName(nameof(UntagDataset)).WithSummary("Remove a tag");
    }

    private static async Task<Ok<DatasetPage>> ListDatasets(
        HttpContext context, DatasetDesk desk, Cursors cursors, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "project", "text", "limit", "cursor");
        var (project, text) = (TextOf(context.Request, "project"), TextOf(context.Request, "text"));
        var limit = QueryParameters.Number(context.Request, "limit", PageSize, MostOnPage);
        var list = $"datasets\n{project}\n{text}";
        var after = context.Request.Query["cursor"] is [{ Length: > 0 } cursor] ? PlaceOf(cursors.Read(list, cursor).Key) : default;
        var found = await desk.Lists.DatasetsAsync(project, text, after, limit, cancellationToken);
        return TypedResults.Ok(new DatasetPage
        {
            Datasets = [.. found.Select(DatasetViews.Of)],
            NextCursor = found.Count == limit ? cursors.Write(list, Guid.Empty, $"{found[^1].Project}\n{found[^1].Name}") : null,
        });
    }

    private static async Task<Ok<DatasetVersionPage>> ListDatasetVersions(
        string project, string dataset, HttpContext context, DatasetDesk desk, Cursors cursors, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit", "cursor");
        var limit = QueryParameters.Number(context.Request, "limit", PageSize, MostOnPage);
        var list = $"dataset-versions\n{project}\n{dataset}";
        Guid? after = context.Request.Query["cursor"] is [{ Length: > 0 } cursor] ? cursors.Read(list, cursor).Place : null;
        var found = await desk.Lists.VersionsAsync(project, dataset, after, limit, cancellationToken);
        if (found.Count == 0 && after is null)
            throw DatasetDesk.Unknown(project, dataset, "latest");
        return TypedResults.Ok(new DatasetVersionPage
        {
            Versions = [.. found.Select(DatasetViews.Of)],
            NextCursor = found.Count == limit ? cursors.Write(list, found[^1].Version.Id) : null,
        });
    }

    private static async Task<Ok<DatasetVersionInfo>> GetDatasetVersion(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return TypedResults.Ok(DatasetViews.Of(await desk.FindAsync(project, dataset, version, cancellationToken)));
    }

    private static async Task<Ok<DatasetFilePage>> ListDatasetFiles(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "under", "offset", "limit");
        var under = context.Request.Query["under"] is [{ } text] ? text : "";
        var offset = QueryParameters.Offset(context.Request, MostOffset);
        var limit = QueryParameters.Number(context.Request, "limit", PageSize, MostOnPage);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        var files = manifest.Files.Where(file => file.Path.StartsWith(under, StringComparison.Ordinal)).ToList();
        return TypedResults.Ok(new DatasetFilePage
        {
            Files = [.. files.Skip(offset).Take(limit).Select(DatasetViews.Of)],
            Count = files.Count,
            NextOffset = offset + limit < files.Count ? offset + limit : null,
        });
    }

    private static async Task<Ok<DatasetVersionInfo>> TagDatasetVersion(
        string project, string dataset, string tag, HttpContext context, DatasetDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var body = JsonBody.Read(context, ApiJson.Default.TagDatasetRequest);
        var found = await desk.FindAsync(project, dataset, body.Version, cancellationToken);
        await desk.RepositoryOf(project).TagAsync(dataset, found.Version.Version, tag, cancellationToken);
        return TypedResults.Ok(DatasetViews.Of(await desk.FindAsync(project, dataset, found.Version.Version, cancellationToken)));
    }

    private static async Task<Results<NoContent, ProblemResult>> UntagDataset(
        string project, string dataset, string tag, HttpContext context, DatasetDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return await desk.RepositoryOf(project).UntagAsync(dataset, tag, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.Of(
                StatusCodes.Status404NotFound, "dataset.tag.unknown",
                $"Dataset '{Quotes.Shorten(dataset)}' has no tag '{Quotes.Shorten(tag)}'.");
    }

    private static string? TextOf(HttpRequest request, string name) => request.Query[name] switch
    {
        [{ Length: > LongestText }] => throw QueryParameters.Refusal(
            $"query.{name}", name, $"'{name}' must have at most {LongestText} characters."),
        [{ Length: > 0 } text] => text,
        _ => null,
    };

    private static (string Project, string Dataset)? PlaceOf(string key)
    {
        var end = key.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? null : (key[..end], key[(end + 1)..]);
    }
}
