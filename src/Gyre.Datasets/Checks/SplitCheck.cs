using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>Reads the divisions of a dataset and finds everything that is wrong with them.</summary>
internal sealed class SplitCheck
{
    public const string FolderName = "splits";
    private const int MaxLineBytes = 4096;
    private const int MaxFolders = 10_000;
    private const string Experience = "experience_";
    private const string Partition = "partition_";

    private readonly string _dataset;
    private readonly long? _examples;
    private readonly FindingLog _log;

    private SplitCheck(string dataset, long? examples, FindingLog log) => (_dataset, _examples, _log) = (dataset, examples, log);

    /// <summary>All strategies, or the one that is wanted.</summary>
    /// <param name="dataset">The folder of the dataset.</param>
    /// <param name="examples">How many examples there are; null when that is not known.</param>
    /// <param name="wanted">Name of the only strategy to read; null for all.</param>
    /// <param name="log">Receives what is wrong.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ImmutableArray<DatasetSplit>> ReadAsync(
        string dataset, long? examples, string? wanted, FindingLog log, CancellationToken cancellationToken)
    {
        var check = new SplitCheck(dataset, examples, log);
        var splits = ImmutableArray.CreateBuilder<DatasetSplit>();
        var names = check.Strategies();
        foreach (var (name, folder) in names.Where(strategy => wanted is null || strategy.Name == wanted))
            splits.Add(await check.ReadStrategyAsync(name, folder, cancellationToken).ConfigureAwait(false));
        if (wanted is not null && splits.Count == 0)
        {
            log.Error("dataset.split.unknown", $"There is no split '{wanted}'.", names.Count == 0 ? "The dataset has no splits."
                : $"There are: {string.Join(", ", names.Take(20).Select(static strategy => strategy.Name))}.", new(FolderName));
        }
        return splits.ToImmutable();
    }

    /// <summary>The folders of strategies, and <c>splits/</c> itself when experiences lie there.</summary>
    private List<(string Name, string Folder)> Strategies()
    {
        var folders = FoldersOf(FolderName, anyFile: true);
        var strategies = new List<(string, string)>();
        if (folders.Any(IsExperienceHere))
            strategies.Add((DatasetSplit.Unnamed, FolderName));
        strategies.AddRange(folders.Where(folder => !IsExperienceHere(folder)).Select(static folder => (folder, $"{FolderName}/{folder}")));
        return strategies;
    }

    /// <summary>A strategy may be called like an experience, but it holds experiences.</summary>
    private bool IsExperienceHere(string folder) =>
        folder.StartsWith(Experience, StringComparison.Ordinal)
        && Directory.EnumerateDirectories(Path.Join(_dataset, FolderName, folder), Partition + "*").Any()
        && !Directory.EnumerateDirectories(Path.Join(_dataset, FolderName, folder), Experience + "*").Any();

    private async Task<DatasetSplit> ReadStrategyAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var before = _log.ErrorCount;
        var experiences = ImmutableArray.CreateBuilder<DatasetExperience>();
        var only = folder == FolderName ? IsExperienceHere : (Func<string, bool>?)null;
        foreach (var experience in Numbered(folder, Experience, only))
        {
            var partitions = ImmutableArray.CreateBuilder<DatasetPartition>();
            foreach (var partition in Numbered($"{folder}/{experience}", Partition, null))
                partitions.Add(await ReadPartitionAsync($"{folder}/{experience}/{partition}", cancellationToken).ConfigureAwait(false));
            experiences.Add(new DatasetExperience(partitions.ToImmutable()));
        }
        var split = new DatasetSplit(name, experiences.ToImmutable());
        if (experiences.Count == 0)
            _log.Warn(
                "dataset.split.empty", $"The split '{name}' has no experiences.", "Remove the folder, or add experience_0.", new(folder));
        // What is half read would break these rules as well.
        if (_log.ErrorCount == before)
            SplitRules.Check(split, folder, _log);
        return split;
    }

    /// <summary>The sub-folders in the order of their numbers; anything else in the folder is refused.</summary>
    private List<string> Numbered(string folder, string prefix, Func<string, bool>? only)
    {
        var names = FoldersOf(folder, anyFile: only is not null).Where(name => only is null || only(name)).ToList();
        names.Sort((a, b) => Order(a, prefix).CompareTo(Order(b, prefix)));
        var kept = new List<string>();
        foreach (var (index, name) in names.Index())
        {
            var expected = prefix + index.ToString(CultureInfo.InvariantCulture);
            if (name == expected)
            {
                kept.Add(name);
                continue;
            }
            _log.Error("dataset.split.folder", $"Expected folder \"{expected}\" but found \"{name}\".",
                "Number the folders from 0 without gaps and leading zeros, and keep nothing else beside them.", new($"{folder}/{name}"));
            break;
        }
        if (names.Count == 0 && prefix == Partition)
            _log.Error("dataset.split.no-partition", $"The folder has no partitions: {folder}", "Add partition_0.", new(folder));
        return kept;
    }

    private static (long Number, string Name) Order(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, name)
            : (long.MaxValue, name);

    /// <summary>The sub-folders of a folder in ordinal order. Files are refused unless they may be there.</summary>
    private List<string> FoldersOf(string folder, bool anyFile)
    {
        var folders = new List<string>();
        foreach (var entry in new DirectoryInfo(Path.Join(_dataset, folder)).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo)
                folders.Add(entry.Name);
            else if (!anyFile)
                _log.Error(
                    "dataset.split.entry", $"Unexpected file '{entry.Name}'.", "Only numbered folders may be here.",
                    new($"{folder}/{entry.Name}"));
            if (folders.Count <= MaxFolders)
                continue;
            _log.Error("dataset.split.too-many", $"The folder has more than {MaxFolders} folders.", null, new(folder));
            return [];
        }
        folders.Sort(StringComparer.Ordinal);
        return folders;
    }

    private async Task<DatasetPartition> ReadPartitionAsync(string folder, CancellationToken cancellationToken)
    {
        var training = await ReadIndexesAsync($"{folder}/training.txt", isRequired: true, cancellationToken).ConfigureAwait(false);
        var test = await ReadIndexesAsync($"{folder}/test.txt", isRequired: true, cancellationToken).ConfigureAwait(false);
        var validation = await ReadIndexesAsync($"{folder}/validation.txt", isRequired: false, cancellationToken).ConfigureAwait(false);
        var size = (long)training.Length + test.Length + validation.Length;
        if (_examples is { } examples && size > examples)
            _log.Error(
                "dataset.split.size", $"Invalid split sizes: the partition has {size} indices, but there are {examples} examples.",
                "Remove what is there twice.", new(folder));
        foreach (var entry in new DirectoryInfo(Path.Join(_dataset, folder)).EnumerateFileSystemInfos())
        {
            if (entry.Name is not ("training.txt" or "test.txt" or "validation.txt"))
                _log.Warn(
                    "dataset.split.ignored", $"'{entry.Name}' is not part of the format and is ignored.", "Remove it.",
                    new($"{folder}/{entry.Name}"));
        }
        return new DatasetPartition(training, test, validation);
    }

    private async Task<ImmutableArray<int>> ReadIndexesAsync(string file, bool isRequired, CancellationToken cancellationToken)
    {
        var path = Path.Join(_dataset, file);
        if (!File.Exists(path))
        {
            if (isRequired)
                _log.Error("dataset.split.no-file", $"The file is missing: {file}", "Add it, with one row index per line.", new(file));
            return [];
        }
        await using var stream = File.OpenRead(path);
        using var lines = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        try
        {
            return await ReadIndexesAsync(lines, file, cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            _log.Error("dataset.split.index", "The file is not valid UTF-8.", "Write one row index per line.", new(file));
            return [];
        }
    }

    private async Task<ImmutableArray<int>> ReadIndexesAsync(StreamReader reader, string file, CancellationToken cancellationToken)
    {
        var lines = new BoundedLines(reader, MaxLineBytes);
        var indexes = ImmutableArray.CreateBuilder<int>();
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (_examples is { } examples && indexes.Count > examples)
            {
                _log.Error(
                    "dataset.split.size", $"Invalid split sizes: the file has more indices than the {examples} examples.",
                    "Remove what is there twice.", new(file));
                return indexes.ToImmutable();
            }
            if (!IntegerText.TryParse(Encoding.UTF8.GetBytes(line), out long index))
                NotAnIndex(file, line, lines.Number, "is not a row index");
            else if (index < 0 || index > int.MaxValue || index >= _examples)
                NotAnIndex(file, line, lines.Number, index < 0 ? "is negative" : $"is not below the number of examples, {_examples}");
            else
                indexes.Add((int)index);
        }
        return indexes.ToImmutable();
    }

    private void NotAnIndex(string file, string line, long number, string reason)
    {
        var part = Path.GetFileNameWithoutExtension(file);
        var shown = line.Length <= 200 ? line : line[..200] + "...";
        _log.Error(
            "dataset.split.index", $"Invalid {part} split index: '{shown}' {reason}.", "Write one row index per line; the first row is 0.",
            new(file, Value: shown, Line: number));
    }
}
