using System.Text;
using Gyre.Core;
using nietras.SeparatedValues;

namespace Gyre.Learning.Tables;

/// <summary>Reads records of RFC 4180, one at a time, from UTF-8 with or without a byte-order mark.</summary>
/// <remarks>
/// Lines end in LF or CRLF; empty lines are passed over. Anything the rule does not foresee (a quote inside a bare field, text
/// after a closing quote, a lone CR, NUL, bytes that are no UTF-8) is refused with its place (<see cref="CsvGuard"/>). Memory is
/// bounded by the limits, whatever the file holds.
/// </remarks>
internal sealed class CsvReader : IDisposable
{
    /// <summary>Characters of the longest record, quotes included. The scanner may give up a little earlier.</summary>
    public const int MaxRecordLength = 16 * 1024 * 1024;

    /// <summary>Fields of the widest record.</summary>
    public const int MaxFields = 100_000;

    // Quotes stay: they are taken off here, so that places in the text are those of the file.
    private static readonly SepReaderOptions Options =
        Sep.New(',').Reader(static options => options with { HasHeader = false, DisableColCountCheck = true });

    private readonly string _file;
    private readonly CsvGuard _guard;
    private SepReader? _scanner;
    private long _records;
    private int _nextLine = 1;
    private char[] _unquoted = [];
    private int _unquotedLength;

    /// <summary>Starts at the beginning of a stream, which stays open.</summary>
    /// <param name="stream">Readable.</param>
    /// <param name="file">How the user named it, for errors.</param>
    public CsvReader(Stream stream, string file)
    {
        _file = file;
        var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 16 * 1024, leaveOpen: true);
        _guard = new CsvGuard(text, file);
    }

    /// <summary>Fields of the present record.</summary>
    public int Count { get; private set; }

    /// <summary>Line on which the present record begins, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>One field's text without quotes; valid until the next read.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        var text = _scanner!.Current[index].Span;
        return text is ['"', ..] ? Unquote(text[1..^1]) : text;
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidInputException">The text breaks the rule or a limit.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Count = 0;
        while (await MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            // A record that is cut off by an error is none.
            if (++_records > _guard.CompleteRecords && _guard.Error is not null)
                break;
            if (Take(_scanner!.Current))
                return true;
        }
        Line = _nextLine;
        return _guard.Error is { } error ? throw error : false;
    }

    /// <summary>An error about a field of the present record.</summary>
    public InvalidInputException Refuse(string code, string message, int field, string? remedy = null)
    {
        var (line, column) = field < Count ? PlaceOf(field) : (Line, 0);
        return new([new Diagnostic(Severity.Error, code, message) { File = _file, Line = line, Column = column, Remedy = remedy }]);
    }

    public void Dispose()
    {
        _scanner?.Dispose();
        _guard.Dispose();
    }

    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            _scanner ??= await Options.FromAsync(_guard, cancellationToken).ConfigureAwait(false);
            return await _scanner.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            throw _guard.Error ?? _guard.TooLong();
        }
    }

    /// <summary>False for an empty line.</summary>
    private bool Take(SepReader.Row row)
    {
        var text = row.Span;
        (Line, _unquotedLength) = (_nextLine, 0);
        _nextLine += text.Count('\n') + 1;
        Count = text.IsEmpty ? 0 : row.ColCount;
        return Count > 0;
    }

    private (int Line, int Column) PlaceOf(int field)
    {
        var row = _scanner!.Current;
        var start = field;
        for (var i = 0; i < field; i++)
            start += row[i].Span.Length;
        var before = row.Span[..start];
        var lineBreak = before.LastIndexOf('\n');
        return (Line + before.Count('\n'), start - lineBreak);
    }

    /// <summary>Fields whose quotes are doubled are put one behind the other, so that all of a record's are valid together.</summary>
    private ReadOnlySpan<char> Unquote(ReadOnlySpan<char> text)
    {
        var next = text.IndexOf('"');
        if (next < 0)
            return text;
        if (_unquoted.Length - _unquotedLength < text.Length)
            (_unquoted, _unquotedLength) = (new char[Math.Max(1024, 2 * text.Length)], 0);
        var start = _unquotedLength;
        for (; next >= 0; next = text.IndexOf('"'))
        {
            text[..(next + 1)].CopyTo(_unquoted.AsSpan(_unquotedLength));
            _unquotedLength += next + 1;
            text = text[(next + 2)..];
        }
        text.CopyTo(_unquoted.AsSpan(_unquotedLength));
        _unquotedLength += text.Length;
        return _unquoted.AsSpan(start, _unquotedLength - start);
    }
}
