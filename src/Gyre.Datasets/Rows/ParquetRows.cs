using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Parquet;
using Parquet.Schema;

namespace Gyre.Datasets.Rows;

/// <summary>
/// Rows of a Parquet file, a row group in memory at a time. A null is null where the element is nullable, and missing elsewhere:
/// a column of numbers has no other way to be empty.
/// </summary>
internal sealed class ParquetRows : RowSource
{
    private const int MaxColumns = CsvRows.MaxColumns;
    private const int MaxFooterBytes = 64 * 1024 * 1024;
    private const int MaxGroupRows = 10_000_000;
    private const long MaxGroupCells = 100_000_000;
    private const long MaxGroupBytes = 1L << 30;

    private readonly FileStream _stream;
    private readonly ISet<string> _nullable;
    private ParquetReader? _reader;
    private ImmutableArray<DataField> _fields = [];
    private List<Func<int, string?>> _cells = [];
    private readonly byte[][] _texts = [new byte[256], new byte[256]];
    private int _group;
    private int _row = -1;
    private int _rows;

    private ParquetRows(FileStream stream, string file, ISet<string> nullable)
        : base(file) => (_stream, _nullable) = (stream, nullable);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">For errors.</param>
    /// <param name="nullable">Names of the elements that may be null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ParquetRows> OpenAsync(string path, string file, ISet<string> nullable, CancellationToken cancellationToken)
    {
        var rows = new ParquetRows(System.IO.File.OpenRead(path), file, nullable);
        try
        {
            await rows.ReadFooterAsync(cancellationToken).ConfigureAwait(false);
            return rows;
        }
        catch
        {
            await rows.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override ReadOnlySpan<byte> Cell(int column)
    {
        var text = _cells[column](_row);
        if (text is null)
            return _nullable.Contains(Columns[column]) ? NullText : [];
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        // While a cell is looked at, its row's identifier may be asked for.
        ref var buffer = ref _texts[Math.Min(1, column)];
        if (buffer.Length < most)
            buffer = new byte[most];
        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }

    public override bool TryRead() => ++_row < _rows;

    public override async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_group == _reader!.RowGroupCount)
            return false;
        await Guarded(() => ReadGroupAsync(_group++, cancellationToken)).ConfigureAwait(false);
        _row = -1;
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadFooterAsync(CancellationToken cancellationToken)
    {
        await CheckFooterAsync(cancellationToken).ConfigureAwait(false);
        await Guarded(async () =>
        {
            _reader = await ParquetReader.CreateAsync(
                _stream, leaveStreamOpen: true, cancellationToken: cancellationToken).ConfigureAwait(false);
            _fields = [.. _reader.Schema.DataFields];
        }).ConfigureAwait(false);
        if (_fields.Length is 0 or > MaxColumns)
            throw Fault("dataset.parquet.columns", $"The file has {_fields.Length} columns; it must have 1 to {MaxColumns}.", null);
        if (_fields.FirstOrDefault(static field => field.IsArray || field.MaxRepetitionLevel > 0) is { } nested)
            throw Fault(
                "dataset.parquet.nested", $"The column '{nested.Name}' is nested.",
                "Write several values as a JSON array in a column of texts.");
        (Columns, Count) = ([.. _fields.Select(static field => field.Name)], _fields.Length);
    }

    /// <summary>The length at the end is a claim; the library would ask for as much memory as it says.</summary>
    private async Task CheckFooterAsync(CancellationToken cancellationToken)
    {
        var tail = new byte[8];
        if (_stream.Length < 12)
            throw NotParquet();
        _stream.Seek(-8, SeekOrigin.End);
        await _stream.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        var length = BitConverter.ToUInt32(tail);
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8) || length > _stream.Length - 12 || length > MaxFooterBytes)
            throw NotParquet();
        _stream.Position = 0;
    }

    private async Task ReadGroupAsync(int index, CancellationToken cancellationToken)
    {
        using var group = _reader!.OpenRowGroupReader(index);
        var bytes = group.RowGroup.Columns.Sum(static column => Math.Max(0, column.MetaData?.TotalUncompressedSize ?? 0));
        if (group.RowCount is < 0 or > MaxGroupRows || group.RowCount * _fields.Length > MaxGroupCells || bytes > MaxGroupBytes)
            throw Fault(
                "dataset.parquet.group-size", $"The row group {index} claims {group.RowCount} rows and {bytes} bytes, which is too much.",
                "Write smaller row groups.");
        _cells = [];
        foreach (var field in _fields)
            _cells.Add(await ReadAsync(group, field, (int)group.RowCount, cancellationToken).ConfigureAwait(false));
        _rows = (int)group.RowCount;
    }

    private async Task<Func<int, string?>> ReadAsync(
        ParquetRowGroupReader group, DataField field, int count, CancellationToken cancellationToken)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[count];
            await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return row => texts[row];
        }
        return field.ClrType switch
        {
            var type when type == typeof(bool) => await ReadAsync<bool>(
                group, field, count, static value => value ? "true" : "false", cancellationToken).ConfigureAwait(false),
            var type when type == typeof(int) => await ReadAsync<int>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(long) => await ReadAsync<long>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(short) => await ReadAsync<short>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(sbyte) => await ReadAsync<sbyte>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(byte) => await ReadAsync<byte>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(ushort) => await ReadAsync<ushort>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(uint) => await ReadAsync<uint>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(ulong) => await ReadAsync<ulong>(
                group, field, count, Invariant, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(float) => await ReadAsync<float>(
                group, field, count, static value => NumberText.Of(value), cancellationToken).ConfigureAwait(false),
            var type when type == typeof(double) => await ReadAsync<double>(
                group, field, count, NumberText.Of, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(DateTime) => await ReadAsync<DateTime>(
                group, field, count, Moment, cancellationToken).ConfigureAwait(false),
            var type when type == typeof(Guid) => await ReadAsync<Guid>(
                group, field, count, static value => value.ToString(), cancellationToken).ConfigureAwait(false),
            _ => throw Fault(
                "dataset.parquet.type", $"The column '{field.Name}' has the type {field.ClrType.Name}, which is not supported.",
                "Write texts, numbers, truth values or timestamps."),
        };
    }

    private static async Task<Func<int, string?>> ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, int count, Func<T, string> convert, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[count];
            await group.ReadAsync<T>(field, some.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return row => some[row] is { } value ? convert(value) : null;
        }
        var all = new T[count];
        await group.ReadAsync<T>(field, all.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return row => convert(all[row]);
    }

    private static string Invariant<T>(T value)
        where T : struct, IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Moment(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private async Task Guarded(Func<Task> read)
    {
        try
        {
            await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or InvalidInputException))
        {
            // What the library throws at a damaged file is not one type.
            throw NotParquet();
        }
    }

    private InvalidInputException NotParquet() =>
        Fault("dataset.parquet.invalid", $"{File} is not a valid Parquet file.", "Write it again, or use CSV.");

    private InvalidInputException Fault(string code, string message, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = File, Remedy = remedy }]);
}
