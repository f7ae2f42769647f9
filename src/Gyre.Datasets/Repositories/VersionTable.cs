using System.Collections.Immutable;
using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Rows;
using Gyre.Storage;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// The schema and the examples of a version where they are. Text is read as it comes; of other forms the whole file of examples is fetched
/// into a temporary folder, which goes with this.
/// </summary>
internal sealed class VersionTable(IDatasetPlace place, DatasetManifest manifest) : IDisposable
{
    /// <summary>The largest file that is fetched for a look at its first rows.</summary>
    private const long MostFetched = 1L << 30;

    private string? _folder;

    /// <summary>The schema and the examples of a version; not its files and splits.</summary>
    public static ImmutableArray<DatasetFile> FilesOf(DatasetManifest manifest) =>
        [.. manifest.Files.Where(static file => file.Path == SchemaCheck.FileName || IsOfExamples(file.Path))];

    /// <summary>Pulls the schema and the examples into a folder.</summary>
    public static Task PullAsync(IDatasetPlace place, DatasetManifest manifest, string folder, CancellationToken cancellationToken) =>
        new VersionPull(place, manifest with { Files = FilesOf(manifest) }, folder, new PullOptions()).RunAsync(cancellationToken);

    /// <summary>The first examples.</summary>
    /// <exception cref="InvalidInputException">The version is no dataset folder, or a row is not valid.</exception>
    /// <exception cref="IOException">The place cannot be reached, or content is damaged.</exception>
    public async Task<DatasetPreview> FirstAsync(int most, CancellationToken cancellationToken)
    {
        var schema = await SchemaAsync(cancellationToken);
        var examples = ImmutableArray.CreateBuilder<DatasetExample>();
        foreach (var part in Parts())
        {
            await using var rows = await OpenAsync(part, schema, cancellationToken);
            if (await ReadAsync(rows, new ExampleReader(schema, rows), examples, most, cancellationToken))
                return new DatasetPreview(manifest.Version, schema, examples.ToImmutable(), true);
        }
        return new DatasetPreview(manifest.Version, schema, examples.ToImmutable(), false);
    }

    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Gives whether there are more than are wanted.</summary>
    private static async Task<bool> ReadAsync(
        RowSource rows, ExampleReader reader, ImmutableArray<DatasetExample>.Builder examples, int most,
        CancellationToken cancellationToken)
    {
        do
        {
            while (rows.TryRead())
            {
                if (examples.Count == most)
                    return true;
                examples.Add(reader.Read(examples.Count));
            }
        }
        while (await rows.FillAsync(cancellationToken));
        return false;
    }

    private async Task<DatasetSchema> SchemaAsync(CancellationToken cancellationToken)
    {
        if (manifest.Files.FirstOrDefault(static file => file.Path == SchemaCheck.FileName) is not { } file)
            throw Refuse("dataset.version.folder", "has no schema.json, so that its files are not a dataset folder");
        if (file.SizeInBytes > SchemaCheck.MaxBytes)
            throw Refuse("dataset.schema.size", $"has a schema of more than {SchemaCheck.MaxBytes} bytes");
        var json = new byte[file.SizeInBytes];
        await using (var stream = await OpenAsync(file, cancellationToken))
        {
            var count = await stream.ReadAtLeastAsync(json, json.Length, throwOnEndOfStream: false, cancellationToken);
            if (count < json.Length || (!file.Digest.IsEmpty && Digest.FromHash(SHA256.HashData(json)) != file.Digest))
                throw new IOException($"'{file.Path}' of {manifest.Version.Uri} is damaged.");
        }
        var log = new FindingLog();
        return SchemaCheck.Read(json, log)
            ?? throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
    }

    private List<DatasetFile> Parts()
    {
        var parts = manifest.Files.Where(static file => IsOfExamples(file.Path)).ToList();
        return parts.Select(static part => part.Path.Split('/')[0]).Distinct(StringComparer.Ordinal).Count() == 1
            ? parts
            : throw Refuse("dataset.version.folder", parts.Count == 0 ? "has no examples" : "has examples in several forms");
    }

    private async Task<RowSource> OpenAsync(DatasetFile part, DatasetSchema schema, CancellationToken cancellationToken)
    {
        if (ExampleFiles.IsText(part.Path))
        {
            var stream = await OpenAsync(part, cancellationToken);
            // Rows of text are read without waiting, which is not what the caller's thread is for.
            return await Task.Run(() => ExampleFiles.Read(stream, part.Path), cancellationToken);
        }
        if (part.SizeInBytes > MostFetched)
            throw Refuse("dataset.preview.size", $"has examples in '{part.Path}', which is too large to be fetched for a look");
        _folder ??= Directory.CreateTempSubdirectory("gyre-preview-").FullName;
        var folder = Path.Join(_folder, "table");
        await new VersionPull(place, manifest with { Files = [part] }, folder, new PullOptions { Path = part.Path })
            .RunAsync(cancellationToken);
        return await ExampleFiles.OpenAsync(folder, part.Path, schema, cancellationToken);
    }

    private async Task<Stream> OpenAsync(DatasetFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await place.OpenAsync(manifest.Version.Dataset, file, 0, cancellationToken);
        }
        catch (BlobMissingException missing)
        {
            throw new IOException($"The content of '{file.Path}' of {manifest.Version.Uri} is missing: {missing.Message}", missing);
        }
    }

    private static bool IsOfExamples(string path) =>
        path.StartsWith(ExampleFiles.PartsFolder + "/", StringComparison.Ordinal)
            || (path != ExampleFiles.PartsFolder && ExampleFiles.IsExamples(path));

    private InvalidInputException Refuse(string code, string what) =>
        new(code, $"{manifest.Version.Uri} {what}.", "Pull it to see its files.");
}
