using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Profiles;

namespace Gyre.Datasets.Repositories;

/// <summary>Profiles of versions, which are made once and kept beside them by the digest of the version.</summary>
internal sealed class VersionProfiler(IDatasetPlace place)
{
    /// <summary>The profile that is kept; null when there is none.</summary>
    public async Task<DatasetProfile?> FindAsync(RepositoryVersion version, CancellationToken cancellationToken) =>
        !version.IsPlain && await place.FindProfileAsync(version.Dataset, version.Digest, cancellationToken) is { } kept
            ? KeptProfiles.Unpack(kept)
            : null;

    /// <summary>The profile that is kept, or else one that is made and kept.</summary>
    public async Task<VersionProfile> GetAsync(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        if (await FindAsync(manifest.Version, cancellationToken) is { } known)
            return new VersionProfile(manifest.Version, known, false);
        var folder = Directory.CreateTempSubdirectory("gyre-profile-").FullName;
        try
        {
            var table = Path.Join(folder, "table");
            await VersionTable.PullAsync(place, manifest, table, cancellationToken);
            var profile = await ReadAsync(table, manifest, cancellationToken);
            await KeepAsync(manifest.Version, profile, cancellationToken);
            return new VersionProfile(manifest.Version, profile, true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Keeps the profile of a folder that is pushed, unless there is one.</summary>
    /// <param name="manifest">What the folder was found to be.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The schema or the examples changed meanwhile.</exception>
    public async Task KeepOfAsync(DatasetManifest manifest, string folder, CancellationToken cancellationToken)
    {
        if (await FindAsync(manifest.Version, cancellationToken) is not null)
            return;
        var profile = await ReadAsync(folder, manifest, cancellationToken);
        foreach (var file in VersionTable.FilesOf(manifest))
        {
            if (!await FileFetch.IsThereAsync(SafePath.Parse(file.Path).Under(folder), file, cancellationToken))
                throw new IOException($"The file '{file.Path}' changed while it was being pushed.");
        }
        await KeepAsync(manifest.Version, profile, cancellationToken);
    }

    private async Task KeepAsync(RepositoryVersion version, DatasetProfile profile, CancellationToken cancellationToken)
    {
        if (!version.IsPlain && KeptProfiles.Pack(profile) is { } packed)
            await place.KeepProfileAsync(version.Dataset, version.Digest, packed, cancellationToken);
    }

    /// <summary>Profiles a folder with the schema and the examples; sizes of files come from the manifest.</summary>
    private static Task<DatasetProfile> ReadAsync(string folder, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var sizes = manifest.Files.ToDictionary(static file => file.Path, static file => file.SizeInBytes, StringComparer.Ordinal);
        return Task.Run(
            () => FolderProfiler.ReadAsync(folder, path => SizeOf(path, sizes), cancellationToken), cancellationToken);
    }

    private static long? SizeOf(string path, Dictionary<string, long> sizes)
    {
        if (Path.IsPathRooted(path))
            return null;
        foreach (var spelling in FileReferences.Spellings(path))
        {
            if (sizes.TryGetValue($"{FileReferences.FolderName}/{spelling}", out var size))
                return size;
        }
        return null;
    }
}
