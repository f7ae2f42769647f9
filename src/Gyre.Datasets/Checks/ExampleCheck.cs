using System.Collections.Immutable;
using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>Checks and counts examples, row by row, in memory that does not grow with them but for the hashes of their
/// identifiers.</summary>
internal sealed class ExampleCheck
{
    private const int TypicalRowBytes = 128;

    private readonly FindingLog _log;
    private readonly RowPlace _place;
    private readonly SeenIds _ids;
    private readonly ImmutableArray<ColumnCheck> _elements;
    private readonly Dictionary<string, ColumnCheck> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<ColumnCheck, long> _absent = [];
    private ColumnCheck?[] _columns = [];
    private List<ColumnCheck> _unseen = [];

    /// <param name="schema">What the examples look like.</param>
    /// <param name="files">The files of the dataset.</param>
    /// <param name="bytes">How large the examples are.</param>
    /// <param name="log">Receives what is wrong.</param>
    public ExampleCheck(DatasetSchema schema, FileReferences files, long bytes, FindingLog log)
    {
        (_log, _place, _ids) = (log, new RowPlace(log), new SeenIds(bytes / TypicalRowBytes));
        _elements = [.. schema.Elements.Select(element => ColumnCheck.Of(element, _place, files))];
        foreach (var element in _elements)
            _byName.TryAdd(element.Element.Name, element);
    }

    /// <summary>Examples so far.</summary>
    public long Count => _place.Row;

    /// <summary>What the examples hold, in the order of the schema. Of elements with one name the first has the values.</summary>
    public ImmutableArray<ElementSummary> Summaries() =>
    [
        .. _elements.Select(
            element => element.Summary(_byName[element.Element.Name] == element ? _absent.GetValueOrDefault(element) : 0)),
    ];

    /// <summary>Looks at the columns of a file.</summary>
    /// <returns>False when its rows cannot be understood.</returns>
    public bool Begin(RowSource source)
    {
        var columns = source.Columns;
        if (_byName.ContainsKey(columns[0]))
        {
            _log.Error(
                "dataset.columns.no-id",
                $"Missing ID column: the first column must be the identifier, but it is the element \"{columns[0]}\".",
                "Add a first column with a UUID per example.", new(source.File, columns[0]));
            return false;
        }
        _columns = new ColumnCheck?[columns.Length];
        for (var i = columns.Length - 1; i > 0; i--)
            Map(source.File, columns[i], i);
        _unseen = [.. _byName.Values.Except(_columns.OfType<ColumnCheck>())];
        return true;
    }

    /// <summary>Looks at the present row.</summary>
    public void Take(RowSource row)
    {
        _place.Take(row);
        CheckId(row.Cell(0));
        var columns = _columns;
        var count = Math.Min(row.Count, columns.Length);
        for (var i = 1; i < count; i++)
            columns[i]?.Take(row.Cell(i));
        if (row.Count != columns.Length)
            CheckWidth(row, columns);
        if (row.Oddity is { } oddity)
            _place.Warn(
                "dataset.csv.quote", $"Row {_place.Row} has {oddity}.", "Put the whole cell in quotes and double the quotes inside.");
    }

    /// <summary>Says which columns a file lacks, now that it is known how many rows it has.</summary>
    /// <param name="source">The file.</param>
    /// <param name="rows">Its rows.</param>
    public void End(RowSource source, long rows)
    {
        foreach (var element in _unseen)
        {
            _absent[element] = _absent.GetValueOrDefault(element) + rows;
            if (!element.Element.IsRequired)
                continue;
            var name = element.Element.Name;
            // Without a row there is nothing that lacks a value.
            if (rows > 0)
                _log.Error(
                    "dataset.columns.missing", $"Missing element \"{name}\": it is required, but there is no such column.",
                    "Add the column.", new(source.File, name));
            else
                _log.Warn(
                    "dataset.columns.missing", $"The required element \"{name}\" has no column.", "Add the column.",
                    new(source.File, name));
        }
        if (_ids.Count == SeenIds.MaxIds)
            _log.Warn(
                "dataset.id.unchecked", $"Identifiers after the first {SeenIds.MaxIds} were not compared with each other.", null,
                new(source.File));
    }

    private void Map(string file, string name, int column)
    {
        if (!_byName.TryGetValue(name, out var element))
        {
            _log.Error(
                "dataset.columns.unknown", $"Unknown column \"{Shown(name)}\": the schema has no such element.",
                "Remove the column, or add the element to the schema.",
                new(file, Shown(name)));
        }
        else if (_columns.Contains(element))
        {
            _log.Warn(
                "dataset.columns.duplicate", $"Duplicate column \"{name}\"; the last one counts.", "Remove one of them.", new(file, name));
        }
        else
        {
            _columns[column] = element;
        }
    }

    private void CheckId(ReadOnlySpan<byte> cell)
    {
        if (IdText.TryParse(cell, out var id))
        {
            if (!_ids.Add(id))
                _place.Warn(
                    "dataset.id.duplicate", $"Duplicate identifier: {CellText.Shown(cell)} is that of an earlier example.",
                    "Give every example its own UUID.");
        }
        else if (CellText.Trim(cell).IsEmpty)
        {
            _place.Error("dataset.id.missing", $"Row {_place.Row} has no example identifier.", "Add a UUID.");
        }
        else
        {
            _place.Error(
                "dataset.id.invalid", $"Invalid example identifier: {CellText.Shown(cell)}", "Use a UUID.", value: CellText.Shown(cell));
        }
    }

    private void CheckWidth(RowSource row, ColumnCheck?[] columns)
    {
        if (row.Count > columns.Length)
        {
            _place.Warn(
                "dataset.row.surplus",
                $"Surplus cells in row {_place.Row} are ignored: it has {row.Count} cells, but the header has {columns.Length}.",
                "Remove them, or put cells with commas in quotes.");
            return;
        }
        var missing = columns[row.Count..].OfType<ColumnCheck>().ToList();
        missing.ForEach(static column => column.TakeNothing());
        var names = string.Join(", ", missing.Take(8).Select(static column => $"\"{column.Element.Name}\""))
            + (missing.Count > 8 ? ", ..." : "");
        _place.Error("dataset.row.short", $"Row {_place.Row} has {row.Count} cells, but the header has {columns.Length}. Missing: {names}.",
            "Add the missing cells; they may be empty where the element is not required.", missing.FirstOrDefault()?.Element.Name);
    }

    private static string Shown(string name) => name.Length <= 200 ? name : name[..200] + "...";
}
