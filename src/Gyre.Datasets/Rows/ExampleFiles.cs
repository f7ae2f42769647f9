using System.IO.Compression;
using Gyre.Core;

namespace Gyre.Datasets.Rows;

/// <summary>The files in which examples may lie.</summary>
internal static class ExampleFiles
{
    /// <summary>A folder of parts, which are read one after the other in ordinal order of their names.</summary>
    public const string PartsFolder = "examples";
    private const int MaxParts = 100_000;
    private const string Stem = "examples";

    private static readonly string[] Endings = [".csv", ".csv.gz", ".csv.zst", ".parquet"];

    /// <summary>Whether an entry of the folder of a dataset holds examples.</summary>
    public static bool IsExamples(string name) =>
        name is "examples.db" or PartsFolder
            || (name.StartsWith(Stem, StringComparison.Ordinal) && Endings.Contains(name[Stem.Length..], StringComparer.Ordinal));

    /// <summary>The files of an entry, relative to the folder of the dataset.</summary>
    /// <exception cref="InvalidInputException">The folder of parts holds something else, or nothing.</exception>
    public static IReadOnlyList<string> FilesOf(string dataset, string entry)
    {
        if (entry != PartsFolder)
            return [entry];
        var parts = new DirectoryInfo(Path.Join(dataset, entry)).EnumerateFileSystemInfos().Take(MaxParts + 1).ToList();
        if (parts.Find(static part => part is DirectoryInfo || !HasEnding(part.Name)) is { } other)
            throw Fault(
                "dataset.parts.entry", $"'{other.Name}' is not a part with examples.",
                $"Keep only files here that end in {string.Join(", ", Endings)}.", $"{entry}/{other.Name}");
        if (parts.Count is 0 or > MaxParts)
            throw Fault("dataset.parts.count", $"The folder must have 1 to {MaxParts} parts.", null, entry);
        return [.. parts.Select(part => $"{entry}/{part.Name}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens one file.</summary>
    /// <param name="dataset">The folder of the dataset.</param>
    /// <param name="file">Relative to it.</param>
    /// <param name="schema">Of the dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">It is not what its name says.</exception>
    public static async Task<RowSource> OpenAsync(string dataset, string file, DatasetSchema schema, CancellationToken cancellationToken)
    {
        var path = Path.Join(dataset, file);
        if (file.EndsWith(".db", StringComparison.Ordinal))
            return SqliteRows.Open(path, file, cancellationToken);
        if (file.EndsWith(".parquet", StringComparison.Ordinal))
        {
            var nullable = schema.Elements.Where(static element => element.IsNullable).Select(static element => element.Name)
                .ToHashSet(StringComparer.Ordinal);
            return await ParquetRows.OpenAsync(path, file, nullable, cancellationToken).ConfigureAwait(false);
        }
        return CsvRows.Open(OpenText(path), file);
    }

    /// <summary>Whether a file of examples is text, which can be read from its beginning.</summary>
    public static bool IsText(string file) =>
        !file.EndsWith(".db", StringComparison.Ordinal) && !file.EndsWith(".parquet", StringComparison.Ordinal);

    /// <summary>Reads text with examples from somewhere.</summary>
    /// <param name="stream">Readable; disposed with the result, or when there is none.</param>
    /// <param name="file">Name of the file, which says how it is compressed.</param>
    /// <exception cref="InvalidInputException">It is not what its name says.</exception>
    public static RowSource Read(Stream stream, string file) => CsvRows.Open(Unpacked(stream, file), file);

    /// <summary>Opens a text file, which may be compressed, for a reader with a buffer of its own.</summary>
    public static Stream OpenText(string path) =>
        Unpacked(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan), path);

    private static Stream Unpacked(Stream stream, string path)
    {
        if (path.EndsWith(".gz", StringComparison.Ordinal))
            return new GZipStream(stream, CompressionMode.Decompress);
        return path.EndsWith(".zst", StringComparison.Ordinal) ? new ZstdSharp.DecompressionStream(stream, leaveOpen: false) : stream;
    }

    private static bool HasEnding(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static InvalidInputException Fault(string code, string message, string? remedy, string file) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Remedy = remedy }]);
}
