using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>
/// Where versions of datasets are kept: a home, a bucket or a shared folder. <see cref="DatasetRepository"/> works on any of them.
/// Content is stored first and a version is added last, so that a version is there whole or not at all. Thread-safe.
/// </summary>
public interface IDatasetPlace : IDisposable
{
    /// <summary>For messages, without any secret.</summary>
    string Name { get; }

    /// <summary>
    /// Where examples of versions are kept for queries, by the digest of their content; null where queries read them each time.
    /// </summary>
    IDocuments? Documents { get; }

    /// <summary>Names of all datasets, in ordinal order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> DatasetsAsync(CancellationToken cancellationToken);

    /// <summary>The versions of a dataset, newest first; empty when there is none.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<RepositoryVersion>> VersionsAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>A version by its name, by a tag, or the newest for <c>latest</c>; null when there is none.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">What is kept there is not a valid manifest.</exception>
    Task<DatasetManifest?> FindAsync(string dataset, string version, CancellationToken cancellationToken);

    /// <summary>A file of a version, without its other files where the place can do that; null when there is none.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="path">Relative to the folder of the dataset, as manifests write it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DatasetFile?> FindFileAsync(string dataset, string version, string path, CancellationToken cancellationToken);

    /// <summary>Content that has to be stored before a version with these files is added.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="files">The files of the version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlySet<Digest>> MissingAsync(string dataset, IReadOnlyCollection<DatasetFile> files, CancellationToken cancellationToken);

    /// <summary>Stores the content of a file. It is durable and whole when this returns; storing it twice is the same as once.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="file">What it was found to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The file is not what it was found to be, or it cannot be stored.</exception>
    Task PutAsync(string dataset, string path, DatasetFile file, CancellationToken cancellationToken);

    /// <summary>Opens content for reading forward. The reader checks it against the digest.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="file">A file of a version.</param>
    /// <param name="offset">Where to begin, at most the size.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    Task<Stream> OpenAsync(string dataset, DatasetFile file, long offset, CancellationToken cancellationToken);

    /// <summary>Adds a version whose content is stored; from then on everybody sees it.</summary>
    /// <param name="manifest">The version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version that has this name now: this one, or one that was there. It may hold other files.</returns>
    Task<RepositoryVersion> AddAsync(DatasetManifest manifest, CancellationToken cancellationToken);

    /// <summary>What was kept by <see cref="KeepProfileAsync"/>; null when nothing was.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="digest">Of the version, see <see cref="DatasetManifest.DigestOf"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<byte[]?> FindProfileAsync(string dataset, Digest digest, CancellationToken cancellationToken);

    /// <summary>Keeps the profile of the versions with a digest beside them, in the place of one that is kept.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="digest">Of the version, see <see cref="DatasetManifest.DigestOf"/>.</param>
    /// <param name="profile">UTF-8 of its JSON form, compressed by gzip.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task KeepProfileAsync(string dataset, Digest digest, byte[] profile, CancellationToken cancellationToken);

    /// <summary>Lets a tag of a dataset point to a version.</summary>
    /// <param name="version">A version that is there.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TagAsync(RepositoryVersion version, string tag, CancellationToken cancellationToken);

    /// <summary>What needs a version, besides its tags; for people. Empty when nothing does.</summary>
    /// <param name="version">A version that is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> NeedsAsync(RepositoryVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a version with its tags and with what is kept of it alone; content stays. From then on nobody sees it; stopped in between,
    /// the same again does the rest.
    /// </summary>
    /// <param name="version">A version.</param>
    /// <param name="force">Also when something needs it, or a tag points to it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when it is not there, or is needed.</returns>
    Task<bool> RemoveAsync(RepositoryVersion version, bool force, CancellationToken cancellationToken);

    /// <summary>
    /// Removes content that no version of a dataset names. Nobody may push to the dataset meanwhile: a push counts on what is there. A home
    /// does nothing; its collector removes content.
    /// </summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="dryRun">Only counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<(long Files, long Bytes)> PurgeAsync(string dataset, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Removes a tag; gives false when there was none.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> UntagAsync(string dataset, string tag, CancellationToken cancellationToken);
}
