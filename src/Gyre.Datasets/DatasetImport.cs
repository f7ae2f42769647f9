using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Imports;
using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;
using Gyre.Datasets.Writing;

namespace Gyre.Datasets;

/// <summary>How a source becomes a dataset.</summary>
public sealed record DatasetImportOptions
{
    /// <summary>Name of the dataset; null for that of the source.</summary>
    public string? Name { get; init; }

    /// <summary>Columns that models predict, by their names or those of their elements.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>
    /// Column with identifiers. UUIDs are taken as they are; others are metadata, and a UUID is made of each. Null: the first column
    /// when it has different UUIDs in all rows, else identifiers are made of the content of rows.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>A schema in place of the one that is inferred, in the form of <c>schema.json</c>; null for none.</summary>
    public ReadOnlyMemory<byte>? Schema { get; init; }
}

/// <summary>
/// Makes a dataset folder of a CSV, TSV, JSON lines or Parquet file, or of a folder of images. The source is read twice: for the schema,
/// and to write.
/// </summary>
public sealed class DatasetImport
{
    private readonly ImportSource _source;
    private readonly ImportPlan _plan;
    private readonly int _id;
    private readonly bool _areIds;
    private readonly ImmutableArray<int> _columns;

    private DatasetImport(ImportSource source, ImportPlan plan, DatasetSchema schema, int id, bool areIds)
    {
        (_source, _plan, Schema, _id, _areIds) = (source, plan, schema, id, areIds);
        _columns = [.. schema.Elements.Select(ColumnOf)];
        Notes = [.. NotesOf()];
    }

    /// <summary>What the examples will look like.</summary>
    public DatasetSchema Schema { get; }

    /// <summary>Number of rows.</summary>
    public long Rows => _plan.Rows;

    /// <summary>What to look at before the dataset is used, in sentences.</summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>Reads a source and infers its schema.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="name">As the user named it, for errors.</param>
    /// <param name="options">How it becomes a dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// The source cannot be read, an option names no column, or the schema is not valid.
    /// </exception>
    public static Task<DatasetImport> OpenAsync(
        string path, string name, DatasetImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        // It works through local files without a pause, which is not what the caller's thread is for.
        return Task.Run(() => ReadAsync(path, name, options, cancellationToken), cancellationToken);
    }

    /// <summary>The schema as the text of <c>schema.json</c>.</summary>
    public byte[] SchemaText() => Writing.SchemaText.Of(Schema);

    /// <summary>Writes the dataset folder. It appears whole or not at all.</summary>
    /// <param name="folder">Must not exist; the folders above it are made.</param>
    /// <param name="format">How examples are kept.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="InvalidInputException">The folder exists, or a row does not fit the schema.</exception>
    public Task WriteAsync(string folder, DatasetFormat format = DatasetFormat.Csv, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Action<string>? fill = _source.Images is { } images ? to => images.Copy(to, cancellationToken) : null;
        return Task.Run(
            () => FolderWriter.WriteAsync(folder, Schema, ExamplesAsync(cancellationToken), format, [], fill, cancellationToken),
            cancellationToken);
    }

    private static async Task<DatasetImport> ReadAsync(
        string path, string name, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        var source = ImportSource.Of(path, name, cancellationToken);
        var plan = await ImportPlan.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        ImmutableArray<int> outputs = [.. options.Outputs.Select(output => plan.Require(output, "--output"))];
        var id = options.Id is { } column
            ? plan.Require(column, "--id")
            : await FindIdsAsync(source, plan, outputs, cancellationToken).ConfigureAwait(false);
        var areIds = id >= 0 && plan.Guesses[id].AreIds && plan.Rows > 0;
        if (id >= 0 && outputs.Contains(id))
            throw new InvalidInputException(
                "dataset.import.id-output", "One column cannot be the identifier and an output.", "Name another one.");
        var schema = options.Schema is { } json
            ? ReadSchema(json)
            : new DatasetSchema(
                options.Name ?? source.Stem, "", Ordered(plan.Elements(id, areIds, outputs, source.Images is not null)));
        if (schema.Name.Contains('/', StringComparison.Ordinal))
            throw new InvalidInputException("dataset.import.name", $"The name '{schema.Name}' contains '/'.", "Use a name without '/'.");
        return new DatasetImport(source, plan, schema, id, areIds);
    }

