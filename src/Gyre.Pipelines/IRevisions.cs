namespace Gyre.Pipelines;

/// <summary>A repository, and where in it a project is.</summary>
/// <param name="Folder">Folder of the repository.</param>
/// <param name="Inside">The project's folder relative to its root; empty or <c>.</c> for the root.</param>
public sealed record RepositoryPlace(string Folder, string Inside);

/// <summary>A project's folder as it was in a revision.</summary>
/// <param name="Folder">Where it is laid out; not to be changed.</param>
/// <param name="Commit">The revision: 40 hexadecimal digits.</param>
public sealed record RevisionFolder(string Folder, string Commit);

/// <summary>Earlier and other states of a project, for nodes that take their step from one.</summary>
public interface IRevisions
{
    /// <summary>The repository that a folder belongs to; null when it belongs to none.</summary>
    Task<RepositoryPlace?> FindAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Lays a project out as it was in a revision.</summary>
    /// <param name="place">The repository.</param>
    /// <param name="reference">A commit, branch or tag.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Core.InvalidInputException">There is no such revision.</exception>
    Task<RevisionFolder> LayOutAsync(RepositoryPlace place, string reference, CancellationToken cancellationToken);
}
