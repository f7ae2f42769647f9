using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;

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
            var columns = ColumnsOf(source);
            do
            {
                for (; found != wanted?.Count && source.TryRead(); index++)
                {
                    if (wanted is not null && (index > int.MaxValue || !wanted.Contains((int)index)))
                        continue;
                    found++;
                    yield return Read(source, columns, index);
                }
            }
            while (found != wanted?.Count && await source.FillAsync(cancellationToken).ConfigureAwait(false));
        }
        if (wanted is not null && found < wanted.Count)
            throw new InvalidInputException(
                "dataset.row.unknown", $"{wanted.Count - found} of the row indexes are not below the number of examples, {index}.");
    }

    /// <summary>For each element the column that has it, or -1; of several the last, as the format has it.</summary>
    private int[] ColumnsOf(RowSource source)
    {
        var columns = new int[Schema.Elements.Length];
        foreach (var (i, element) in Schema.Elements.Index())
            columns[i] = source.Columns.LastIndexOf(
                element.Name, source.Columns.Length - 1, source.Columns.Length - 1, StringComparer.Ordinal);
        return columns;
    }

    private DatasetExample Read(RowSource row, int[] columns, long index)
    {
        if (!IdText.TryParse(row.Cell(0), out var id))
            throw Refuse(row, index, "dataset.id.invalid", $"Invalid example identifier: {CellText.Shown(row.Cell(0))}");
        if (row.Count < row.Columns.Length)
            throw Refuse(row, index, "dataset.row.short", $"The row has {row.Count} cells, but the header has {row.Columns.Length}.");
        var values = ImmutableArray.CreateBuilder<Value?>(columns.Length);
        foreach (var (i, element) in Schema.Elements.Index())
        {
            Value? value = null;
            if (columns[i] > 0 && !ElementValue.TryRead(element, row.Cell(columns[i]), out value))
                throw Refuse(
                    row, index, "dataset.value.invalid",
                    $"Invalid value for element \"{element.Name}\": \"{CellText.Shown(row.Cell(columns[i]))}\".");
            values.Add(value);
        }
        return new DatasetExample(id, values.MoveToImmutable()) { Index = index };
    }

    private static InvalidInputException Refuse(RowSource row, long index, string code, string message) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = row.File,
            Line = row.Line is { } line and <= int.MaxValue ? (int)line : 0,
            Path = string.Create(CultureInfo.InvariantCulture, $"row {index + 1}"),
            Remedy = "Run 'gyre dataset inspect' to see all problems.",
        },
    ]);
}
