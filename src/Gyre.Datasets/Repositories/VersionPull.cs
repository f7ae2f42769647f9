using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Pulls a version, or a part of one, into a folder: gathers it beside, then puts it in place.</summary>
internal sealed class VersionPull(IDatasetPlace place, DatasetManifest manifest, string folder, PullOptions options)
{
    private readonly string _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    private readonly Lock _lock = new();
    private TransferProgress _progress;

    public async Task<PulledVersion> RunAsync(CancellationToken cancellationToken)
    {
        var (files, isWhole) = Selection();
        if (File.Exists(_target))
            throw Refuse($"'{folder}' is a file", "Name a folder.");
        FinishReplacement();
        if (Directory.Exists(_target) && await IsThereAsync(files, isWhole, cancellationToken))
        {
            StagingFolder.DeleteLeftOver(_target, ContentOf(files));
            return new PulledVersion(manifest.Version, files.Length, 0, false);
        }
        var parent = Path.GetDirectoryName(_target) ?? throw Refuse($"'{folder}' is the root", "Name a folder below it.");
        Directory.CreateDirectory(parent);
        using var staging = StagingFolder.Take(_target, ContentOf(files));
        var fetched = await FetchAsync(files, staging, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (isWhole || !Directory.Exists(_target))
            Swap(staging);
        else
            Merge(files, staging);
        staging.Delete();
        return new PulledVersion(manifest.Version, files.Length, fetched, true);
    }

    private (ImmutableArray<DatasetFile> Files, bool IsWhole) Selection()
    {
        if (options.Path is null or "" or "/" or "." or "./")
            return (manifest.Files, true);
        var path = options.Path.StartsWith("./", StringComparison.Ordinal) ? options.Path[2..] : options.Path;
        var files = manifest.Files
            .Where(file => path.EndsWith('/') ? file.Path.StartsWith(path, StringComparison.Ordinal) : file.Path == path)
            .ToImmutableArray();
        return files.IsEmpty
            ? throw new InvalidInputException(
                "dataset.path.unknown", $"{manifest.Version.Uri} has nothing at '{path}'.",
                manifest.Files.Any(file => file.Path.StartsWith(path + "/", StringComparison.Ordinal))
                    ? $"Write '{path}/' for the folder."
                    : "Name a file, or a folder with '/' at its end.")
            : (files, false);
    }

    /// <summary>Whether the target holds the same already. Something else in it is refused, unless it may be replaced.</summary>
    private async Task<bool> IsThereAsync(ImmutableArray<DatasetFile> files, bool isWhole, CancellationToken cancellationToken)
    {
        if (!isWhole)
        {
            CheckFolders(files);
            return await SameAsync(files, cancellationToken);
        }
        if (!Directory.EnumerateFileSystemEntries(_target).Any())
            return false;
        if (!manifest.Version.IsPlain && await HoldsAsync(files, cancellationToken))
            return true;
        return options.Replace ? false : throw Exists($"'{folder}' exists and holds something else");
    }

    private async Task<bool> HoldsAsync(ImmutableArray<DatasetFile> files, CancellationToken cancellationToken)
    {
        try
        {
            return (await FolderFiles.ReadAsync(_target, options.Parallelism, cancellationToken)).SequenceEqual(files);
        }
        catch (InvalidInputException)
        {
            return false; // It holds what no version does.
        }
    }

    private async Task<bool> SameAsync(ImmutableArray<DatasetFile> files, CancellationToken cancellationToken)
    {
        var same = true;
        foreach (var file in files)
        {
            var path = SafePath.Parse(file.Path).Under(_target);
            if (Directory.Exists(path) || (File.Exists(path) && !await FileFetch.IsThereAsync(path, file, cancellationToken)))
                same = options.Replace && !Directory.Exists(path) ? false : throw Exists($"'{file.Path}' in '{folder}' is something else");
            else if (!File.Exists(path))
                same = false;
        }
        return same;
    }

    /// <summary>A link in the way would lead out of the folder.</summary>
    private void CheckFolders(ImmutableArray<DatasetFile> files)
    {
        foreach (var path in files.SelectMany(static file => Parents(file.Path)).Distinct(StringComparer.Ordinal))
        {
            var found = new DirectoryInfo(SafePath.Parse(path).Under(_target));
            if (found.Exists && found.Attributes.HasFlag(FileAttributes.ReparsePoint))
                throw Refuse($"'{path}' in '{folder}' is a link", "Remove the link.");
        }
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var at = path.IndexOf('/', StringComparison.Ordinal); at > 0; at = path.IndexOf('/', at + 1))
            yield return path[..at];
    }

    private async Task<long> FetchAsync(ImmutableArray<DatasetFile> files, StagingFolder staging, CancellationToken cancellationToken)
    {
        var fetch = new FileFetch(place, manifest.Version, staging);
        var fetched = 0L;
        _progress = new TransferProgress(0, files.Length, 0, files.Sum(static file => file.SizeInBytes));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, parallel, async (file, token) =>
        {
            Interlocked.Add(ref fetched, await fetch.RunAsync(file, token));
            Report(file);
        });
        return fetched;
    }

    /// <summary>Puts the whole folder in place. What was there is set aside first and removed last.</summary>
    private void Swap(StagingFolder staging)
    {
        var aside = StagingFolder.Beside(_target, "replaced");
        if (Directory.Exists(_target))
        {
            if (Directory.EnumerateFileSystemEntries(_target).Any())
                Directory.Move(_target, aside);
            else
                Directory.Delete(_target);
        }
        Directory.Move(staging.Files, _target);
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
    }

    /// <summary>A pull that was killed while it replaced the folder has left it aside: before the new one was there, or after.</summary>
    private void FinishReplacement()
    {
        var aside = StagingFolder.Beside(_target, "replaced");
        if (!Directory.Exists(aside))
            return;
        if (Directory.Exists(_target))
            Directory.Delete(aside, recursive: true);
        else
            Directory.Move(aside, _target);
    }

    private void Merge(ImmutableArray<DatasetFile> files, StagingFolder staging)
    {
        foreach (var file in files)
        {
            var path = SafePath.Parse(file.Path).Under(_target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(staging.PathOf(file), path, overwrite: true);
        }
    }

    private void Report(DatasetFile file)
    {
        lock (_lock)
        {
            _progress = _progress with { Files = _progress.Files + 1, Bytes = _progress.Bytes + file.SizeInBytes };
            options.Progress?.Report(_progress);
        }
    }

    /// <summary>What is pulled, for the name of the staging folder.</summary>
    private Digest ContentOf(ImmutableArray<DatasetFile> files) => manifest.Version.IsPlain
        ? Digest.Of($"{place.Name} {manifest.Version.Dataset} {options.Path}")
        : DatasetManifest.DigestOf(files);

    private static InvalidInputException Exists(string what) =>
        Refuse(what, "Name a folder that does not exist, or use --replace to replace what is there.");

    private static InvalidInputException Refuse(string what, string remedy) => new("dataset.pull.target", what + ".", remedy);
}
