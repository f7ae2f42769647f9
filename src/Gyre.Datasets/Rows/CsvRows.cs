using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Gyre.Core;

namespace Gyre.Datasets.Rows;

/// <summary>
/// Rows of a CSV file, as Python's <c>csv</c> module with its default dialect reads them: a quote counts only where a cell begins,
/// what follows a closing quote belongs to the cell, and lines end in LF, CRLF or CR. Blank lines are skipped.
/// </summary>
/// <remarks>
/// It works on the bytes of the file, without decoding and without a copy of cells; only quoted quotes are taken out. Memory is one
/// buffer, which grows to the longest row and never beyond the limit.
/// </remarks>
internal sealed class CsvRows : RowSource
{
    /// <summary>Bytes of the longest row, quotes included.</summary>
    public const int MaxRowBytes = 16 * 1024 * 1024;

    /// <summary>Columns of the widest header.</summary>
    public const int MaxColumns = 16_384;

    private const int FirstBuffer = 256 * 1024;

    private readonly Stream _stream;
    private readonly byte _separator;
    private byte[] _buffer = new byte[FirstBuffer];
    private byte[] _unquoted = [];
    private CellSpan[] _cells = new CellSpan[16];
    private int _unquotedLength;
    private int _start;
    private int _end;
    private bool _isLast;
    private long _nextLine = 1;
    private long _line;
    private string? _oddity;

    private CsvRows(Stream stream, string file, char separator)
        : base(file) => (_stream, _separator) = (stream, (byte)separator);

    public override long? Line => _line;

    public override string? Oddity => _oddity;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">Readable; disposed with the result, or when there is none.</param>
    /// <param name="file">For errors.</param>
    /// <param name="separator">Stands between cells.</param>
    public static CsvRows Open(Stream stream, string file, char separator = ',')
    {
        var rows = new CsvRows(stream, file, separator);
        try
        {
            rows.ReadHeader();
            return rows;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override ReadOnlySpan<byte> Cell(int column)
    {
        ref readonly var cell = ref _cells[column];
        return cell.IsQuoted ? Unquote(_buffer.AsSpan(cell.Start, cell.Length)) : _buffer.AsSpan(cell.Start, cell.Length);
    }

    public override bool TryRead()
    {
        while (true)
        {
            var length = Scan(_buffer.AsSpan(_start, _end - _start), out var lines);
            if (length == 0)
                return false;
            (_line, _nextLine) = (_nextLine, _nextLine + lines);
            var row = _buffer.AsSpan(_start, length);
            _start += length;
            _unquotedLength = 0;
            if (Count == 0)
                continue;
            if (!Utf8.IsValid(row))
                throw Fault("dataset.csv.encoding", "The row is not valid UTF-8.", "Save the file as UTF-8.");
            return true;
        }
    }

    /// <remarks>A file of this machine is read at once: to wait for it would take a change of threads per buffer, which costs more than
    /// the reading.</remarks>
    public override ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Fill());
    }

    public override ValueTask DisposeAsync() => _stream.DisposeAsync();

