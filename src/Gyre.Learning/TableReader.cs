using System.Collections.Immutable;
using System.Globalization;
using Gyre.Learning.Tables;

namespace Gyre.Learning;

/// <summary>Turns CSV records into a <see cref="Table"/>.</summary>
internal sealed class TableReader
{
    private readonly CsvReader _csv;
    private readonly TableOptions _options;
    private readonly CsvHeader _header;
    private readonly ImmutableArray<int> _features;
    private readonly int _label;
    private readonly int _id;
    private readonly ImmutableArray<string>.Builder _ids = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _labels = ImmutableArray.CreateBuilder<string>();
    private double[] _values = new double[1024];
    private int _count;

    private TableReader(CsvReader csv, CsvHeader header, TableOptions options)
    {
        (_csv, _header, _options) = (csv, header, options);
        _id = header.Find(options.IdColumn);
        _label = options.RequireLabels ? header.Require(options.LabelColumn, "the label column") : header.Find(options.LabelColumn);
        _features = FeatureColumns();
    }

    public static async Task<Table> ReadAsync(Stream stream, string name, TableOptions options, CancellationToken cancellationToken)
    {
        using var csv = new CsvReader(stream, name);
        var header = await CsvHeader.ReadAsync(csv, name, cancellationToken).ConfigureAwait(false);
        var reader = new TableReader(csv, header, options);
        while (reader._ids.Count < options.MaxRows && await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            reader.AddRow();
        return reader.ToTable();
    }

    private ImmutableArray<int> FeatureColumns()
    {
        if (_options.Features is { } wanted)
            return [.. wanted.Select(name => _header.Require(name, "a feature of the model"))];
        foreach (var name in _options.Ignore)
            _header.Require(name, "a column to exclude");
        var rest = Enumerable.Range(0, _header.Names.Length)
            .Where(i => i != _id && i != _label && !_options.Ignore.Contains(_header.Names[i], StringComparer.Ordinal));
        return [.. rest];
    }

    private void AddRow()
    {
        _header.CheckWidth(_csv);
        var row = NextRow();
        for (var j = 0; j < row.Length; j++)
            row[j] = Number(_features[j]);
        _ids.Add(_id < 0 ? (_ids.Count + 1).ToString(CultureInfo.InvariantCulture) : _csv.Field(_id).ToString());
        if (_label < 0)
            return;
        if (_csv.Field(_label).IsEmpty)
            throw _csv.Refuse("table.no-label", "The row has no label.", _label);
        _labels.Add(_csv.Field(_label).ToString());
    }

    private Span<double> NextRow()
    {
        if ((long)_count + _ids.Count + _features.Length > Table.MaxCells)
            throw _csv.Refuse(
                "table.too-large", $"The table has more than {Table.MaxCells} cells.", 0, "Use fewer rows, or exclude columns.");
        if (_count + _features.Length > _values.Length)
            Array.Resize(ref _values, Math.Max(_count + _features.Length, (int)Math.Min(Table.MaxCells, 2L * _values.Length)));
        _count += _features.Length;
        return _values.AsSpan(_count - _features.Length, _features.Length);
    }

    private double Number(int column)
    {
        var text = _csv.Field(column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        var shown = text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "...");
        throw _csv.Refuse(
            "table.number", $"'{shown}' in column '{_header.Names[column]}' is not a finite number.", column, "Write numbers with a decimal point, or exclude the column.");
    }

    private Table ToTable()
    {
        Array.Resize(ref _values, _count);
        return new Table
        {
            FeatureNames = [.. _features.Select(i => _header.Names[i])],
            Features = new DenseMatrix(_ids.Count, _features.Length, _values),
            Ids = _ids.DrainToImmutable(),
            Labels = _label < 0 ? null : _labels.DrainToImmutable(),
        };
    }
}
