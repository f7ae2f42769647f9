using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Pushes a folder: inspects it, hashes it, stores what is missing, and adds the version last.</summary>
internal sealed class FolderPush(IDatasetPlace place, string folder, PushOptions options, TimeProvider clock)
{
    private const int NameDigits = 12;
    private readonly Lock _lock = new();
    private TransferProgress _progress;

    public async Task<PushedVersion> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Version is { } given)
            RepositoryNames.CheckVersion(given);
        var inspection = await InspectAsync(cancellationToken);
        var dataset = RepositoryNames.CheckDataset(inspection.Schema!.Name);
        if (options.Dataset is { } expected && expected != dataset)
            throw new InvalidInputException(
                "dataset.push.other", $"The folder holds dataset '{dataset}', not '{expected}'.",
                "Name the dataset as its schema does, or leave the name out.");
        var files = await FolderFiles.ReadAsync(folder, options.Parallelism, cancellationToken);
        var manifest = ManifestOf(inspection, dataset, files);
        if (await KnownAsync(manifest.Version, cancellationToken) is { } known)
        {
            await KeepProfileAsync(manifest, cancellationToken);
            return new PushedVersion(known, 0, 0, false);
        }
        var (sent, bytes) = await SendAsync(dataset, files, cancellationToken);
        await KeepProfileAsync(manifest, cancellationToken);
        var added = await place.AddAsync(manifest, cancellationToken);
        if (added.Digest != manifest.Version.Digest)
            throw DatasetRefusals.Taken(dataset, added.Version);
        return new PushedVersion(added, sent, bytes, added.CreatedAt == manifest.Version.CreatedAt);
    }

    /// <summary>What stands in the way of a push: every error, and files that would not come along.</summary>
    private async Task<DatasetInspection> InspectAsync(CancellationToken cancellationToken)
    {
        var inspection = await DatasetFolder.InspectAsync(folder, null, cancellationToken);
        var problems = inspection.Errors
            .Concat(inspection.Warnings.Where(static warning => warning.Code == "dataset.file.absolute")).ToList();
        return problems.Count == 0
            ? inspection
            : throw new InvalidInputException([.. problems.Select(static problem => problem.ToDiagnostic(Severity.Error))]);
    }

    private DatasetManifest ManifestOf(DatasetInspection inspection, string dataset, ImmutableArray<DatasetFile> files)
    {
        var digest = DatasetManifest.DigestOf(files);
        return new DatasetManifest(
            new RepositoryVersion
            {
                Dataset = dataset,
                Version = options.Version ?? digest.Hex[..NameDigits],
                Digest = digest,
                CreatedAt = clock.GetUtcNow(),
                Description = options.Description ?? inspection.Schema!.Description,
                Examples = inspection.Summary.Examples,
                FileCount = files.Length,
                SizeInBytes = files.Sum(static file => file.SizeInBytes),
                Elements = [.. inspection.Schema!.Elements.Select(static element => new DatasetElementFact(
                    element.Name, Word(element.Role), Word(element.Type)))],
                Source = options.Source,
                Splits = [.. inspection.Summary.Splits.Select(static split => split.Name)],
            },
            files);
    }

    private Task KeepProfileAsync(DatasetManifest manifest, CancellationToken cancellationToken) => options.KeepsProfile
        ? new VersionProfiler(place).KeepOfAsync(manifest, folder, cancellationToken)
        : Task.CompletedTask;

    /// <summary>The version that is there already; of any name when none was given.</summary>
    private async Task<RepositoryVersion?> KnownAsync(RepositoryVersion wanted, CancellationToken cancellationToken)
    {
        if (await place.FindAsync(wanted.Dataset, wanted.Version, cancellationToken) is { } named
            && named.Version.Version == wanted.Version)
            return named.Version.Digest == wanted.Digest ? named.Version : throw DatasetRefusals.Taken(wanted.Dataset, wanted.Version);
        return options.Version is null
            ? (await place.VersionsAsync(wanted.Dataset, cancellationToken)).FirstOrDefault(version => version.Digest == wanted.Digest)
            : null;
    }

    private async Task<(long Files, long Bytes)> SendAsync(
        string dataset, ImmutableArray<DatasetFile> files, CancellationToken cancellationToken)
    {
        var missing = await place.MissingAsync(dataset, files, cancellationToken);
        var contents = files.DistinctBy(static file => file.Digest).ToList();
        var wanted = contents.Where(file => missing.Contains(file.Digest)).ToList();
        var bytes = wanted.Sum(static file => file.SizeInBytes);
        _progress = new TransferProgress(0, wanted.Count, 0, bytes);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, parallel, async (file, token) =>
        {
            await place.PutAsync(dataset, Path.Join(folder, file.Path), file, token);
            Report(file);
        });
        return (wanted.Count, bytes);
    }

    private void Report(DatasetFile file)
    {
        lock (_lock)
        {
            _progress = _progress with { Files = _progress.Files + 1, Bytes = _progress.Bytes + file.SizeInBytes };
            options.Progress?.Report(_progress);
        }
    }

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value).Replace('-', '_');
}
