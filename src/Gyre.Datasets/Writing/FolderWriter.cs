using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Checks;

namespace Gyre.Datasets.Writing;

/// <summary>Writes a dataset into a folder of its own beside the place, and moves it there when it is whole.</summary>
internal static class FolderWriter
{
    /// <summary>Writes a dataset.</summary>
    /// <param name="folder">Must not exist.</param>
    /// <param name="schema">What the examples look like.</param>
    /// <param name="examples">In the order of their rows.</param>
    /// <param name="format">How they are kept.</param>
    /// <param name="splits">Divisions; may be none.</param>
    /// <param name="fill">Puts files into the folder that it is given, which is not there yet; null for no files.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(
        string folder, DatasetSchema schema, IAsyncEnumerable<DatasetExample> examples, DatasetFormat format,
        IReadOnlyList<DatasetSplit> splits,
        Action<string>? fill, CancellationToken cancellationToken)
    {
        if (Path.Exists(folder))
            throw new InvalidInputException(
                "dataset.write.exists", $"'{folder}' exists already.", "Name a folder that does not exist, or delete it.");
        var json = SchemaText.Of(schema);
        var target = Path.GetFullPath(folder);
        var parent = Path.GetDirectoryName(target) ?? target;
        Directory.CreateDirectory(parent);
        var temporary = Path.Join(parent, $".{Path.GetFileName(target)}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(temporary);
        try
        {
            await File.WriteAllBytesAsync(Path.Join(temporary, SchemaCheck.FileName), json, cancellationToken).ConfigureAwait(false);
            var count = await WriteExamplesAsync(temporary, schema, examples, format, cancellationToken).ConfigureAwait(false);
            await WriteSplitsAsync(temporary, splits, count, cancellationToken).ConfigureAwait(false);
            fill?.Invoke(Path.Join(temporary, FileReferences.FolderName));
            Directory.Move(temporary, target);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<long> WriteExamplesAsync(
        string folder, DatasetSchema schema, IAsyncEnumerable<DatasetExample> examples, DatasetFormat format,
        CancellationToken cancellationToken)
    {
        await using var writer = Writer(folder, schema, format);
        var count = 0L;
        await foreach (var example in examples.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await writer.AddAsync(example, cancellationToken).ConfigureAwait(false);
            count++;
        }
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private static ExampleWriter Writer(string folder, DatasetSchema schema, DatasetFormat format) => format switch
    {
        DatasetFormat.Csv => new CsvExampleWriter(schema, Path.Join(folder, "examples.csv"), format),
        DatasetFormat.CsvGzip => new CsvExampleWriter(schema, Path.Join(folder, "examples.csv.gz"), format),
        DatasetFormat.CsvZstd => new CsvExampleWriter(schema, Path.Join(folder, "examples.csv.zst"), format),
        DatasetFormat.Sqlite => new SqliteExampleWriter(schema, Path.Join(folder, "examples.db")),
        DatasetFormat.Parquet => new ParquetExampleWriter(schema, Path.Join(folder, "examples.parquet")),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of examples."),
    };

    private static async Task WriteSplitsAsync(
        string folder, IReadOnlyList<DatasetSplit> splits, long examples, CancellationToken cancellationToken)
    {
        foreach (var split in splits)
        {
            // A name comes from outside and becomes that of a folder.
            if (!SafePath.TryParse(split.Name, out var name, out var reason) || name.Segments.Length > 1)
                throw new InvalidInputException(
                    "dataset.write.split-name", $"'{split.Name}' cannot be the name of a split: {reason ?? "it contains '/'"}.");
            await WriteSplitAsync(folder, split, cancellationToken).ConfigureAwait(false);
        }
        var log = new FindingLog();
        if (splits.Count > 0)
            await SplitCheck.ReadAsync(folder, examples, null, log, cancellationToken).ConfigureAwait(false);
        if (log.ErrorCount > 0)
            throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
    }

    /// <summary>Writes <c>splits/NAME</c> below a folder. The name is one of a folder.</summary>
    public static async Task WriteSplitAsync(string folder, DatasetSplit split, CancellationToken cancellationToken)
    {
        foreach (var (index, experience) in split.Experiences.Index())
        {
            foreach (var (number, partition) in experience.Partitions.Index())
            {
                var place = Path.Join(folder, SplitCheck.FolderName, split.Name, $"experience_{index}", $"partition_{number}");
                await WriteAsync(place, partition, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(string folder, DatasetPartition partition, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await WriteAsync(Path.Join(folder, "training.txt"), partition.Training, cancellationToken).ConfigureAwait(false);
        await WriteAsync(Path.Join(folder, "test.txt"), partition.Test, cancellationToken).ConfigureAwait(false);
        if (!partition.Validation.IsEmpty)
            await WriteAsync(Path.Join(folder, "validation.txt"), partition.Validation, cancellationToken).ConfigureAwait(false);
    }

    private static Task WriteAsync(string file, IEnumerable<int> indexes, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(
            file, string.Concat(indexes.Select(static index => index.ToString(CultureInfo.InvariantCulture) + "\n")), cancellationToken);

    /// <summary>Links are left out: what they point to may lie outside of the dataset.</summary>
    public static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                continue;
            if (entry is DirectoryInfo)
                Copy(entry.FullName, Path.Join(to, entry.Name), cancellationToken);
            else
                File.Copy(entry.FullName, Path.Join(to, entry.Name));
        }
    }
}
