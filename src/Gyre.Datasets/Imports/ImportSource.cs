using Gyre.Core;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets.Imports;

/// <summary>A file or a folder of others, as rows.</summary>
/// <param name="path">Where it is.</param>
/// <param name="name">As the user named it, for errors.</param>
/// <param name="images">When it is a folder of images.</param>
internal sealed class ImportSource(string path, string name, ImageFolder? images)
{
    private const string Kinds = "CSV (.csv), TSV (.tsv), JSON lines (.jsonl, .ndjson), each also as .gz or .zst, Parquet (.parquet)";

    /// <summary>The images; null when it is a file.</summary>
    public ImageFolder? Images { get; } = images;

    /// <summary>Name without folders and endings.</summary>
    public string Stem => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).Split('.', 2)[0];

    /// <summary>Looks what is there.</summary>
    /// <exception cref="InvalidInputException">It is not there, or of no kind that is known.</exception>
    public static ImportSource Of(string path, string name, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            return new(path, name, ImageFolder.Read(path, cancellationToken));
        if (!File.Exists(path))
            throw Refuse(name, "dataset.import.none", "There is no such file or folder.", $"Name a file: {Kinds}, or a folder of images.");
        return KindOf(path) is not null
            ? new(path, name, null)
            : throw Refuse(name, "dataset.import.kind", "The kind of the file is not known by its name.", $"Give it an ending: {Kinds}.");
    }

    /// <summary>Opens it anew.</summary>
    public async Task<RowSource> OpenAsync(CancellationToken cancellationToken)
    {
        if (Images is not null)
            return Images.Rows();
        return KindOf(path) switch
        {
            ".parquet" => await ParquetRows.OpenAsync(path, name, new HashSet<string>(), cancellationToken).ConfigureAwait(false),
            ".csv" => CsvRows.Open(ExampleFiles.OpenText(path), name),
            ".tsv" => CsvRows.Open(ExampleFiles.OpenText(path), name, '\t'),
            _ => JsonLineRows.Open(() => ExampleFiles.OpenText(path), name, cancellationToken),
        };
    }

    private static string? KindOf(string path)
    {
        var file = Path.GetFileName(path).ToLowerInvariant();
        // Endings of compressed files are looked at as they are written where the file is opened.
        var text = path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".zst", StringComparison.Ordinal)
            ? Path.GetFileNameWithoutExtension(file)
            : file;
        return Path.GetExtension(text) switch
        {
            ".csv" => ".csv",
            ".tsv" or ".tab" => ".tsv",
            ".jsonl" or ".ndjson" => ".jsonl",
            ".parquet" when text == file => ".parquet",
            _ => null,
        };
    }

    private static InvalidInputException Refuse(string name, string code, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = name, Remedy = remedy }]);
}
