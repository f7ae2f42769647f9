using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets.Objects;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// Versions as objects: <c>NAME/.gyre/blobs/HEX</c> for content, <c>NAME/.gyre/versions/VERSION.json</c> for manifests, and
/// <c>NAME/.gyre/tags/TAG.json</c>; profiles are <c>NAME/.gyre/profiles/HEX.json.gz</c> by the digest of a version. A dataset that was uploaded without versions has its files as <c>NAME/PATH</c>.
/// </summary>
/// <param name="objects">Where they are; owned from now on.</param>
internal sealed class ObjectPlace(IObjectFolder objects) : IDatasetPlace
{
    private const string Own = ".gyre/";
    private const string Suffix = ".json";
    private const int MostVersions = 10_000;
    private const int MaxTagBytes = 1 << 16;
    private const int ReadAtOnce = 8;

    public string Name => objects.Name;

    public IDocuments? Documents => null;

    public async Task<IReadOnlyList<string>> DatasetsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var name in (await objects.FoldersAsync("", cancellationToken)).Where(RepositoryNames.IsValid))
        {
            if ((await objects.ListAsync($"{name}/{Own}versions/", 1, cancellationToken)).Count > 0
                || await IsPlainAsync(name, cancellationToken))
                names.Add(name);
        }
        return [.. names.Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<RepositoryVersion>> VersionsAsync(string dataset, CancellationToken cancellationToken)
    {
        RepositoryNames.CheckDataset(dataset);
        var names = await NamesAsync($"{dataset}/{Own}versions/", cancellationToken);
        if (names.Count == 0)
            return await PlainAsync(dataset, cancellationToken) is { } plain ? [plain.Version] : [];
        var tags = await TagsAsync(dataset, cancellationToken);
        var found = new RepositoryVersion?[names.Count];
        await Parallel.ForAsync(0, names.Count, Options(cancellationToken), async (index, token) =>
            found[index] = (await ReadAsync(dataset, names[index], token))?.Version);
        return
        [
            .. found.OfType<RepositoryVersion>().Select(version => WithTags(version, tags))
                .OrderByDescending(static version => version.CreatedAt).ThenBy(static version => version.Version, StringComparer.Ordinal),
        ];
    }

    public async Task<DatasetManifest?> FindAsync(string dataset, string version, CancellationToken cancellationToken)
    {
        RepositoryNames.CheckDataset(dataset);
        if (!RepositoryNames.IsValid(version))
            return null;
        var found = await ReadAsync(dataset, version, cancellationToken)
            ?? (await TargetAsync(dataset, version, cancellationToken) is { } target
                ? await ReadAsync(dataset, target, cancellationToken)
                : null);
        if (found is null && version == RepositoryNames.Latest)
        {
            found = await VersionsAsync(dataset, cancellationToken) is [{ IsPlain: false } newest, ..]
                ? await ReadAsync(dataset, newest.Version, cancellationToken)
                : await PlainAsync(dataset, cancellationToken);
        }
        return found is null or { Version.IsPlain: true }
            ? found
            : found with { Version = WithTags(found.Version, await TagsAsync(dataset, cancellationToken)) };
    }

    public async Task<DatasetFile?> FindFileAsync(string dataset, string version, string path, CancellationToken cancellationToken) =>
        (await FindAsync(dataset, version, cancellationToken))?.Files.FirstOrDefault(file => file.Path == path);

    public async Task<IReadOnlySet<Digest>> MissingAsync(
        string dataset, IReadOnlyCollection<DatasetFile> files, CancellationToken cancellationToken)
    {
        var there = (await objects.ListAsync($"{RepositoryNames.CheckDataset(dataset)}/{Own}blobs/", int.MaxValue, cancellationToken))
            .ToDictionary(static found => found.Key, static found => found.SizeInBytes, StringComparer.Ordinal);
        return files.Where(file => !there.TryGetValue(BlobOf(dataset, file), out var size) || size != file.SizeInBytes)
            .Select(static file => file.Digest).ToHashSet();
    }

    public Task PutAsync(string dataset, string path, DatasetFile file, CancellationToken cancellationToken) =>
        objects.PutFileAsync(BlobOf(RepositoryNames.CheckDataset(dataset), file), path, file, cancellationToken);

    public async Task<Stream> OpenAsync(string dataset, DatasetFile file, long offset, CancellationToken cancellationToken)
    {
        var key = file.Digest.IsEmpty ? $"{dataset}/{file.Path}" : BlobOf(dataset, file);
        return await objects.OpenAsync(key, offset, cancellationToken)
            ?? throw new IOException($"The content of '{file.Path}' of dataset '{dataset}' is missing in {Name}.");
    }

    public async Task<RepositoryVersion> AddAsync(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var (dataset, version) = (manifest.Version.Dataset, manifest.Version.Version);
        RepositoryNames.CheckDataset(dataset);
        RepositoryNames.CheckVersion(version);
        var text = ManifestText.Write(manifest);
        if (text.Length > ManifestText.MaxBytes)
            throw ManifestText.Refuse(dataset, version, $"it would be larger than {ManifestText.MaxBytes} bytes");
        if (await objects.TryPutNewAsync(KeyOf(dataset, version), text, cancellationToken))
            return manifest.Version;
        var known = await ReadAsync(dataset, version, cancellationToken)
            ?? throw new IOException($"Version '{version}' of dataset '{dataset}' in {Name} was removed while it was pushed.");
        return WithTags(known.Version, await TagsAsync(dataset, cancellationToken));
    }

    public async Task<byte[]?> FindProfileAsync(string dataset, Digest digest, CancellationToken cancellationToken) =>
        await ReadBytesAsync(
            ProfileOf(RepositoryNames.CheckDataset(dataset), digest), KeptProfiles.MaxBytes, cancellationToken)
            is { Length: <= KeptProfiles.MaxBytes } profile
            ? profile
            : null;

    public Task KeepProfileAsync(string dataset, Digest digest, byte[] profile, CancellationToken cancellationToken) =>
        objects.PutAsync(ProfileOf(RepositoryNames.CheckDataset(dataset), digest), profile, cancellationToken);

    public Task TagAsync(RepositoryVersion version, string tag, CancellationToken cancellationToken) => objects.PutAsync(
        TagOf(RepositoryNames.CheckDataset(version.Dataset), RepositoryNames.CheckTag(tag)),
        JsonSerializer.SerializeToUtf8Bytes(new TagDocument(version.Version), ManifestJson.Default.TagDocument), cancellationToken);

    public Task<bool> UntagAsync(string dataset, string tag, CancellationToken cancellationToken) =>
        objects.DeleteAsync(TagOf(RepositoryNames.CheckDataset(dataset), RepositoryNames.CheckTag(tag)), cancellationToken);

    public async Task<IReadOnlyList<string>> NeedsAsync(RepositoryVersion version, CancellationToken cancellationToken)
    {
        var needs = new List<string>();
        foreach (var dataset in await DatasetsAsync(cancellationToken))
        {
            needs.AddRange((await VersionsAsync(dataset, cancellationToken)).Where(made => made.Source?.Uri == version.Uri)
                .Select(static made => $"version '{made.Version}' of dataset '{made.Dataset}' was made of it"));
        }
        return needs;
    }

    /// <summary>The manifest goes first, since it is the version; tags that point to nothing are none.</summary>
    public async Task<bool> RemoveAsync(RepositoryVersion version, bool force, CancellationToken cancellationToken)
    {
        var dataset = RepositoryNames.CheckDataset(version.Dataset);
        var tags = (await TagsAsync(dataset, cancellationToken)).Where(tag => tag.Version == version.Version).ToList();
        if (!force && (tags.Count > 0 || (await NeedsAsync(version, cancellationToken)).Count > 0))
            return false;
        var wasThere = await objects.DeleteAsync(KeyOf(dataset, RepositoryNames.CheckVersion(version.Version)), cancellationToken);
        foreach (var (tag, _) in tags)
            await objects.DeleteAsync(TagOf(dataset, tag), cancellationToken);
        var others = await NamesAsync($"{dataset}/{Own}versions/", cancellationToken);
        if (others.Count == 0 || (await VersionsAsync(dataset, cancellationToken)).All(other => other.Digest != version.Digest))
            await objects.DeleteAsync(ProfileOf(dataset, version.Digest), cancellationToken);
        return wasThere;
    }

    public async Task<(long Files, long Bytes)> PurgeAsync(string dataset, bool dryRun, CancellationToken cancellationToken)
    {
        var blobs = await objects.ListAsync($"{RepositoryNames.CheckDataset(dataset)}/{Own}blobs/", int.MaxValue, cancellationToken);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in await NamesAsync($"{dataset}/{Own}versions/", cancellationToken))
        {
            if (await ReadAsync(dataset, version, cancellationToken) is { } manifest)
                named.UnionWith(manifest.Files.Select(file => BlobOf(dataset, file)));
        }
        var unnamed = blobs.Where(blob => !named.Contains(blob.Key)).ToList();
        if (!dryRun)
            await Parallel.ForEachAsync(
                unnamed, Options(cancellationToken), async (blob, token) => await objects.DeleteAsync(blob.Key, token));
        return (unnamed.Count, unnamed.Sum(static blob => blob.SizeInBytes));
    }

    public void Dispose() => objects.Dispose();

    private async Task<DatasetManifest?> ReadAsync(string dataset, string version, CancellationToken cancellationToken) =>
        await ReadBytesAsync(KeyOf(dataset, version), ManifestText.MaxBytes, cancellationToken) switch
        {
            null => null,
            { Length: > ManifestText.MaxBytes } => throw ManifestText.Refuse(
                dataset, version, $"it is larger than {ManifestText.MaxBytes} bytes"),
            var text => ManifestText.Read(text, dataset, version),
        };

    /// <summary>The bytes of an object, at most one more than allowed; null when there is none.</summary>
    private async Task<byte[]?> ReadBytesAsync(string key, int most, CancellationToken cancellationToken)
    {
        await using var stream = await objects.OpenAsync(key, 0, cancellationToken);
        if (stream is null)
            return null;
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (bytes.Length <= most && await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
            bytes.Write(buffer, 0, (int)Math.Min(count, most + 1L - bytes.Length));
        return bytes.ToArray();
    }

    private async Task<List<(string Tag, string Version)>> TagsAsync(string dataset, CancellationToken cancellationToken)
    {
        var tags = new List<(string Tag, string Version)>();
        foreach (var tag in await NamesAsync($"{dataset}/{Own}tags/", cancellationToken))
        {
            if (await TargetAsync(dataset, tag, cancellationToken) is { } version)
                tags.Add((tag, version));
        }
        return tags;
    }

    /// <summary>The version that a tag points to; null when there is no such tag, or it is none that Gyre wrote.</summary>
    private async Task<string?> TargetAsync(string dataset, string tag, CancellationToken cancellationToken)
    {
        if (await ReadBytesAsync(TagOf(dataset, tag), MaxTagBytes, cancellationToken) is not { Length: <= MaxTagBytes } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize(text, ManifestJson.Default.TagDocument) is { } read && RepositoryNames.IsValid(read.Version)
                ? read.Version
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<List<string>> NamesAsync(string prefix, CancellationToken cancellationToken) =>
    [
        .. (await objects.ListAsync(prefix, MostVersions, cancellationToken)).Select(found => found.Key[prefix.Length..])
            .Where(static name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(static name => name[..^Suffix.Length])
            .Where(RepositoryNames.IsValid),
    ];

    private async Task<bool> IsPlainAsync(string dataset, CancellationToken cancellationToken)
    {
        await using var schema = await objects.OpenAsync($"{dataset}/schema.json", 0, cancellationToken);
        return schema is not null;
    }

    /// <summary>A dataset whose files lie there as they are; null when there is none.</summary>
    private async Task<DatasetManifest?> PlainAsync(string dataset, CancellationToken cancellationToken)
    {
        if (!await IsPlainAsync(dataset, cancellationToken))
            return null;
        var prefix = $"{dataset}/";
        var files = (await objects.ListAsync(prefix, DatasetManifest.MaxFiles + 1, cancellationToken))
            .Select(found => new DatasetFile(found.Key[prefix.Length..], found.SizeInBytes, default))
            .Where(static file => !file.Path.StartsWith(Own, StringComparison.Ordinal) && !file.Path.EndsWith('/'))
            .OrderBy(static file => file.Path, StringComparer.Ordinal).ToImmutableArray();
        if (files.Length > DatasetManifest.MaxFiles || files.Any(static file => !SafePath.TryParse(file.Path, out _, out _)))
            throw ManifestText.Refuse(dataset, "", "it has too many files, or one whose name cannot be that of a file everywhere");
        return new DatasetManifest(
            new RepositoryVersion
            {
                Dataset = dataset,
                Version = "",
                Digest = default,
                CreatedAt = default,
                FileCount = files.Length,
                SizeInBytes = files.Sum(static file => file.SizeInBytes),
            },
            files);
    }

    private static RepositoryVersion WithTags(RepositoryVersion version, List<(string Tag, string Version)> tags) => version with
    {
        Tags = [.. tags.Where(tag => tag.Version == version.Version).Select(static tag => tag.Tag).Order(StringComparer.Ordinal)],
    };

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };

    private static string BlobOf(string dataset, DatasetFile file) => $"{dataset}/{Own}blobs/{file.Digest.Hex}";

    private static string KeyOf(string dataset, string version) => $"{dataset}/{Own}versions/{version}{Suffix}";

    private static string ProfileOf(string dataset, Digest digest) => $"{dataset}/{Own}profiles/{digest.Hex}.json.gz";

    private static string TagOf(string dataset, string tag) => $"{dataset}/{Own}tags/{tag}{Suffix}";
}