    private bool Fill()
    {
        if (_isLast)
            return false;
        MakeRoom();
        try
        {
            // Filled to its end, a row that needs a larger buffer is looked at once per doubling.
            var room = _buffer.Length - _end;
            var count = _stream.ReadAtLeast(_buffer.AsSpan(_end), room, throwOnEndOfStream: false);
            _end += count;
            _isLast = count < room;
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdSharp.ZstdException)
        {
            throw Fault("dataset.csv.compression", "The compressed file is damaged.", "Compress it again.");
        }
        // What is left at the end of the file is a row without an end of line.
        return _end > _start;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end < _buffer.Length)
            return;
        if (_buffer.Length >= MaxRowBytes)
        {
            _line = _nextLine;
            throw Fault(
                "dataset.csv.too-long", $"The row is longer than {MaxRowBytes} bytes.", "Check whether a closing quote is missing.");
        }
        Array.Resize(ref _buffer, 2 * _buffer.Length);
    }

    private void ReadHeader()
    {
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble))
            _start = 3;
        _cells = new CellSpan[MaxColumns];
        while (!TryRead())
        {
            if (!Fill())
                throw Fault("dataset.csv.empty", "The file is empty.", "The first line must be a header with the names of the columns.");
        }
        if (_line > 1)
            throw Fault(
                "dataset.csv.blank-header", "The first line is blank.", "The first line must be a header with the names of the columns.");
        if (Count > MaxColumns)
            throw Fault("dataset.csv.too-wide", $"The header has more than {MaxColumns} columns.", null);
        var columns = ImmutableArray.CreateBuilder<string>(Count);
        for (var i = 0; i < Count; i++)
            columns.Add(Encoding.UTF8.GetString(Cell(i)));
        Columns = columns.MoveToImmutable();
        _cells = new CellSpan[Count];
    }

    /// <summary>Finds the cells of the next row; gives its length with its end of line, or 0 when its end is not in memory.</summary>
    private int Scan(ReadOnlySpan<byte> text, out int lines)
    {
        (Count, _oddity, lines) = (0, null, 1);
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var isQuoted = text[at] == '"';
            if (isQuoted)
                at = EndOfQuoted(text, at, ref lines);
            else
                at += EndOfBare(text[at..]);
            if (at >= text.Length)
                return _isLast ? Finish(text, start, isQuoted) : 0;
            if (text[at] == _separator)
            {
                Add(start, at, isQuoted);
                at++;
                if (at == text.Length && _isLast)
                    return Finish(text, at, false);
                continue;
            }
            if (text[at] == '\r' && at + 1 == text.Length && !_isLast)
                return 0;
            // A line without anything in it is no row.
            if (start > 0 || at > start)
                Add(start, at, isQuoted);
            return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
        }
        return 0;
    }

    private int Finish(ReadOnlySpan<byte> text, int start, bool isQuoted)
    {
        if (start < text.Length || start > 0)
            Add(start, text.Length, isQuoted);
        return text.Length;
    }

    private void Add(int start, int end, bool isQuoted)
    {
        if (Count < _cells.Length)
            _cells[Count] = new CellSpan(_start + start, end - start, isQuoted);
        Count++;
    }

    private int EndOfBare(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(_separator, (byte)'\n', (byte)'\r');
        return length < 0 ? text.Length : length;
    }

    /// <summary>Where a cell that begins with a quote ends; at the end of the text when that is not in memory.</summary>
    private int EndOfQuoted(ReadOnlySpan<byte> text, int at, ref int lines)
    {
        var start = at + 1;
        for (at = start; at < text.Length; at += 2)
        {
            var quote = text[at..].IndexOf((byte)'"');
            at = quote < 0 ? text.Length : at + quote;
            if (at >= text.Length - 1)
                break;
            if (text[at + 1] == '"')
                continue;
            lines += LinesIn(text[start..at]);
            var end = at + 1 + EndOfBare(text[(at + 1)..]);
            if (end > at + 1)
                _oddity = "text after a closing quote";
            return end;
        }
        if (_isLast && at >= text.Length)
            _oddity = "a quote that is not closed";
        lines += _isLast ? LinesIn(text[start..]) : 0;
        return text.Length;
    }

    /// <summary>Lines that end within a cell, in any of the three ways.</summary>
    private static int LinesIn(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);

    /// <summary>The text of a quoted cell; one with quotes in it is put into memory of its own, so that all cells of a row are valid
    /// together.</summary>
    private ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> text)
    {
        text = text[1..];
        var quote = text.IndexOf((byte)'"');
        if (quote < 0 || quote == text.Length - 1)
            return quote < 0 ? text : text[..quote];
        if (_unquoted.Length - _unquotedLength < text.Length)
            (_unquoted, _unquotedLength) = (new byte[Math.Max(1024, 2 * text.Length)], 0);
        var start = _unquotedLength;
        while (quote >= 0)
        {
            var isDoubled = quote + 1 < text.Length && text[quote + 1] == '"';
            Keep(text[..(isDoubled ? quote + 1 : quote)]);
            text = text[(isDoubled ? quote + 2 : quote + 1)..];
            // After the closing quote further quotes are text.
            quote = isDoubled ? text.IndexOf((byte)'"') : -1;
        }
        Keep(text);
        return _unquoted.AsSpan(start, _unquotedLength - start);
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_unquoted.AsSpan(_unquotedLength));
        _unquotedLength += text.Length;
    }

    private InvalidInputException Fault(string code, string message, string? remedy)
    {
        var line = (int)Math.Clamp(_line, 1, int.MaxValue);
        return new([new Diagnostic(Severity.Error, code, message) { File = File, Line = line, Remedy = remedy }]);
    }

    private readonly record struct CellSpan(int Start, int Length, bool IsQuoted);
}
