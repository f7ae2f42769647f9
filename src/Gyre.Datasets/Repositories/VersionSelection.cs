using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Queries;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// Makes a version of the examples that a query finds: with the files that they name, and with splits restricted to them. It is written
/// into a temporary folder and pushed, so that it is there whole or not at all.
/// </summary>
internal sealed class VersionSelection(IDatasetPlace place, DatasetManifest manifest, DocumentQuery query, TimeProvider clock)
{
    public async Task<SelectedVersion> RunAsync(SelectOptions options, CancellationToken cancellationToken)
    {
        var name = RepositoryNames.CheckDataset(options.Dataset ?? manifest.Version.Dataset);
        if (options.Version is { } given)
            RepositoryNames.CheckVersion(given);
        QueryChoice.Check(query);
        var folder = Directory.CreateTempSubdirectory("gyre-select-").FullName;
        try
        {
            var examples = await PullAsync(Path.Join(folder, "source"), cancellationToken);
            var rows = await QueryChoice.RowsAsync(examples, query, cancellationToken);
            var (splits, leftOut) = Restrict(examples.Splits, rows);
            await PullFilesAsync(examples, rows, Path.Join(folder, "content"), cancellationToken);
            var target = Path.Join(folder, "made");
            await DatasetFolder.WriteAsync(
                target, examples.Schema with { Name = name }, examples.ReadAsync(rows, cancellationToken), FormatOf(manifest), splits,
                Path.Join(folder, "content", FileReferences.FolderName), cancellationToken);
            var pushed = await new FolderPush(
                place, target,
                new PushOptions
                {
                    Version = options.Version,
                    Description = options.Description,
                    Progress = options.Progress,
                    Source = QueryChoice.SourceOf(manifest.Version, query),
                },
                clock).RunAsync(cancellationToken);
            return new SelectedVersion(pushed, rows.Count, leftOut);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Everything but the files that examples name.</summary>
    private async Task<DatasetExamples> PullAsync(string folder, CancellationToken cancellationToken)
    {
        var part = manifest with { Files = [.. manifest.Files.Where(static file => !IsContent(file.Path))] };
        await new VersionPull(place, part, folder, new PullOptions()).RunAsync(cancellationToken);
        return await DatasetExamples.OpenAsync(folder, cancellationToken);
    }

    private async Task PullFilesAsync(
        DatasetExamples examples, IReadOnlyCollection<int> rows, string folder, CancellationToken cancellationToken)
    {
        var columns = examples.Schema.Elements.Index().Where(static one => one.Item.IsFile).Select(static one => one.Index).ToList();
        if (columns.Count == 0)
            return;
        var files = manifest.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var wanted = new SortedDictionary<string, DatasetFile>(StringComparer.Ordinal);
        await foreach (var example in examples.ReadAsync(rows, cancellationToken))
        {
            foreach (var path in columns.SelectMany(column => PathsOf(example.Values[column])))
            {
                if (FileReferences.Spellings(path).Select(static spelling => $"{FileReferences.FolderName}/{spelling}")
                    .FirstOrDefault(files.ContainsKey) is { } found)
                    wanted[found] = files[found];
            }
        }
        await new VersionPull(place, manifest with { Files = [.. wanted.Values] }, folder, new PullOptions()).RunAsync(cancellationToken);
    }

    private static IEnumerable<string> PathsOf(Value? value) => value switch
    {
        TextValue text => [text.Text],
        ListValue list => list.Items.SelectMany(PathsOf),
        _ => [],
    };

    /// <summary>Splits with the numbers of the rows as they will be. One that breaks a rule then is left out.</summary>
    private static (IReadOnlyList<DatasetSplit> Splits, ImmutableArray<string> LeftOut) Restrict(
        ImmutableArray<DatasetSplit> splits, IReadOnlyList<int> rows)
    {
        var numbers = rows.Index().ToDictionary(static one => one.Item, static one => one.Index);
        var (kept, leftOut) = (new List<DatasetSplit>(), ImmutableArray.CreateBuilder<string>());
        foreach (var split in splits)
        {
            var restricted = split with
            {
                Experiences =
                [
                    .. split.Experiences.Select(experience => new DatasetExperience(
                        [.. experience.Partitions.Select(partition => Restrict(partition, numbers))])),
                ],
            };
            var log = new FindingLog();
            SplitRules.Check(restricted, $"splits/{split.Name}", log);
            if (log.Errors is [var first, ..])
                leftOut.Add($"Split '{split.Name}' is left out. {first.File ?? "It"}: {first.Message}");
            else
                kept.Add(restricted);
        }
        return (kept, leftOut.ToImmutable());
    }

    private static DatasetPartition Restrict(DatasetPartition partition, Dictionary<int, int> numbers)
    {
        ImmutableArray<int> Of(ImmutableArray<int> rows) => [.. rows.Where(numbers.ContainsKey).Select(row => numbers[row])];
        return new DatasetPartition(Of(partition.Training), Of(partition.Test), Of(partition.Validation));
    }

    /// <summary>The form of the examples; a folder of parts becomes one file.</summary>
    private static DatasetFormat FormatOf(DatasetManifest manifest) =>
        VersionTable.FilesOf(manifest).Select(static file => file.Path).First(static path => path != SchemaCheck.FileName) switch
        {
            var path when path.EndsWith(".csv.gz", StringComparison.Ordinal) => DatasetFormat.CsvGzip,
            var path when path.EndsWith(".csv.zst", StringComparison.Ordinal) => DatasetFormat.CsvZstd,
            var path when path.EndsWith(".db", StringComparison.Ordinal) => DatasetFormat.Sqlite,
            var path when path.EndsWith(".parquet", StringComparison.Ordinal) => DatasetFormat.Parquet,
            _ => DatasetFormat.Csv,
        };

    private static bool IsContent(string path) => path.StartsWith($"{FileReferences.FolderName}/", StringComparison.Ordinal);
}

/// <summary>The examples that a query chooses: all of its pages, in the order of the rows.</summary>
internal static class QueryChoice
{
    /// <exception cref="InvalidInputException">It asks for annotations.</exception>
    public static void Check(DocumentQuery query)
    {
        if (query.Resource != QueryResource.Items)
            throw new InvalidInputException(
                "dataset.query.resource", "The query asks for annotations, but datasets consist of examples.",
                "Leave out 'resource', or set it to items.");
    }

    /// <summary>Indexes of rows.</summary>
    /// <exception cref="InvalidInputException">There are none, or a row is not valid.</exception>
    public static async Task<IReadOnlyList<int>> RowsAsync(
        DatasetExamples examples, DocumentQuery query, CancellationToken cancellationToken)
    {
        var documents = await Task.Run(() => examples.ReadDocumentsAsync(cancellationToken), cancellationToken);
        return QueryRun.Indexes(query, new DocumentSet(documents, [])) is { Count: > 0 } rows
            ? rows
            : throw new InvalidInputException(
                "dataset.query.none", "No example matches the query, so that nothing was made.",
                "'gyre dataset query --explain ID' says why an example does not match.");
    }

    /// <summary>What a version that was made of another keeps of it.</summary>
    public static VersionSource SourceOf(RepositoryVersion version, DocumentQuery query) =>
        new(version.Uri, version.Digest, ValueJson.Write(query.Text));
}
