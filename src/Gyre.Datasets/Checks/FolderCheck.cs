using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets.Checks;

/// <summary>Looks through a whole folder: what lies in it, its schema, its examples, its files and its splits.</summary>
internal sealed class FolderCheck
{
    private readonly string _folder;
    private readonly FindingLog _log = new();
    private HashSet<string> _entries = new(StringComparer.Ordinal);

    private FolderCheck(string folder) => _folder = folder;

    /// <summary>Inspects a folder.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="split">Name of the only split to look at; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static Task<DatasetInspection> InspectAsync(string folder, string? split, CancellationToken cancellationToken) =>
        new FolderCheck(folder).InspectAsync(split, cancellationToken);

    /// <summary>The schema, the entry with the examples and the splits, without a look at the examples.</summary>
    public static async Task<(DatasetSchema? Schema, string? Examples, ImmutableArray<DatasetSplit> Splits, FindingLog Log)> OpenAsync(
        string folder, CancellationToken cancellationToken)
    {
        var check = new FolderCheck(folder);
        var examples = check.Look();
        var schema = await check.ReadSchemaAsync(cancellationToken).ConfigureAwait(false);
        return (schema, examples, await check.ReadSplitsAsync(null, null, cancellationToken).ConfigureAwait(false), check._log);
    }

    private async Task<DatasetInspection> InspectAsync(string? split, CancellationToken cancellationToken)
    {
        var entry = Look();
        var schema = await ReadSchemaAsync(cancellationToken).ConfigureAwait(false);
        var summary = new DatasetSummary { Name = schema?.Name, ExamplesFile = entry };
        var isComplete = false;
        if (schema is not null && entry is not null)
            (summary, isComplete) = await ReadExamplesAsync(schema, entry, summary, cancellationToken).ConfigureAwait(false);
        var splits = await ReadSplitsAsync(isComplete ? summary.Examples : null, split, cancellationToken).ConfigureAwait(false);
        return new DatasetInspection
        {
            Errors = _log.Errors,
            Warnings = _log.Warnings,
            Unlisted = _log.Unlisted,
            Schema = schema,
            Summary = summary with { Splits = splits },
        };
    }

