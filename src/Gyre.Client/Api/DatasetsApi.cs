using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>
/// Datasets, their versions and what is in them. A version is named by its name, by a tag, or is the newest as <c>latest</c>.
/// </summary>
public sealed class DatasetsApi
{
    private readonly ApiTransport _api;

    internal DatasetsApi(ApiTransport api) => _api = api;

    /// <summary>Datasets with their newest versions, by project and name.</summary>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="text">Only with this text in their name; null for all.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cursor"><c>next_cursor</c> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DatasetPage> ListAsync(
        string? project = null, string? text = null, int limit = 100, string? cursor = null,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetPage>(
            ApiPath.Query(ApiPath.Of("datasets"), ("project", project), ("text", text), ("limit", TextOf(limit)), ("cursor", cursor)),
            cancellationToken);

    /// <summary>Versions of a dataset, newest first.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cursor"><c>next_cursor</c> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DatasetVersionPage> ListVersionsAsync(
        string project, string dataset, int limit = 100, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetVersionPage>(
            ApiPath.Query(ApiPath.Of("datasets", project, dataset, "versions"), ("limit", TextOf(limit)), ("cursor", cursor)),
            cancellationToken);

    /// <summary>A version.</summary>
    public Task<DatasetVersionInfo> GetAsync(
        string project, string dataset, string version = "latest", CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetVersionInfo>(PathOf(project, dataset, version), cancellationToken);

    /// <summary>Files of a version, by path.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">The version.</param>
    /// <param name="under">Only files whose path begins so; null for all.</param>
    /// <param name="offset">Files to skip.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DatasetFilePage> ListFilesAsync(
        string project, string dataset, string version, string? under = null, int offset = 0, int limit = 100,
        CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetFilePage>(
            ApiPath.Query(
                PathOf(project, dataset, version, "files"), ("under", under), ("offset", TextOf(offset)), ("limit", TextOf(limit))),
            cancellationToken);

    /// <summary>The schema of a version.</summary>
    public Task<DatasetSchemaInfo> GetSchemaAsync(
        string project, string dataset, string version, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetSchemaInfo>(PathOf(project, dataset, version, "schema"), cancellationToken);

    /// <summary>Examples in the order of their rows; long texts and lists are cut.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">The version.</param>
    /// <param name="offset">Rows to skip, at most 1,000,000.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DatasetRowPage> ListRowsAsync(
        string project, string dataset, string version, int offset = 0, int limit = 50, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetRowPage>(
            ApiPath.Query(PathOf(project, dataset, version, "rows"), ("offset", TextOf(offset)), ("limit", TextOf(limit))),
            cancellationToken);

    /// <summary>Opens an image that examples refer to; the caller disposes it.</summary>
    public async Task<Stream> OpenImageAsync(
        string project, string dataset, string version, string path, CancellationToken cancellationToken = default) =>
        await WatchedStream.OfAsync(
            await _api.OpenAsync(ImageOf(project, dataset, version, path), static _ => { }, cancellationToken), _api.Options,
            maxBytes: null, cancellationToken);

    /// <summary>What an image is; null when there is none.</summary>
    public Task<ContentInfo?> FindImageAsync(
        string project, string dataset, string version, string path, CancellationToken cancellationToken = default) =>
        _api.HeadAsync(ImageOf(project, dataset, version, path), cancellationToken);

    /// <summary>What the examples of a version hold, element by element.</summary>
    public Task<DatasetProfileInfo> GetProfileAsync(
        string project, string dataset, string version, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetProfileInfo>(PathOf(project, dataset, version, "profile"), cancellationToken);

    /// <summary>Examples that a query finds: docs/reference/queries.md.</summary>
    public Task<DatasetQueryInfo> QueryAsync(
        string project, string dataset, string version, Value query, CancellationToken cancellationToken = default) =>
        _api.AskAsync<Value, DatasetQueryInfo>(PathOf(project, dataset, version, "query"), query, cancellationToken);

    /// <summary>Why an example does not match a query.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">The version.</param>
    /// <param name="query">The query.</param>
    /// <param name="id">Identifier of the example.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<DatasetExplanationInfo> ExplainAsync(
        string project, string dataset, string version, Value query, string id, CancellationToken cancellationToken = default) =>
        _api.AskAsync<Value, DatasetExplanationInfo>(
            ApiPath.Query(PathOf(project, dataset, version, "explain"), ("id", id)), query, cancellationToken);

    /// <summary>What differs between two versions.</summary>
    public Task<DatasetDiffInfo> DiffAsync(
        string project, string dataset, string from, string to, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetDiffInfo>(
            ApiPath.Query(ApiPath.Of("datasets", project, dataset, "diff"), ("from", from), ("to", to)), cancellationToken);

    /// <summary>How far the values of two versions lie apart.</summary>
    public Task<DatasetDriftInfo> DriftAsync(
        string project, string dataset, string from, string to, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DatasetDriftInfo>(
            ApiPath.Query(ApiPath.Of("datasets", project, dataset, "drift"), ("from", from), ("to", to)), cancellationToken);

    /// <summary>Lets a tag point to a version.</summary>
    public Task<DatasetVersionInfo> TagAsync(
        string project, string dataset, string tag, string version, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<TagDatasetRequest, DatasetVersionInfo>(
            HttpMethod.Put, ApiPath.Of("datasets", project, dataset, "tags", tag), new TagDatasetRequest { Version = version }, null,
            cancellationToken);

    /// <summary>Removes a tag.</summary>
    public Task UntagAsync(string project, string dataset, string tag, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("datasets", project, dataset, "tags", tag), null, cancellationToken);

    private static string PathOf(string project, string dataset, string version) =>
        ApiPath.Of("datasets", project, dataset, "versions", version);

    private static string PathOf(string project, string dataset, string version, string part) =>
        ApiPath.Of("datasets", project, dataset, "versions", version, part);

    private static string ImageOf(string project, string dataset, string version, string path) =>
        ApiPath.Query(PathOf(project, dataset, version, "image"), ("path", path));

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
