using Gyre.Pipelines;

namespace Gyre.Cli.Repositories;

/// <summary>Other revisions of projects that are in git, laid out in the home.</summary>
internal sealed class GitRevisions(string home) : IRevisions
{
    public async Task<RepositoryPlace?> FindAsync(string folder, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(folder);
        return GitProjects.IsBelowRepository(full) && await Git.TryAsync(full, cancellationToken, "rev-parse", "--show-prefix") is { } prefix
            ? new RepositoryPlace(full, prefix.Trim())
            : null;
    }

    public async Task<RevisionFolder> LayOutAsync(RepositoryPlace place, string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        var commit = await GitProjects.ResolveAsync(place.Folder, reference, cancellationToken);
        var folder = await GitProjects.UnpackAsync(await TopOfAsync(place.Folder, cancellationToken), commit, home, cancellationToken);
        return new RevisionFolder(Path.Join(folder, place.Inside), commit);
    }

    /// <summary>From a folder below the root, git would archive that folder alone. A bare repository has no root.</summary>
    private static async Task<string> TopOfAsync(string folder, CancellationToken cancellationToken) =>
        await Git.TryAsync(folder, cancellationToken, "rev-parse", "--show-toplevel") is { } top ? top.Trim() : folder;
}
