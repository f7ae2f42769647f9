using System.Globalization;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Aliases of registered models, with the reasons of their moves. Everything else about models is MLflow's API.</summary>
public sealed class ModelsApi
{
    private readonly ApiTransport _api;

    internal ModelsApi(ApiTransport api) => _api = api;

    /// <summary>Moves an alias to a version, and keeps the reason.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">The alias; it is made when it does not exist.</param>
    /// <param name="request">The version, the reason and what speaks for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<AliasMoveInfo> MoveAliasAsync(
        string name, string alias, MoveAliasRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<MoveAliasRequest, AliasMoveInfo>(
            HttpMethod.Put, ApiPath.Of("models", name, "aliases", alias), request, null, cancellationToken);

    /// <summary>Moves and removals of a model's aliases, the newest first.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="alias">Only of this alias; null for all.</param>
    /// <param name="limit">1 to 1,000; null for 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<AliasMoveList> ListAliasMovesAsync(
        string name, string? alias = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<AliasMoveList>(
            ApiPath.Query(
                ApiPath.Of("models", name, "alias-moves"), ("alias", alias), ("limit", limit?.ToString(CultureInfo.InvariantCulture))),
            cancellationToken);
}
