using Gyre.Core;
using Parquet;
using Parquet.Schema;

namespace Gyre.Datasets.Writing;

/// <summary>
/// Parquet, a row group per 65,536 examples: booleans, whole numbers of 64 bits, doubles and texts, all with nulls. What is missing
/// and what is null are the same there.
/// </summary>
internal sealed class ParquetExampleWriter : ExampleWriter
{
    private const int RowsPerGroup = 65_536;

    private readonly FileStream _stream;
    private readonly ParquetSchema _schema;
    private readonly List<string> _ids = [];
    private readonly List<Value?>[] _values;
    private ParquetWriter? _writer;

    public ParquetExampleWriter(DatasetSchema schema, string path)
        : base(schema)
    {
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        _schema = new ParquetSchema(
            [new DataField(IdColumn, typeof(string), isNullable: false), .. Columns.Select(column => FieldOf(schema.Elements[column]))]);
        _values = [.. Columns.Select(static _ => new List<Value?>())];
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _writer!.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    protected override async ValueTask WriteAsync(DatasetExample example, string[] texts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var value = example.Values[Columns[i]];
            if (value is IntegerValue integer && (integer.Number < long.MinValue || integer.Number > long.MaxValue))
                throw Refuse(
                    "dataset.write.big", $"The number {texts[i]} has more than the 64 bits of a column of Parquet.",
                    Schema.Elements[Columns[i]].Name);
            _values[i].Add(value is null or NullValue || !IsText(Schema.Elements[Columns[i]]) ? value : Value.Of(texts[i]));
        }
        _ids.Add(example.Id.ToString());
        if (_ids.Count == RowsPerGroup)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsText(DatasetElement element) =>
        element.MultiValue != MultiValue.None || element.Type is not (ElementType.Boolean or ElementType.Integer or ElementType.Float);

    private static DataField FieldOf(DatasetElement element) => (element.MultiValue, element.Type) switch
    {
        (MultiValue.None, ElementType.Boolean) => new DataField(element.Name, typeof(bool), isNullable: true),
        (MultiValue.None, ElementType.Integer) => new DataField(element.Name, typeof(long), isNullable: true),
        (MultiValue.None, ElementType.Float) => new DataField(element.Name, typeof(double), isNullable: true),
        _ => new DataField(element.Name, typeof(string), isNullable: true),
    };

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        _writer ??= await ParquetWriter.CreateAsync(
            _schema, _stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        // A group without rows is a group that readers stumble over.
        if (_ids.Count == 0)
            return;
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(_schema.DataFields[0], (IReadOnlyCollection<string>)_ids).ConfigureAwait(false);
        for (var i = 0; i < _values.Length; i++)
            await WriteAsync(group, _schema.DataFields[i + 1], _values[i], cancellationToken).ConfigureAwait(false);
        group.CompleteValidate();
        _ids.Clear();
        Array.ForEach(_values, static values => values.Clear());
    }

    private static async Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, List<Value?> values, CancellationToken cancellationToken)
    {
        if (field.ClrType == typeof(bool))
            await group.WriteAsync<bool>(
                field, (bool?[])[.. values.Select(static value => (value as BooleanValue)?.Flag)],
                cancellationToken: cancellationToken).ConfigureAwait(false);
        else if (field.ClrType == typeof(long))
            await group.WriteAsync<long>(
                field, (long?[])[.. values.Select(static value => (long?)(value as IntegerValue)?.Number)],
                cancellationToken: cancellationToken).ConfigureAwait(false);
        else if (field.ClrType == typeof(double))
            await group.WriteAsync<double>(
                field, (double?[])[.. values.Select(static value => (value as FloatValue)?.Number)],
                cancellationToken: cancellationToken).ConfigureAwait(false);
        else
            await group.WriteAsync(
                field, (IReadOnlyCollection<string?>)[.. values.Select(static value => (value as TextValue)?.Text)]).ConfigureAwait(false);
    }
}
