using System.Globalization;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Datasets;
using Gyre.Pipelines.Catalog;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>
/// The datasets of a project in a home, as a place of a <see cref="DatasetRepository"/>: the same versions that runs make and read as
/// <c>dataset://NAME/VERSION</c>. Content is in the artifact store, files are in the catalog, and tags are the aliases of the dataset.
/// </summary>
/// <param name="store">With the tables of the engine and of datasets; not owned.</param>
/// <param name="blobs">The artifact store; not owned.</param>
/// <param name="project">Name of the project.</param>
/// <param name="clock">When tags move.</param>
public sealed class CatalogDatasets(IStore store, IBlobStore blobs, string project, TimeProvider clock) : IDatasetPlace
{
    /// <summary>The kind of origin of versions that were pushed.</summary>
    public const string OriginKind = VersionFacts.Pushed;

    /// <summary>
    /// The kind of origin of versions that a query made of others. Its name is the address of the version that was asked.
    /// </summary>
    public const string QueryOriginKind = VersionFacts.Queried;

    /// <inheritdoc/>
    public string Name => $"project '{project}'";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DatasetsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => DatasetLedger.Names(session, project), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RepositoryVersion>> VersionsAsync(string dataset, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<RepositoryVersion>>(
            session => [.. DatasetLedger.List(session, project, dataset).Select(version => VersionFacts.Of(session, version))],
            cancellationToken);

    /// <inheritdoc/>
    public Task<DatasetManifest?> FindAsync(string dataset, string version, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(
            session => DatasetLedger.Resolve(session, project, dataset, version) is { } found
                ? new DatasetManifest(VersionFacts.Of(session, found), VersionFacts.FilesOf(session, found))
                : null,
            cancellationToken);

    /// <summary>A file of a pushed version is found by its id; of others, and by tags, all files are looked through.</summary>
    /// <inheritdoc/>
    public Task<DatasetFile?> FindFileAsync(string dataset, string version, string path, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(
            session =>
            {
                if (CatalogLedger.FindAll(session, [FileIdOf(DatasetVersion.IdOf(project, dataset, version), path)]) is [var pushed])
                    return new DatasetFile(pushed.Path, pushed.SizeInBytes, pushed.Digest);
                return DatasetLedger.Resolve(session, project, dataset, version) is { } found
                    ? VersionFacts.FilesOf(session, found).FirstOrDefault(file => file.Path == path)
                    : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public IDocuments Documents { get; } = new DocumentStore(store.Database);

    /// <inheritdoc/>
    public Task<byte[]?> FindProfileAsync(string dataset, Digest digest, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => DatasetLedger.FindProfile(session, project, dataset, digest), cancellationToken);

    /// <inheritdoc/>
    public Task KeepProfileAsync(string dataset, Digest digest, byte[] profile, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(
            session =>
            {
                DatasetLedger.KeepProfile(session, project, dataset, digest, profile);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Everything: storing it again says that it is wanted, so that a collector leaves it alone until the version is there. What is there
    /// already is not stored twice.
    /// </summary>
    /// <inheritdoc/>
    public Task<IReadOnlySet<Digest>> MissingAsync(
        string dataset, IReadOnlyCollection<DatasetFile> files, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<Digest>>(files.Select(static file => file.Digest).ToHashSet());

    /// <inheritdoc/>
    public async Task PutAsync(string dataset, string path, DatasetFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if ((await blobs.PutFileAsync(path, cancellationToken)).Digest != file.Digest)
            throw new IOException($"The file '{file.Path}' changed while it was being pushed.");
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string dataset, DatasetFile file, long offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return blobs.OpenReadAsync(file.Digest, offset, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RepositoryVersion> AddAsync(DatasetManifest manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return store.Database.WriteAsync(session => Add(session, manifest), cancellationToken);
    }

    /// <inheritdoc/>
    public Task TagAsync(RepositoryVersion version, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return store.Database.WriteAsync(
            session =>
            {
                if (DatasetLedger.Find(session, project, version.Dataset, version.Version) is { } found)
                    DatasetLedger.MoveAlias(session, found, tag, clock.GetUtcNow());
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UntagAsync(string dataset, string tag, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(session => DatasetLedger.RemoveAlias(session, project, dataset, tag), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> NeedsAsync(RepositoryVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return store.Database.ReadAsync(
            session => DatasetLedger.Find(session, project, version.Dataset, version.Version) is { } found
                ? VersionNeeds.Of(session, found)
                : [],
            cancellationToken);
    }

    /// <summary>Content goes with the next collection of the home, when nothing else holds it.</summary>
    /// <inheritdoc/>
    public Task<bool> RemoveAsync(RepositoryVersion version, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return store.Database.WriteAsync(
            session => DatasetLedger.Find(session, project, version.Dataset, version.Version) is { } found
                && (force || (found.Aliases.IsEmpty && VersionNeeds.Of(session, found).Count == 0))
                && VersionNeeds.Remove(session, found),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(long Files, long Bytes)> PurgeAsync(string dataset, bool dryRun, CancellationToken cancellationToken) =>
        Task.FromResult((0L, 0L));

    /// <summary>The store and its artifacts stay open.</summary>
    public void Dispose()
    {
    }

    private static Guid FileIdOf(Guid version, string path) =>
        GuidIds.FromNames("dataset-push", version.ToString("D", CultureInfo.InvariantCulture), path);

    private RepositoryVersion Add(IDbSession session, DatasetManifest manifest)
    {
        var pushed = manifest.Version;
        if (DatasetLedger.Find(session, project, pushed.Dataset, pushed.Version) is { } known)
            return VersionFacts.Of(session, known);
        var id = DatasetVersion.IdOf(project, pushed.Dataset, pushed.Version);
        var files = manifest.Files.Select(file => new CatalogFile
        {
            Id = FileIdOf(id, file.Path),
            Project = project,
            Path = file.Path,
            Digest = file.Digest,
            SizeInBytes = file.SizeInBytes,
            CreatedAt = pushed.CreatedAt,
        }).ToList();
        foreach (var file in files)
            CatalogLedger.Add(session, file);
        DatasetLedger.Add(session, new DatasetVersion
        {
            Id = id,
            Project = project,
            Dataset = pushed.Dataset,
            Version = pushed.Version,
            CreatedAt = pushed.CreatedAt,
            Origin = pushed.Source is { } source
                ? new DatasetOrigin(QueryOriginKind, source.Uri, PushedFacts.Write(pushed))
                : new DatasetOrigin(OriginKind, pushed.Dataset, PushedFacts.Write(pushed)),
            Files = [.. files.Select(static file => file.Id)],
        });
        session.Append(new NewEvent(CatalogEvents.DatasetVersionCreated, $"dataset/{pushed.Dataset}", pushed.CreatedAt, new MapValue(
        [
            new("project", Value.Of(project)),
            new("dataset", Value.Of(pushed.Dataset)),
            new("version", Value.Of(pushed.Version)),
            new("id", Value.Of(id.ToString("D", CultureInfo.InvariantCulture))),
        ])));
        return pushed;
    }
}
