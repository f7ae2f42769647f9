using Gyre.Datasets;
using Gyre.Pipelines.Catalog;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>A version of a dataset in a home: where it is from, and what a repository says about it.</summary>
/// <param name="Version">The version, without its files.</param>
/// <param name="Facts">Size, digest, examples and tags.</param>
public sealed record CatalogVersion(DatasetVersion Version, RepositoryVersion Facts);

/// <summary>A dataset of a project in a home.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Versions">Number of its versions.</param>
/// <param name="Latest">The newest.</param>
public sealed record CatalogDataset(string Project, string Name, long Versions, CatalogVersion Latest);

/// <summary>
/// The datasets of all projects of a home, page by page. Lists of files are read only of versions that runs made.
/// </summary>
/// <param name="database">With the tables of the engine and of datasets; not owned.</param>
public sealed class CatalogDatasetList(IDatabase database)
{
    /// <summary>Datasets by project and name, each with its newest version.</summary>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="text">Only names with this text in them; null for all.</param>
    /// <param name="after">Only what comes behind this one; null for the first.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<CatalogDataset>> DatasetsAsync(
        string? project, string? text, (string Project, string Dataset)? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<CatalogDataset>>(
            session =>
            [
                .. DatasetLedger.Datasets(session, project, text, after, limit).Select(found => new CatalogDataset(
                    found.Project, found.Dataset, found.Versions,
                    Of(session, DatasetLedger.Page(session, found.Project, found.Dataset, null, 1)[0]))),
            ],
            cancellationToken);
    }

    /// <summary>Versions of a dataset, newest first; empty when there is none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="after">Id of a version: only what is older. Null for the newest.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<CatalogVersion>> VersionsAsync(
        string project, string dataset, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<CatalogVersion>>(
            session => [.. DatasetLedger.Page(session, project, dataset, after, limit).Select(version => Of(session, version))],
            cancellationToken);
    }

    /// <summary>A version by its name, by a tag, or the newest for <c>latest</c>; null when there is none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CatalogVersion?> FindAsync(string project, string dataset, string version, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => DatasetLedger.ResolveAlone(session, project, dataset, version) is { } found ? Of(session, found) : null,
            cancellationToken);

    private static CatalogVersion Of(IDbSession session, DatasetVersion version) =>
        new(version, VersionFacts.Of(session, version));
}
