using Gyre.Core;

namespace Gyre.Serving;

/// <summary>
/// Deployments as people handle them. A change of what serves, the move of the alias that follows it, and the record of both are one
/// transaction. Thread-safe; several processes may share a store.
/// </summary>
/// <exception cref="InvalidInputException">What is asked for is refused; nothing was changed.</exception>
/// <exception cref="ServingConflictException">It does not fit the state; nothing was changed.</exception>
public interface IDeployments
{
    /// <summary>The most deployments of a home.</summary>
    const int MostDeployments = 1000;

    /// <summary>The most versions of a deployment.</summary>
    const int MostVersions = 10_000;

    /// <summary>All, by name.</summary>
    Task<IReadOnlyList<Deployment>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One, or null.</summary>
    Task<Deployment?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a version, and makes the deployment when there is none of the name. The policy is loaded and tried first.</summary>
    Task<AddedVersion> AddAsync(NewVersion version, CancellationToken cancellationToken);

    /// <summary>Makes a version the champion; null when there is no such deployment.</summary>
    Task<RouteResult?> PromoteAsync(string name, Promotion promotion, CancellationToken cancellationToken);

    /// <summary>Makes the champion before the last promotion serve again; null when there is no such deployment. A second time changes nothing.</summary>
    Task<RouteResult?> RollBackAsync(string name, RouteCause cause, CancellationToken cancellationToken);

    /// <summary>Changes canaries, shadows or settings; null when there is no such deployment.</summary>
    Task<RouteResult?> ConfigureAsync(string name, Configuration configuration, CancellationToken cancellationToken);

    /// <summary>Deletes one with its versions, decisions and rewards; false when there is none.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>The newest versions first, at most 1,000; null when there is no such deployment.</summary>
    Task<IReadOnlyList<DeploymentVersion>?> VersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>The newest changes first; null when there is no such deployment.</summary>
    /// <param name="name">The deployment.</param>
    /// <param name="limit">1 to 1000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<RouteChange>?> ChangesAsync(string name, int limit, CancellationToken cancellationToken);
}
