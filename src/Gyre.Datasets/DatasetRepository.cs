using Gyre.Core;
using Gyre.Datasets.Repositories;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>
/// Versions of datasets in a place: pushes folders, pulls versions, compares them. A version never changes and is known by the digest of
/// its files; what is there is never sent or fetched again. Thread-safe.
/// </summary>
/// <param name="place">Where the versions are; not owned.</param>
/// <param name="clock">When versions are made.</param>
public sealed class DatasetRepository(IDatasetPlace place, TimeProvider clock)
{
    /// <summary>
    /// Pushes a folder as a version. It is inspected first, and stored whole or not at all; after an interruption the next push sends only
    /// what is missing. The same files give the version that is there.
    /// </summary>
    /// <param name="folder">A dataset folder. Nothing in it is changed.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no version appears.</param>
    /// <exception cref="InvalidInputException">The folder is not valid, or the version is there with other files.</exception>
    /// <exception cref="IOException">The place cannot be reached, or a file changed meanwhile.</exception>
    public Task<PushedVersion> PushFolderAsync(
        string folder, PushOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new FolderPush(place, folder, options ?? new PushOptions(), clock).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Pulls a version, or a part of one, into a folder. Every file is checked against its digest, and the folder appears whole; after an
    /// interruption the next pull goes on where it was. Files of a part are put into a folder that is there one by one.
    /// </summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="folder">Where to; must not exist, be empty, or hold the same, unless it may be replaced.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, or the folder holds something else.</exception>
    /// <exception cref="IOException">The place cannot be reached, or a file came damaged; the message names it.</exception>
    public async Task<PulledVersion> PullAsync(
        string dataset, string version, string folder, PullOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var manifest = await GetAsync(dataset, version, cancellationToken);
        return await new VersionPull(place, manifest, folder, options ?? new PullOptions()).RunAsync(cancellationToken);
    }

    /// <summary>The newest version of each dataset, in ordinal order of their names.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RepositoryVersion>> ListAsync(CancellationToken cancellationToken = default)
    {
        var newest = new List<RepositoryVersion>();
        foreach (var dataset in await place.DatasetsAsync(cancellationToken))
        {
            if (await place.VersionsAsync(dataset, cancellationToken) is [var version, ..])
                newest.Add(version);
        }
        return newest;
    }

    /// <summary>The versions of a dataset, newest first.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such dataset.</exception>
    public async Task<IReadOnlyList<RepositoryVersion>> VersionsAsync(string dataset, CancellationToken cancellationToken = default) =>
        await place.VersionsAsync(dataset, cancellationToken) is { Count: > 0 } versions
            ? versions
            : throw DatasetRefusals.Unknown(dataset, RepositoryNames.Latest, place.Name);

    /// <summary>A version with its files.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version.</exception>
    public async Task<DatasetManifest> GetAsync(string dataset, string version, CancellationToken cancellationToken = default) =>
        await place.FindAsync(dataset, version, cancellationToken) ?? throw DatasetRefusals.Unknown(dataset, version, place.Name);

    /// <summary>The profile of a version: the one that is kept with it, or else one that is made of its rows and kept.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, or its files are not a dataset folder.</exception>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public async Task<VersionProfile> ProfileAsync(string dataset, string version, CancellationToken cancellationToken = default) =>
        await new VersionProfiler(place).GetAsync(await GetAsync(dataset, version, cancellationToken), cancellationToken);

    /// <summary>The profile that is kept with a version; null when there is none. Nothing but the profile is read.</summary>
    /// <param name="version">A version that is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public Task<DatasetProfile?> FindProfileAsync(RepositoryVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new VersionProfiler(place).FindAsync(version, cancellationToken);
    }

