using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Removes a version, unless something needs it.</summary>
internal sealed class VersionRemoval(IDatasetPlace place)
{
    public async Task<RemovedVersion> RunAsync(
        DatasetManifest manifest, string name, RemoveOptions options, CancellationToken cancellationToken)
    {
        var version = manifest.Version;
        if (version.IsPlain || version.Version != name)
            throw new InvalidInputException(
                "dataset.remove.name",
                version.IsPlain
                    ? $"Dataset '{version.Dataset}' was uploaded without versions."
                    : $"'{name}' is not a version of dataset '{version.Dataset}', but means '{version.Version}' now.",
                version.IsPlain ? "Remove its folder." : "Name the version itself.");
        IReadOnlyList<string> needs =
        [
            .. version.Tags.Select(static tag => $"tag '{tag}' points to it"), .. await place.NeedsAsync(version, cancellationToken),
        ];
        if (needs.Count > 0 && !options.Force && !options.DryRun)
            throw Needed(version, needs);
        if (options.DryRun)
            return new RemovedVersion(version, needs, 0, 0);
        if (!await place.RemoveAsync(version, options.Force, cancellationToken))
            throw Needed(version, ["somebody tagged, used or removed it just now"]);
        var (files, bytes) = options.Purge ? await place.PurgeAsync(version.Dataset, false, cancellationToken) : (0, 0);
        return new RemovedVersion(version, needs, files, bytes);
    }

    private static InvalidInputException Needed(RepositoryVersion version, IReadOnlyList<string> needs) => new(
        "dataset.version.needed", $"Version '{version.Version}' of dataset '{version.Dataset}' is needed: {string.Join("; ", needs)}.",
        "Remove what needs it first, or use --force.");
}
