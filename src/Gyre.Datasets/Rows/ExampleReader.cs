using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Rows;

/// <summary>Reads the present row of a file as an example.</summary>
internal sealed class ExampleReader
{
    private readonly DatasetSchema _schema;
    private readonly RowSource _row;
    private readonly int[] _columns;

    public ExampleReader(DatasetSchema schema, RowSource row)
    {
        (_schema, _row) = (schema, row);
        // For each element the column that has it, or -1; of several the last, as the format has it.
        _columns =
        [
            .. schema.Elements.Select(element => row.Columns.LastIndexOf(
                element.Name, row.Columns.Length - 1, row.Columns.Length - 1, StringComparer.Ordinal)),
        ];
    }

    /// <summary>The present row.</summary>
    /// <param name="index">Its index among all examples, from 0.</param>
    /// <exception cref="InvalidInputException">It is not valid.</exception>
    public DatasetExample Read(long index)
    {
        if (!IdText.TryParse(_row.Cell(0), out var id))
            throw Refuse(index, "dataset.id.invalid", $"Invalid example identifier: {CellText.Shown(_row.Cell(0))}");
        if (_row.Count < _row.Columns.Length)
            throw Refuse(index, "dataset.row.short", $"The row has {_row.Count} cells, but the header has {_row.Columns.Length}.");
        var values = ImmutableArray.CreateBuilder<Value?>(_columns.Length);
        foreach (var (i, element) in _schema.Elements.Index())
        {
            Value? value = null;
            if (_columns[i] > 0 && !ElementValue.TryRead(element, _row.Cell(_columns[i]), out value))
                throw Refuse(
                    index, "dataset.value.invalid",
                    $"Invalid value for element \"{element.Name}\": \"{CellText.Shown(_row.Cell(_columns[i]))}\".");
            values.Add(value);
        }
        return new DatasetExample(id, values.MoveToImmutable()) { Index = index };
    }

    private InvalidInputException Refuse(long index, string code, string message) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = _row.File,
            Line = _row.Line is { } line and <= int.MaxValue ? (int)line : 0,
            Path = string.Create(CultureInfo.InvariantCulture, $"row {index + 1}"),
            Remedy = "Run 'gyre dataset inspect' to see all problems.",
        },
    ]);
}