    /// <summary>
    /// The schema and the first examples of a version. Of text only the beginning is read; of other forms the file with the examples is
    /// fetched, up to 1 GiB.
    /// </summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="most">The most examples, 0 to 10,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, its files are no dataset folder, or a row is not
    /// valid.</exception>
    /// <exception cref="IOException">The place cannot be reached, or content is damaged.</exception>
    public async Task<DatasetPreview> PreviewAsync(
        string dataset, string version, int most, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 10_000);
        using var table = new VersionTable(place, await GetAsync(dataset, version, cancellationToken));
        return await table.FirstAsync(most, cancellationToken);
    }

    /// <summary>
    /// Runs a query over the examples of a version. In a home they are kept as documents, by their content, from the first query on.
    /// </summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, its files are no dataset folder, or a row is not
    /// valid.</exception>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public async Task<QueryPage> QueryAsync(
        string dataset, string version, DocumentQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await new VersionDocuments(place, await GetAsync(dataset, version, cancellationToken)).RunAsync(query, cancellationToken);
    }

    /// <summary>Why an example does not match, as <see cref="DocumentQueries.Explain"/>; null when it matches.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="query">The query.</param>
    /// <param name="id">Identifier of the example.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version or example.</exception>
    public async Task<string?> ExplainAsync(
        string dataset, string version, DocumentQuery query, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await new VersionDocuments(place, await GetAsync(dataset, version, cancellationToken))
            .ExplainAsync(query, id, cancellationToken);
    }

    /// <summary>
    /// Makes a version of the examples that a query finds, on all of its pages and in the order of their rows: with the files that they
    /// name, and with splits restricted to them. The version tells what it was made of (<see cref="RepositoryVersion.Source"/>), and is
    /// there whole or not at all.
    /// </summary>
    /// <param name="dataset">Name of the dataset that is asked.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="query">The query.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no version appears.</param>
    /// <exception cref="InvalidInputException">Nothing matches, a name is refused, or the version is there with other files.</exception>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public async Task<SelectedVersion> SelectAsync(
        string dataset, string version, DocumentQuery query, SelectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var manifest = await GetAsync(dataset, version, cancellationToken);
        return await new VersionSelection(place, manifest, query, clock).RunAsync(options ?? new SelectOptions(), cancellationToken);
    }

    /// <summary>Makes a version with all files of another and one more split, of what a query finds and all other examples.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="query">The query.</param>
    /// <param name="name">Name of the split.</param>
    /// <param name="part">What the examples become that match.</param>
    /// <param name="options">How; the dataset keeps its name. Null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no version appears.</param>
    /// <exception cref="InvalidInputException">Nothing matches or all do, or the name is refused.</exception>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public async Task<SavedSplit> SaveSplitAsync(
        string dataset, string version, DocumentQuery query, string name, MatchingPart part = MatchingPart.Test,
        SelectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var manifest = await GetAsync(dataset, version, cancellationToken);
        return await new SplitSaving(query, name, part).AsVersionAsync(
            place, manifest, options ?? new SelectOptions(), clock, cancellationToken);
    }

    /// <summary>Writes a split into a dataset folder, of what a query finds in it and all other examples. It appears whole.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="query">The query.</param>
    /// <param name="name">Name of the split.</param>
    /// <param name="part">What the examples become that match.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The folder is not valid, nothing matches or all do, or the name is refused.</exception>
    public static Task<SavedSplit> WriteSplitAsync(
        string folder, DocumentQuery query, string name, MatchingPart part = MatchingPart.Test,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new SplitSaving(query, name, part).IntoAsync(folder, cancellationToken);
    }

    /// <summary>Opens one file of a version, such as an image.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, tag or <c>latest</c>.</param>
    /// <param name="path">Relative to the folder of the dataset: <c>files/img/a.png</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such version, or no such file in it.</returns>
    /// <exception cref="IOException">The place cannot be reached, or the content is missing.</exception>
    public async Task<DatasetFileContent?> OpenFileAsync(
        string dataset, string version, string path, CancellationToken cancellationToken = default)
    {
        if (await place.FindFileAsync(dataset, version, path, cancellationToken) is not { } file)
            return null;
        try
        {
            return new DatasetFileContent(file, await place.OpenAsync(dataset, file, 0, cancellationToken));
        }
        catch (BlobMissingException missing)
        {
            throw new IOException($"The content of '{path}' of dataset '{dataset}' is missing: {missing.Message}", missing);
        }
    }

    /// <summary>
    /// Compares two versions, of one dataset or of two: files by their digests, schemas by their elements, and examples by their
    /// identifiers. Schemas and examples of both are fetched for it, and 48 bytes are held for each example.
    /// </summary>
    /// <param name="from">The version that is compared with.</param>
    /// <param name="to">The version that is compared.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public Task<DatasetDifference> DiffAsync(DatasetManifest from, DatasetManifest to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return new VersionDiff(place, from, to).RunAsync(cancellationToken);
    }

    /// <summary>Lets a tag point to a version.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name, another tag or <c>latest</c>.</param>
    /// <param name="tag">The tag; it may point to another version before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, or the tag has the name of one or is none.</exception>
    public async Task<RepositoryVersion> TagAsync(
        string dataset, string version, string tag, CancellationToken cancellationToken = default)
    {
        RepositoryNames.CheckTag(tag);
        var found = (await GetAsync(dataset, version, cancellationToken)).Version;
        if (found.IsPlain)
            throw new InvalidInputException(
                "dataset.tag.plain", $"Dataset '{dataset}' was uploaded without versions.", "Push it, and tag the version.");
        if ((await place.FindAsync(dataset, tag, cancellationToken))?.Version.Version == tag)
            throw new InvalidInputException(
                "dataset.tag.name", $"'{tag}' is the name of a version of dataset '{dataset}'.", "Choose another tag.");
        await place.TagAsync(found, tag, cancellationToken);
        return found with { Tags = [.. found.Tags.Append(tag).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }

    /// <summary>
    /// Removes a version. Content that it shares with others stays. In a home its own content goes with the next collection.
    /// </summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Name of the version; neither a tag nor <c>latest</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such version, or something needs it.</exception>
    /// <exception cref="IOException">The place cannot be reached.</exception>
    public async Task<RemovedVersion> RemoveAsync(
        string dataset, string version, RemoveOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RemoveOptions();
        return await new VersionRemoval(place).RunAsync(
            await GetAsync(dataset, version, cancellationToken), version, options, cancellationToken);
    }

    /// <summary>Name of the set in which a place keeps the examples of a version for queries.</summary>
    /// <param name="manifest">The version.</param>
    public static string DocumentsOf(DatasetManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return VersionDocuments.SetOf(manifest);
    }

    /// <summary>Refuses what cannot be a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static void CheckTag(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        RepositoryNames.CheckTag(tag);
    }

    /// <summary>Removes a tag; gives false when there was none.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> UntagAsync(string dataset, string tag, CancellationToken cancellationToken = default) =>
        place.UntagAsync(dataset, tag, cancellationToken);
}
