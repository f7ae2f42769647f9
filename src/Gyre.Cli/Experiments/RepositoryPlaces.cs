using Gyre.Cli.Datasets;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Looks for the datasets of a plan in folders, then in a repository: the newest version, which is pulled once.</summary>
/// <param name="folders">Folders of this machine.</param>
/// <param name="repository">The repository; null for none.</param>
/// <param name="pulled">The folder that versions are pulled to.</param>
internal sealed class RepositoryPlaces(FolderPlaces folders, OpenRepository? repository, string pulled) : IDatasetPlaces
{
    public async Task<DatasetPlace?> FindAsync(string name, string? location, CancellationToken cancellationToken)
    {
        if (await folders.FindAsync(name, location, cancellationToken) is { } found)
            return found;
        if (repository is null || await FindVersionAsync(name, cancellationToken) is not { } version
            || !SafePath.TryParse($"{version.Dataset}/{version.Digest.Hex}", out var path, out _))
            return null;
        var folder = path.Under(pulled);
        var wanted = version.IsPlain ? "latest" : version.Version;
        await repository.Datasets.PullAsync(version.Dataset, wanted, folder, cancellationToken: cancellationToken);
        return new DatasetPlace(folder, FolderPlaces.UriOf(folder), version.Uri) { Digest = version.Digest.ToString() };
    }

    private async Task<RepositoryVersion?> FindVersionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await repository!.Datasets.GetAsync(name, "latest", cancellationToken)).Version;
        }
        catch (InvalidInputException)
        {
            return null; // The plan check says that the dataset is nowhere, and where it could be.
        }
    }
}