    /// <summary>
    /// The first column, when its values are all different and are UUIDs, or it is named <c>id</c>: a number of the row must not be an input.
    /// -1 otherwise.
    /// </summary>
    private static async Task<int> FindIdsAsync(
        ImportSource source, ImportPlan plan, ImmutableArray<int> outputs, CancellationToken cancellationToken)
    {
        var guess = plan.Guesses[0];
        var isNamed = plan.Columns[0].Equals("id", StringComparison.OrdinalIgnoreCase);
        if ((!guess.AreIds && !isNamed) || guess.Values < plan.Rows || plan.Rows == 0 || outputs.Contains(0))
            return -1;
        await using var rows = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        var (seen, row) = (new SeenIds(plan.Rows), 0L);
        do
        {
            while (ImportRows.TryRead(rows, ref row))
            {
                if (!seen.Add(ExampleIds.Of(rows.Cell(0), guess.AreIds)))
                    return -1;
            }
        }
        while (await rows.FillAsync(cancellationToken).ConfigureAwait(false));
        return 0;
    }

    private static DatasetSchema ReadSchema(ReadOnlyMemory<byte> json)
    {
        var log = new FindingLog();
        if (json.Length > SchemaCheck.MaxBytes)
            throw new InvalidInputException("dataset.schema.size", $"The schema is larger than {SchemaCheck.MaxBytes} bytes.");
        return SchemaCheck.Read(json, log)
            ?? throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
    }

    private static ImmutableArray<DatasetElement> Ordered(IEnumerable<DatasetElement> elements) =>
        [.. elements.OrderBy(static element => element.Role)];

    private int ColumnOf(DatasetElement element) => _plan.Find(element.Name) is var column && (column >= 0 || !element.IsRequired)
        ? column
        : throw new InvalidInputException(
            "dataset.import.no-column", $"There is no column for the required element '{element.Name}'.",
            "Correct its name in the schema, or make it not required.");

    private IEnumerable<string> NotesOf()
    {
        foreach (var (i, guess) in _plan.Guesses.Index())
        {
            var at = _columns.IndexOf(i);
            if (at < 0 && i != _id)
                yield return $"The column '{_plan.Columns[i]}' is left out: the schema has no such element.";
            if (at < 0 || Schema.Elements[at].Type != ElementType.Datetime)
                continue;
            if (guess.IsOrderOpen)
                yield return $"Dates in '{_plan.Columns[i]}' are read with the day first; nothing tells whether the month is meant.";
            if (guess.AreMomentsCut)
                yield return $"Moments in '{_plan.Columns[i]}' are kept in UTC to the second.";
        }
        if (_source.Images is { Others: { Count: > 0 } others })
            yield return $"{others.Count} files are no images and are left out: {string.Join(", ", others.Paths)}"
                + $"{(others.Count > others.Paths.Count ? ", ..." : "")}.";
    }

    private async IAsyncEnumerable<DatasetExample> ExamplesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await _source.OpenAsync(cancellationToken).ConfigureAwait(false);
        var (ids, row) = (new ExampleIds(_id, _areIds), 0L);
        do
        {
            while (ImportRows.TryRead(rows, ref row))
                yield return Read(rows, row, ids.Next(rows, row));
        }
        while (await rows.FillAsync(cancellationToken).ConfigureAwait(false));
    }

    private DatasetExample Read(RowSource rows, long row, Guid id)
    {
        var values = ImmutableArray.CreateBuilder<Value?>(_columns.Length);
        foreach (var (column, element) in _columns.Zip(Schema.Elements))
            values.Add(column < 0 ? null : Read(rows, row, column, element));
        return new DatasetExample(id, values.MoveToImmutable()) { Index = row - 1 };
    }

    private Value? Read(RowSource rows, long row, int column, DatasetElement element)
    {
        var cell = rows.Cell(column);
        Value? value;
        var isMoment = element is { Type: ElementType.Datetime, MultiValue: MultiValue.None } && CellText.KindOf(cell) == CellKind.Value;
        var isRead = isMoment
            ? ImportMoment.TryRead(cell, _plan.Guesses[column].IsMonthFirst, out value)
            : ElementValue.TryRead(element, cell, out value);
        if (isRead && (value is null ? !element.IsRequired : !value.IsNull || element.IsNullable))
            return value;
        var what = !isRead ? $"\"{CellText.Shown(cell)}\" is no {SchemaCheck.WordOf(element.Type)}"
            : value is null ? "The cell is empty, but the element is required"
            : "The cell is null, but the element is not nullable";
        throw ImportRows.Refuse(
            rows, row, "dataset.import.value", $"{what}.", "Correct the cell, or the element in the schema.", element.Name);
    }
}