    /// <summary>What lies in the folder; gives the one entry with examples.</summary>
    private string? Look()
    {
        if (!Directory.Exists(_folder))
        {
            _log.Error("dataset.folder.none", $"'{_folder}' is not a folder.", "Name a folder with schema.json and examples.csv.");
            return null;
        }
        var entries = Entries();
        _entries = [.. entries.Keys];
        foreach (var (name, entry) in entries.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            CheckEntry(name, entry is DirectoryInfo);
        var examples = entries.Keys.Where(ExampleFiles.IsExamples).Order(StringComparer.Ordinal).ToList();
        if (examples.Count == 0)
            _log.Error("dataset.examples.none", "Examples not found: there is no examples.csv and no examples.db.", "Add one of them.");
        if (examples.Count <= 1)
            return examples.FirstOrDefault();
        _log.Error(
            "dataset.examples.conflict", $"Conflicting formats: {string.Join(" and ", examples.Select(static name => $"\"{name}\""))}.",
            "Keep one of them.");
        return null;
    }

    private Dictionary<string, FileSystemInfo> Entries()
    {
        try
        {
            return new DirectoryInfo(_folder).EnumerateFileSystemInfos().ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error("dataset.folder.unreadable", $"The folder cannot be read: {exception.Message}", null);
            return [];
        }
    }

    private void CheckEntry(string name, bool isFolder)
    {
        var wantsFolder = name is FileReferences.FolderName or SplitCheck.FolderName or ExampleFiles.PartsFolder;
        if (!wantsFolder && name != SchemaCheck.FileName && !ExampleFiles.IsExamples(name))
        {
            _log.Error("dataset.folder.entry", $"Invalid content: '{name}' is not part of a dataset.", "Move it elsewhere.", new(name));
        }
        else if (wantsFolder != isFolder)
        {
            _log.Error("dataset.folder.kind", $"'{name}' must be a {(wantsFolder ? "folder" : "file")}.", null, new(name));
            _entries.Remove(name);
        }
    }

    private async Task<DatasetSchema?> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        var path = Path.Join(_folder, SchemaCheck.FileName);
        if (!_entries.Contains(SchemaCheck.FileName))
        {
            if (Directory.Exists(_folder) && !Directory.Exists(path))
                _log.Error("dataset.schema.none", $"{SchemaCheck.FileName} is missing.", "Add it.", new(SchemaCheck.FileName));
            return null;
        }
        try
        {
            return await ReadSchemaAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error("dataset.schema.unreadable", $"The schema cannot be read: {exception.Message}", null, new(SchemaCheck.FileName));
            return null;
        }
    }

    private async Task<DatasetSchema?> ReadSchemaAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var buffer = new byte[(int)Math.Min(stream.Length, SchemaCheck.MaxBytes) + 1];
        var length = await stream.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length <= SchemaCheck.MaxBytes)
            return SchemaCheck.Read(buffer.AsMemory(0, length), _log);
        _log.Error(
            "dataset.schema.size", $"{SchemaCheck.FileName} is larger than {SchemaCheck.MaxBytes} bytes.", null, new(SchemaCheck.FileName));
        return null;
    }

    private async Task<(DatasetSummary Summary, bool IsComplete)> ReadExamplesAsync(
        DatasetSchema schema, string entry, DatasetSummary summary, CancellationToken cancellationToken)
    {
        var files = FileReferences.In(_folder, _log);
        var parts = PartsOf(entry);
        var bytes = parts.Sum(part => FileReferences.SizeOf(Path.Join(_folder, part)));
        var check = new ExampleCheck(schema, files, bytes, _log);
        var isComplete = parts.Count > 0;
        foreach (var part in parts)
            isComplete &= await ReadPartAsync(part, schema, check, cancellationToken).ConfigureAwait(false);
        // A file is unused only when all rows were seen.
        if (isComplete)
            files.ReportUnused();
        WarnOfClasses(check.Summaries());
        return (summary with
        {
            Examples = check.Count,
            Files = files.Used,
            SizeInBytes = bytes + files.UsedBytes(),
            Elements = check.Summaries(),
        }, isComplete);
    }

    /// <summary>The files with examples; none when that is an error.</summary>
    private IReadOnlyList<string> PartsOf(string entry)
    {
        try
        {
            return ExampleFiles.FilesOf(_folder, entry);
        }
        catch (InvalidInputException exception)
        {
            Report(exception);
            return [];
        }
    }

    private async Task<bool> ReadPartAsync(string part, DatasetSchema schema, ExampleCheck check, CancellationToken cancellationToken)
    {
        var before = check.Count;
        try
        {
            await using var rows = await ExampleFiles.OpenAsync(_folder, part, schema, cancellationToken).ConfigureAwait(false);
            if (!check.Begin(rows))
                return false;
            try
            {
                do
                {
                    while (rows.TryRead())
                        check.Take(rows);
                }
                while (await rows.FillAsync(cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                check.End(rows, check.Count - before);
            }
            return true;
        }
        catch (InvalidInputException exception)
        {
            Report(exception);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error("dataset.examples.unreadable", $"{part} cannot be read: {exception.Message}", null, new(part));
            return false;
        }
    }

    private void WarnOfClasses(ImmutableArray<ElementSummary> elements)
    {
        foreach (var summary in elements)
        {
            var element = summary.Element;
            if (element.Type != ElementType.Category || summary.HasMoreDistinct || !(summary.Distinct > element.NumClasses))
                continue;
            _log.Warn(
                "dataset.classes", $"Element \"{element.Name}\" has {summary.Distinct} classes, but the schema says {element.NumClasses}.",
                "Correct num_classes.", new(SchemaCheck.FileName, element.Name));
        }
    }

    private async Task<ImmutableArray<DatasetSplit>> ReadSplitsAsync(long? examples, string? wanted, CancellationToken cancellationToken)
    {
        if (!_entries.Contains(SplitCheck.FolderName))
        {
            if (wanted is not null)
                _log.Error(
                    "dataset.split.unknown", $"There is no split '{wanted}'.", "The dataset has no splits.", new(SplitCheck.FolderName));
            return [];
        }
        try
        {
            return await SplitCheck.ReadAsync(_folder, examples, wanted, _log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error("dataset.split.unreadable", $"The splits cannot be read: {exception.Message}", null, new(SplitCheck.FolderName));
            return [];
        }
    }

    private void Report(InvalidInputException exception)
    {
        foreach (var diagnostic in exception.Diagnostics)
            _log.Error(
                diagnostic.Code, diagnostic.Message, diagnostic.Remedy,
                new(diagnostic.File, Line: diagnostic.Line > 0 ? diagnostic.Line : null));
    }
}
