using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tables;

/// <summary>Reads records of RFC 4180, one at a time, from UTF-8 with or without a byte-order mark.</summary>
/// <remarks>
/// Lines end in LF or CRLF; empty lines are passed over. Anything the rule does not foresee (a quote inside a bare field, text
/// after a closing quote, a lone CR, NUL, bytes that are no UTF-8) is refused with its place. Memory is bounded by the limits,
/// whatever the file holds.
/// </remarks>
internal sealed class CsvReader : IDisposable
{
    /// <summary>Characters of the longest record.</summary>
    public const int MaxRecordLength = 16 * 1024 * 1024;

    /// <summary>Fields of the widest record.</summary>
    public const int MaxFields = 100_000;

    private readonly StreamReader _reader;
    private readonly string _file;
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly List<(int End, int Line, int Column)> _fields = [];
    private char[] _text = new char[1024];
    private int _length;
    private int _next;
    private int _filled;
    private int _line = 1;
    private int _column = 1;
    private (int Line, int Column) _fieldStart = (1, 1);
    private State _state = State.FieldStart;
    private bool _emptyAtReturn;

    /// <summary>Starts at the beginning of a stream, which stays open.</summary>
    /// <param name="stream">Readable.</param>
    /// <param name="file">How the user named it, for errors.</param>
    public CsvReader(Stream stream, string file)
    {
        _file = file;
        _reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 16 * 1024, leaveOpen: true);
    }

    private enum State
    {
        FieldStart,
        Bare,
        Quoted,
        QuoteInQuoted,
        CarriageReturn,
    }

    /// <summary>Fields of the present record.</summary>
    public int Count => _fields.Count;

    /// <summary>Line on which the present record begins, from 1.</summary>
    public int Line => _fields.Count > 0 ? _fields[0].Line : _line;

    /// <summary>One field's text without quotes; valid until the next read.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        var start = index == 0 ? 0 : _fields[index - 1].End;
        return _text.AsSpan(start, _fields[index].End - start);
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidInputException">The text breaks the rule or a limit.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _fields.Clear();
        _length = 0;
        while (true)
        {
            if (Parse())
                return true;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return Finish();
        }
    }

    /// <summary>An error about a field of the present record.</summary>
    public InvalidInputException Refuse(string code, string message, int field, string? remedy = null)
    {
        var (line, column) = field < _fields.Count ? (_fields[field].Line, _fields[field].Column) : (Line, 0);
        return At(code, message, line, column, remedy);
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            _next = 0;
            _filled = await _reader.ReadAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            return _filled > 0;
        }
        catch (DecoderFallbackException)
        {
            throw At("csv.encoding", "The bytes after this line are not valid UTF-8.", _line, 0, "Save the file as UTF-8.");
        }
    }

    /// <summary>Eats the buffer; true when a record is complete.</summary>
    private bool Parse()
    {
        while (_next < _filled)
        {
            var c = _buffer[_next++];
            var complete = Take(c);
            if (c == '\n')
                (_line, _column) = (_line + 1, 1);
            else
                _column++;
            if (complete)
                return true;
        }

        return false;
    }

    /// <summary>One step of the machine; true when the character completes a record.</summary>
    private bool Take(char c)
    {
        if (c == '\0')
            throw At("csv.nul", "The file contains a NUL character.", _line, _column, "This is probably not a text file.");
        switch (_state)
        {
            case State.Quoted:
                if (c == '"')
                    _state = State.QuoteInQuoted;
                else
                    Append(c);
                return false;
            case State.QuoteInQuoted when c == '"':
                Append(c);
                _state = State.Quoted;
                return false;
            case State.CarriageReturn:
                return c == '\n' ? EndRecord() : throw At(
                    "csv.line-end", "A carriage return is not followed by a line feed.", _line, _column - 1, "End lines with LF or CRLF.");
            default:
                return TakeOutsideQuotes(c);
        }
    }

    private bool TakeOutsideQuotes(char c)
    {
        if (_state == State.FieldStart)
            _fieldStart = (_line, _column);
        switch (c)
        {
            case ',':
                EndField();
                return false;
            case '\n':
                return EndRecord();
            case '\r':
                // The field's place was noted; EndRecord must still see an empty line as one.
                _emptyAtReturn = _state == State.FieldStart;
                _state = State.CarriageReturn;
                return false;
            case '"' when _state == State.FieldStart:
                _state = State.Quoted;
                return false;
            case '"' when _state == State.Bare:
                throw At(
                    "csv.quote",
                    "A quote appears inside a field that does not start with one.",
                    _line,
                    _column,
                    "Put the whole field in quotes and double the quotes inside.");
            default:
                if (_state == State.QuoteInQuoted)
                    throw At(
                        "csv.quote", "Unexpected text after a closing quote.", _line, _column, "Double the quotes inside a quoted field.");
                _state = State.Bare;
                Append(c);
                return false;
        }
    }

    private void Append(char c)
    {
        if (_length == MaxRecordLength)
        {
            throw At(
                "csv.too-long", $"The record that starts on line {Line} is longer than {MaxRecordLength} characters.", _fieldStart.Line, _fieldStart.Column, "Check whether a closing quote is missing in this field.");
        }

        if (_length == _text.Length)
            Array.Resize(ref _text, Math.Min(MaxRecordLength, _text.Length * 2));
        _text[_length++] = c;
    }

    private void EndField()
    {
        if (_fields.Count == MaxFields)
            throw At("csv.too-wide", $"The record has more than {MaxFields} fields.", _line, _column, null);
        _fields.Add((_length, _fieldStart.Line, _fieldStart.Column));
        _state = State.FieldStart;
    }

    /// <summary>Ends the record, unless the line is empty.</summary>
    private bool EndRecord()
    {
        var empty = _fields.Count == 0 && (_state == State.FieldStart || (_state == State.CarriageReturn && _emptyAtReturn));
        if (!empty)
            EndField();
        _state = State.FieldStart;
        return !empty;
    }

    private bool Finish()
    {
        if (_state == State.Quoted)
            throw At(
                "csv.unclosed",
                "The file ends inside a quoted field that starts here.",
                _fieldStart.Line,
                _fieldStart.Column,
                "Close the quote.");
        if (_state == State.CarriageReturn)
            throw At(
                "csv.line-end", "A carriage return is not followed by a line feed.", _line, _column - 1, "End lines with LF or CRLF.");
        if (_state == State.FieldStart)
            _fieldStart = (_line, _column);
        return EndRecord();
    }

    private InvalidInputException At(string code, string message, int line, int column, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = _file, Line = line, Column = column, Remedy = remedy }]);
}
