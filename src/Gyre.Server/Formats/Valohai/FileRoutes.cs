using Gyre.Core;
using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Http;
using Gyre.Storage;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Files that were left behind, their aliases, and dataset versions.</summary>
internal static class FileRoutes
{
    public static async Task<IResult> List(HttpContext context, CompatibleAccess access, ICatalog catalog, CancellationToken cancellationToken)
    {
        var (limit, offset) = Stretch(context.Request);
        var query = new CatalogQuery
        {
            Project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken),
            Tag = context.Request.Query["tag"] is [{ Length: > 0 } tag] ? tag : null,
            Limit = limit,
            Offset = offset,
        };
        if (context.Request.Query["output_execution"] is [{ Length: > 0 } execution])
        {
            if (await access.ExecutionAsync(context, execution, cancellationToken) is not { } place)
                return CompatibleJson.List(context, 0, [], limit, offset);
            query = query with { Attempt = place.Attempt };
        }
        var found = await catalog.ListAsync(query, cancellationToken);
        return CompatibleJson.List(context, found.Count, found.Files.Select(CompatibleViews.File), limit, offset);
    }

    public static async Task<IResult> Get(string id, HttpContext context, CompatibleAccess access, CancellationToken cancellationToken) =>
        await access.FileAsync(context, id, cancellationToken) is { } file ? Answer(CompatibleViews.File(file)) : Problems.NotFound("datum", id);

    /// <summary>An address that is good for an hour without a token, because that is how clients fetch it.</summary>
    public static async Task<IResult> Download(string id, HttpContext context, CompatibleAccess access, IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await access.FileAsync(context, id, cancellationToken) is not { } file)
            return Problems.NotFound("datum", id);
        return Answer(Map(Entry("url", await SignedLinks.MakeAsync(context.Request, $"data/{file.Id:D}/content/", store, clock, cancellationToken))));
    }

    public static async Task<IResult> Content(
        string id, HttpContext context, ICatalog catalog, IBlobStore blobs, IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var file))
            return Problems.NotFound("download", id);
        if (await SignedLinks.RefuseAsync(context.Request, $"data/{file:D}/content/", store, clock, cancellationToken) is { } refusal)
            return refusal;
        if (await catalog.FindAsync(file, cancellationToken) is not { } found || await blobs.FindAsync(found.Digest, cancellationToken) is not { } blob)
            return Problems.NotFound("datum", id);
        return new ArtifactAnswer(blobs, blob, found.Path[(found.Path.LastIndexOf('/') + 1)..]);
    }

    public static async Task<IResult> ListAliases(HttpContext context, CompatibleAccess access, ICatalog catalog, CancellationToken cancellationToken)
    {
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var described = new List<Value>();
        foreach (var alias in await catalog.AliasesAsync(project, cancellationToken))
        {
            if (await catalog.FindAsync(alias.File, cancellationToken) is not { } file)
                continue;
            var history = await catalog.AliasHistoryAsync(alias.Project, alias.Name, cancellationToken);
            described.Add(Map(
                Entry("name", alias.Name),
                Entry("project", CompatibleAccess.IdOf(alias.Project)),
                Entry("datum", CompatibleViews.File(file)),
                Entry("mtime", Time(alias.ChangedAt)),
                Entry("history", Value.Of(history.Select(change => Map(Entry("datum", change.File.ToString("D")), Entry("pipeline", change.Run.ToString()), Entry("ctime", Time(change.ChangedAt))))))));
        }
        return CompatibleJson.List(context, described);
    }

    public static async Task<IResult> Resolve(HttpContext context, CompatibleAccess access, ICatalog catalog, CancellationToken cancellationToken)
    {
        if (context.Request.Query["name"] is not [{ Length: > 0 } name])
            throw QueryParameters.Refusal("posted.missing", "name", "This field is required.");
        var project = await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken);
        var alias = (await catalog.AliasesAsync(project, cancellationToken)).FirstOrDefault(candidate => candidate.Name == name);
        return alias is not null && await catalog.FindAsync(alias.File, cancellationToken) is { } file
            ? Answer(Map(Entry("datum", CompatibleViews.File(file))))
            : Problems.NotFound("datum alias", name);
    }

    public static async Task<IResult> ListDatasets(HttpContext context, CompatibleAccess access, IDatasets datasets,
        CancellationToken cancellationToken) =>
        CompatibleJson.List(context,
            [.. (await VersionsAsync(context, access, datasets, cancellationToken)).GroupBy(CompatibleViews.DatasetId).Select(versions =>
            Dataset([.. versions]))]);

    public static async Task<IResult> GetDataset(string id, HttpContext context, CompatibleAccess access, IDatasets datasets,
        CancellationToken cancellationToken)
    {
        var versions = (await VersionsAsync(context, access, datasets, cancellationToken)).Where(version =>
            CompatibleViews.DatasetId(version) == id || version.Dataset == id).ToList();
        return versions.Count > 0 ? Answer(Dataset(versions)) : Problems.NotFound("dataset", id);
    }

    public static async Task<IResult> ListVersions(HttpContext context, CompatibleAccess access, IDatasets datasets,
        CancellationToken cancellationToken)
    {
        var dataset = context.Request.Query["dataset"] is [{ Length: > 0 } given] ? given : null;
        var versions = await VersionsAsync(context, access, datasets, cancellationToken);
        return CompatibleJson.List(context, [.. versions.Where(version => dataset is null || CompatibleViews.DatasetId(version) == dataset || version.Dataset == dataset).Select(CompatibleViews.Version)]);
    }

    public static async Task<IResult> GetVersion(string id, HttpContext context, CompatibleAccess access, IDatasets datasets,
        CancellationToken cancellationToken) =>
        (await VersionsAsync(context, access, datasets, cancellationToken)).FirstOrDefault(version =>
            version.Id.ToString("D") == id) is { } found
            ? Answer(CompatibleViews.Version(found))
            : Problems.NotFound("dataset version", id);

    /// <summary>Newest first, of the projects that the caller may see.</summary>
    private static async Task<IReadOnlyList<DatasetVersion>> VersionsAsync(HttpContext context, CompatibleAccess access,
        IDatasets datasets, CancellationToken cancellationToken) =>
        await datasets.VersionsAsync(await access.ProjectNameAsync(context, context.Request.Query["project"], cancellationToken), null,
            cancellationToken);

    private static MapValue Dataset(List<DatasetVersion> versions) => Map(
        Entry("id", CompatibleViews.DatasetId(versions[0])),
        Entry("name", versions[0].Dataset),
        Entry("project", CompatibleAccess.IdOf(versions[0].Project)),
        Entry("tags", Texts([])),
        Entry("latest_version", CompatibleViews.Version(versions[0])),
        Entry("versions", Value.Of(versions.Select(version => Map(Entry("id", version.Id.ToString("D")), Entry("name", version.Version))))));
}
