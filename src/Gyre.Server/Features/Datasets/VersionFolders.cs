using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Server.Http;

namespace Gyre.Server.Features.Datasets;

/// <summary>
/// Schemas and examples of the versions that were looked at last, as folders to read from. Versions never change, so that a folder is right
/// for as long as it is there. Files and splits are not fetched.
/// </summary>
/// <param name="desk">Where versions are.</param>
internal sealed class VersionFolders(DatasetDesk desk) : IDisposable
{
    /// <summary>Bytes of schema and examples of a version that is read through here.</summary>
    public const long MostBytes = 256L << 20;

    private const int MostKept = 8;
    private const string SchemaFile = "schema.json";

    private readonly Dictionary<Digest, Entry> _entries = [];
    private readonly Lock _lock = new();
    private string? _root;
    private long _uses;

    /// <summary>Opens a version to be read; the folder stays while the reader is open.</summary>
    /// <param name="project">The project.</param>
    /// <param name="manifest">The version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">It has no schema, or is too large to be read here.</exception>
    /// <exception cref="InvalidInputException">It breaks a rule of the format.</exception>
    public async Task<VersionReader> OpenAsync(string project, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var parts = PartsOf(manifest);
        var entry = Take(manifest.Version.Digest);
        try
        {
            await entry.Gate.WaitAsync(cancellationToken);
            try
            {
                entry.Examples ??= await FetchAsync(project, manifest, parts, entry.Folder, cancellationToken);
            }
            finally
            {
                entry.Gate.Release();
            }
            return new VersionReader(entry.Examples, token => CheckAsync(entry, token), () => Leave(entry));
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    /// <summary>Whether there is a schema, and examples are not too large to be read through.</summary>
    /// <exception cref="RefusedException">They cannot be read.</exception>
    public static void CheckReadable(DatasetManifest manifest)
    {
        if (!manifest.Files.Any(static file => file.Path == SchemaFile))
            throw new RefusedException(Problems.Conflict(
                "dataset.schema.none", $"{manifest.Version.Uri} has no {SchemaFile}, so its examples cannot be shown.",
                "Look at its files, or push a dataset folder: docs/reference/dataset-format.md."));
        CheckSize(manifest);
    }

    /// <summary>Whether schema and examples are small enough to be read through.</summary>
    /// <exception cref="RefusedException">They are not.</exception>
    public static void CheckSize(DatasetManifest manifest)
    {
        if (Read(manifest).Sum(static file => file.SizeInBytes) <= MostBytes)
            return;
        var version = manifest.Version;
        throw new RefusedException(Problems.Of(
            StatusCodes.Status413PayloadTooLarge, "dataset.too-large",
            $"The examples of {version.Uri} are larger than {MostBytes >> 20} MiB, the most that the server reads through.",
            $"Pull it with 'gyre dataset pull {version.Dataset}/{version.Version}', and use 'gyre dataset preview' and "
                + "'gyre dataset query' on the folder."));
    }

    public void Dispose()
    {
        if (_root is not null)
            Directory.Delete(_root, recursive: true);
    }

    /// <summary>Reads through examples that nobody has read through here before.</summary>
    private static async Task CheckAsync(Entry entry, CancellationToken cancellationToken)
    {
        if (entry.IsChecked)
            return;
        await ExampleReading.CheckAsync(entry.Examples!, cancellationToken);
        entry.IsChecked = true;
    }

    private async Task<DatasetExamples> FetchAsync(
        string project, DatasetManifest manifest, IReadOnlyList<string> parts, string folder, CancellationToken cancellationToken)
    {
        var repository = desk.RepositoryOf(project);
        foreach (var part in parts)
            await repository.PullAsync(
                manifest.Version.Dataset, manifest.Version.Version, folder, new PullOptions { Path = part, Parallelism = 2 },
                cancellationToken);
        return await DatasetExamples.OpenAsync(folder, cancellationToken);
    }

    /// <summary>What is fetched: entries of the folder of the dataset that are no files and no splits.</summary>
    private static IReadOnlyList<string> PartsOf(DatasetManifest manifest)
    {
        CheckReadable(manifest);
        return [.. Read(manifest).Select(static file => file.Path.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
            ? file.Path[..(slash + 1)]
            : file.Path).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<DatasetFile> Read(DatasetManifest manifest) => manifest.Files.Where(
        static file => !file.Path.StartsWith("files/", StringComparison.Ordinal)
            && !file.Path.StartsWith("splits/", StringComparison.Ordinal));

    private Entry Take(Digest digest)
    {
        lock (_lock)
        {
            _root ??= Directory.CreateTempSubdirectory("gyre-datasets-").FullName;
            if (!_entries.TryGetValue(digest, out var entry))
            {
                var name = (++_uses).ToString(CultureInfo.InvariantCulture);
                _entries[digest] = entry = new Entry(digest, Path.Join(_root, name));
            }
            entry.Users++;
            entry.LastUse = ++_uses;
            return entry;
        }
    }

    private void Leave(Entry entry)
    {
        List<Entry> gone = [];
        lock (_lock)
        {
            entry.Users--;
            var idle = _entries.Values.Where(static known => known.Users == 0).OrderBy(static known => known.LastUse);
            // What could not be opened is fetched anew when it is asked for again.
            gone.AddRange(idle.Where(static known => known.Examples is null));
            gone.AddRange(idle.Where(static known => known.Examples is not null).Take(_entries.Count - gone.Count - MostKept));
            foreach (var one in gone)
                _entries.Remove(one.Digest);
        }
        foreach (var one in gone.Where(static one => Directory.Exists(one.Folder)))
            Directory.Delete(one.Folder, recursive: true);
    }

    private sealed class Entry(Digest digest, string folder)
    {
        public Digest Digest => digest;

        public string Folder => folder;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public DatasetExamples? Examples { get; set; }

        public bool IsChecked { get; set; }

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}

/// <summary>A version that is read.</summary>
/// <param name="Examples">Reads its examples.</param>
/// <param name="CheckAsync">Refuses what is too large for a query; see <see cref="ExampleReading.CheckAsync"/>.</param>
/// <param name="Leave">Called once at the end.</param>
internal sealed record VersionReader(DatasetExamples Examples, Func<CancellationToken, Task> CheckAsync, Action Leave) : IDisposable
{
    public void Dispose() => Leave();
}
