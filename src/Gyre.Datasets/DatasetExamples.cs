using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Rows;

namespace Gyre.Datasets;

/// <summary>Reads the examples of a dataset folder one after the other. Any number of readings may go on at once.</summary>
public sealed class DatasetExamples
{
    private readonly string _folder;
    private readonly string _entry;

    private DatasetExamples(string folder, string entry, DatasetSchema schema, ImmutableArray<DatasetSplit> splits) =>
        (_folder, _entry, Schema, Splits) = (folder, entry, schema, splits);

    /// <summary>What the examples look like.</summary>
    public DatasetSchema Schema { get; }

    /// <summary>The splits, in ordinal order of their names.</summary>
    public ImmutableArray<DatasetSplit> Splits { get; }

    /// <summary>The folder of the files that examples refer to; it need not exist.</summary>
    public string FilesFolder => Path.Join(_folder, FileReferences.FolderName);

    /// <summary>Reads the schema and the splits. Examples are checked while they are read.</summary>
    /// <param name="folder">The folder of the dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The folder, its schema or its splits break a rule; every reason is given.</exception>
    public static async Task<DatasetExamples> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var (schema, entry, splits, log) = await FolderCheck.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        if (log.ErrorCount > 0 || schema is null || entry is null)
            throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
        return new DatasetExamples(folder, entry, schema, splits);
    }

    /// <summary>
    /// All examples as documents for queries, in the order of their rows: the <c>id</c>, then what is there of each element. They are held
    /// in memory.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A row is not valid.</exception>
    public async Task<IReadOnlyList<MapValue>> ReadDocumentsAsync(CancellationToken cancellationToken = default)
    {
        var documents = new List<MapValue>();
        await foreach (var example in ReadAsync(null, cancellationToken).ConfigureAwait(false))
            documents.Add(DocumentOf(example));
        return documents;
    }

    /// <summary>The examples in the order of their rows.</summary>
    /// <param name="rows">Indexes of the rows to read, from 0, in any order; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A row that is read is not valid, or there is no row of an index.</exception>
    public async IAsyncEnumerable<DatasetExample> ReadAsync(
        IReadOnlyCollection<int>? rows = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = rows is null ? null : new HashSet<int>(rows);
        var (index, found) = (0L, 0);
        foreach (var part in ExampleFiles.FilesOf(_folder, _entry))
        {
            await using var source = await ExampleFiles.OpenAsync(_folder, part, Schema, cancellationToken).ConfigureAwait(false);
            var reader = new ExampleReader(Schema, source);
            do
            {
                for (; found != wanted?.Count && source.TryRead(); index++)
                {
                    if (wanted is not null && (index > int.MaxValue || !wanted.Contains((int)index)))
                        continue;
                    found++;
                    yield return reader.Read(index);
                }
            }
            while (found != wanted?.Count && await source.FillAsync(cancellationToken).ConfigureAwait(false));
        }
        if (wanted is not null && found < wanted.Count)
            throw new InvalidInputException(
                "dataset.row.unknown", $"{wanted.Count - found} of the row indexes are not below the number of examples, {index}.");
    }

    private MapValue DocumentOf(DatasetExample example)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(Schema.Elements.Length + 1);
        entries.Add(new("id", Value.Of(example.Id.ToString("D", CultureInfo.InvariantCulture))));
        foreach (var (element, value) in Schema.Elements.Zip(example.Values))
        {
            if (value is not null && element.Name != "id")
                entries.Add(new(element.Name, value));
        }
        return new MapValue(entries.ToImmutable());
    }
}
