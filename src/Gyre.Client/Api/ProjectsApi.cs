using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Folders of the server's machine that runs start from.</summary>
public sealed class ProjectsApi
{
    private readonly ApiTransport _api;

    internal ProjectsApi(ApiTransport api) => _api = api;

    /// <summary>Registered projects by name.</summary>
    public Task<ProjectList> ListAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ProjectList>(ApiPath.Of("projects"), cancellationToken);

    /// <summary>Registers a folder; its file must be valid.</summary>
    public Task<ProjectInfo> RegisterAsync(RegisterProjectRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<RegisterProjectRequest, ProjectInfo>(HttpMethod.Post, ApiPath.Of("projects"), request, null, cancellationToken);

    /// <summary>A project, with what its file says now.</summary>
    public Task<ProjectInfo> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ProjectInfo>(ApiPath.Of("projects", name), cancellationToken);

    /// <summary>Forgets a project; its folder and runs stay.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("projects", name), null, cancellationToken);
}
