using Gyre.Contracts;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Http;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Datasets;

/// <summary>What is in a version: schema, examples, images, and what queries find.</summary>
internal static class ExamplesEndpoints
{
    /// <summary>Bytes of an image that is shown.</summary>
    public const long MostImageBytes = 16L << 20;

    private const string Version = "/{project}/{dataset}/versions/{version}";
    private const int PageSize = 50;
    private const int MostOnPage = 200;
    private const int MostOffset = 1_000_000;
    private const string FilesFolder = "files/";

    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapExamples(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/datasets", "Datasets");
        group.MapGet($"{Version}/schema", GetDatasetSchema).WithName(nameof(GetDatasetSchema)).WithSummary("Get the schema of a version");
        group.MapGet($"{Version}/rows", ListDatasetRows).WithName(nameof(ListDatasetRows))
            .WithSummary("List examples of a version in the order of their rows; long texts and lists are cut")
            .TakesQuery("offset", "Rows to skip, at most 1000000").TakesQuery("limit", "1 to 200; default 50");
        group.MapMethods($"{Version}/image", Reading, GetDatasetImage).WithName(nameof(GetDatasetImage))
            .Produces<Stream>(contentType: "image/png").WithSummary("Get an image that examples refer to, of at most 16 MiB")
            .TakesQuery("path", "As examples name it, below files/; required");
        group.MapPost($"{Version}/query", QueryDataset).WithName(nameof(QueryDataset)).TakesJson<Value>()
            .WithMetadata(new ReadsBody()).WithSummary("Find examples by a query: docs/reference/queries.md");
        group.MapPost($"{Version}/explain", ExplainDatasetQuery).WithName(nameof(ExplainDatasetQuery)).TakesJson<Value>()
            .WithMetadata(new ReadsBody()).WithSummary("Say why an example does not match a query")
            .TakesQuery("id", "Identifier of the example; required");
    }

    private static async Task<Ok<DatasetSchemaInfo>> GetDatasetSchema(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, VersionFolders folders,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        using var reader = await folders.OpenAsync(project, manifest, cancellationToken);
        return TypedResults.Ok(DatasetViews.Of(reader.Examples.Schema));
    }

    private static async Task<Ok<DatasetRowPage>> ListDatasetRows(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, VersionFolders folders, WorkGate gate,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "offset", "limit");
        var offset = QueryParameters.Offset(context.Request, MostOffset);
        var limit = QueryParameters.Number(context.Request, "limit", PageSize, MostOnPage);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        using var reader = await folders.OpenAsync(project, manifest, cancellationToken);
        var rows = await gate.RunAsync(
            () => ExampleReading.PageAsync(reader.Examples, offset, limit + 1, cancellationToken), cancellationToken);
        return TypedResults.Ok(new DatasetRowPage
        {
            Rows = [.. rows.Take(limit).Select(row => DatasetViews.Of(reader.Examples.Schema, row))],
            NextOffset = rows.Count > limit && offset + limit <= MostOffset ? offset + limit : null,
        });
    }

    private static async Task<IResult> GetDatasetImage(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "path");
        var name = context.Request.Query["path"] is [{ } text] ? text.Replace('\\', '/') : "";
        var path = SafePath.Parse(FilesFolder + name);
        var type = MediaTypes.Of(path.FileName);
        if (!type.StartsWith("image/", StringComparison.Ordinal))
            return Problems.UnsupportedMediaType(
                "dataset.image.type", $"'{Quotes.Shorten(name)}' is not an image that browsers show: png, jpg, gif, webp or bmp.");
        var found = await desk.FindAsync(project, dataset, version, cancellationToken);
        if (await desk.FindFileAsync(project, dataset, found.Version.Version, path.ToString(), cancellationToken) is not { } file)
            return Problems.Of(
                StatusCodes.Status404NotFound, "dataset.file.unknown",
                $"{found.Facts.Uri} has no file '{Quotes.Shorten(path.ToString())}'.");
        if (file.SizeInBytes > MostImageBytes)
            return Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "dataset.image.too-large",
                $"'{Quotes.Shorten(name)}' is larger than {MostImageBytes >> 20} MiB.", "Get its content by its digest instead.");
        // A tag moves; the name of a version always means the same content.
        return await blobs.FindAsync(file.Digest, cancellationToken) is { } blob
            ? new ArtifactAnswer(blobs, blob, path.FileName, type, changes: version != found.Version.Version)
            : Problems.NotFound("artifact", file.Digest.ToString());
    }

    private static async Task<Ok<DatasetQueryInfo>> QueryDataset(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, VersionFolders folders, WorkGate gate,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var query = ReadQuery(context);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        using var reader = await folders.OpenAsync(project, manifest, cancellationToken);
        var page = await gate.RunAsync(
            async () =>
            {
                await reader.CheckAsync(cancellationToken);
                return await desk.RepositoryOf(project).QueryAsync(dataset, manifest.Version.Version, query, cancellationToken);
            },
            cancellationToken);
        return TypedResults.Ok(new DatasetQueryInfo
        {
            Examples = [.. page.Documents.Select(ExampleValues.Cut)],
            Total = page.Total,
            Pages = page.Pages,
            HasNextPage = page.HasNextPage,
        });
    }

    private static async Task<Ok<DatasetExplanationInfo>> ExplainDatasetQuery(
        string project, string dataset, string version, HttpContext context, DatasetDesk desk, VersionFolders folders, WorkGate gate,
        CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "id");
        if (context.Request.Query["id"] is not [{ Length: > 0 and <= 100 } text])
            throw QueryParameters.Refusal("query.id", "id", "'id' must be the identifier of an example.");
        var id = Guid.TryParse(text, out var guid) ? ExampleValues.TextOf(guid) : text;
        var query = ReadQuery(context);
        var manifest = await desk.ManifestAsync(project, dataset, version, cancellationToken);
        using var reader = await folders.OpenAsync(project, manifest, cancellationToken);
        var reason = await gate.RunAsync(
            async () =>
            {
                await reader.CheckAsync(cancellationToken);
                return await desk.RepositoryOf(project).ExplainAsync(dataset, manifest.Version.Version, query, id, cancellationToken);
            },
            cancellationToken);
        return TypedResults.Ok(new DatasetExplanationInfo { Id = id, Matches = reason is null, Reason = reason });
    }

    /// <exception cref="InvalidInputException">A key is refused, or annotations are asked for, which examples have none of.</exception>
    private static DocumentQuery ReadQuery(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The body is not valid JSON.", StatusCodes.Status415UnsupportedMediaType);
        return DocumentQueries.Read(JsonBody.ReadValue(context));
    }
}
