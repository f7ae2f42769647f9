using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Variables and secrets of projects. Every step of a project finds them in its environment.</summary>
public sealed class VariablesApi
{
    private readonly ApiTransport _api;

    internal VariablesApi(ApiTransport api) => _api = api;

    /// <summary>Variables by project and name; values of secrets are left out.</summary>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<VariableList> ListAsync(string? project = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<VariableList>(ApiPath.Query(ApiPath.Of("variables"), ("project", project)), cancellationToken);

    /// <summary>Sets a variable, in place of one with the same name. The value of a secret is never shown again.</summary>
    public Task<VariableInfo> SetAsync(string project, string name, PutVariableRequest request,
        CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<PutVariableRequest, VariableInfo>(HttpMethod.Put, ApiPath.Of("variables", project, name), request, null,
            cancellationToken);

    /// <summary>Removes a variable.</summary>
    public Task UnsetAsync(string project, string name, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("variables", project, name), null, cancellationToken);
}
