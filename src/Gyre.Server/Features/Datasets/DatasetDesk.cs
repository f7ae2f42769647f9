using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Server.Http;

namespace Gyre.Server.Features.Datasets;

/// <summary>Looks up datasets and versions for routes.</summary>
/// <param name="services">The store and the artifacts.</param>
internal sealed class DatasetDesk(ServerServices services)
{
    private const string Latest = "latest";

    /// <summary>Datasets and versions, page by page.</summary>
    public CatalogDatasetList Lists { get; } = new(services.Store.Database);

    /// <summary>The datasets of a project.</summary>
    public DatasetRepository RepositoryOf(string project) => new(PlaceOf(project), services.Clock);

    /// <summary>A version by its name, by a tag, or the newest for <c>latest</c>.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<CatalogVersion> FindAsync(string project, string dataset, string version, CancellationToken cancellationToken) =>
        await Lists.FindAsync(project, dataset, version, cancellationToken) ?? throw Unknown(project, dataset, version);

    /// <summary>The same with its files.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public async Task<DatasetManifest> ManifestAsync(string project, string dataset, string version, CancellationToken cancellationToken) =>
        await PlaceOf(project).FindAsync(dataset, version, cancellationToken) ?? throw Unknown(project, dataset, version);

    /// <summary>A file of a version; null when there is none, or no such version.</summary>
    public Task<DatasetFile?> FindFileAsync(
        string project, string dataset, string version, string path, CancellationToken cancellationToken) =>
        PlaceOf(project).FindFileAsync(dataset, version, path, cancellationToken);

    public static RefusedException Unknown(string project, string dataset, string version)
    {
        var name = Quotes.Shorten(dataset);
        return new(version == Latest
            ? Problems.Of(
                StatusCodes.Status404NotFound, "dataset.unknown", $"Project '{Quotes.Shorten(project)}' has no dataset '{name}'.",
                "Push one with 'gyre dataset push', or look at the list of datasets.")
            : Problems.Of(
                StatusCodes.Status404NotFound, "dataset.version.unknown",
                $"Dataset '{name}' of project '{Quotes.Shorten(project)}' has no version or tag '{Quotes.Shorten(version)}'.",
                $"'gyre dataset versions {name}' shows what there is."));
    }

    private CatalogDatasets PlaceOf(string project) => new(services.Store, services.Blobs, project, services.Clock);
}
