using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>What a home holds: files by their aliases, components, and the sizes of its stores.</summary>
public sealed class CatalogApi
{
    private readonly ApiTransport _api;

    internal CatalogApi(ApiTransport api) => _api = api;

    /// <summary>Aliases of files, by project and name.</summary>
    public Task<FileAliasList> ListAliasesAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<FileAliasList>(ApiPath.Of("catalog", "aliases"), cancellationToken);

    /// <summary>What an alias of a project pointed to, newest first; empty when it never was.</summary>
    public Task<FileAliasHistory> GetAliasHistoryAsync(string project, string alias, CancellationToken cancellationToken = default) =>
        _api.GetAsync<FileAliasHistory>(ApiPath.WithTail(alias, "catalog", "aliases", project), cancellationToken);

    /// <summary>Components that come with the program.</summary>
    public Task<ComponentList> ListComponentsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ComponentList>(ApiPath.Of("components"), cancellationToken);

    /// <summary>Sizes of the stores and what a collection would free. Lists all content, so it can take a while.</summary>
    public Task<StorageInfo> GetStorageAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<StorageInfo>(ApiPath.Of("storage"), cancellationToken);
}
