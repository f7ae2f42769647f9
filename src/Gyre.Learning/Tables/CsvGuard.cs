using System.Buffers;
using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tables;

/// <summary>
/// The text of a CSV file on its way to the scanner, which takes anything. What RFC 4180 does not foresee, or a limit forbids,
/// ends the text where it stands and is kept as <see cref="Error"/>, so that the records before it are read all the same.
/// </summary>
/// <param name="reader">The file; disposed with this.</param>
/// <param name="file">How the user named it, for errors.</param>
internal sealed class CsvGuard(StreamReader reader, string file) : TextReader
{
    private static readonly SearchValues<char> Telling = SearchValues.Create("\"\r\0");

    // Of the piece that is looked at, and of the text before it.
    private (int Line, int Column) _start = (1, 1);
    private (int Line, int Column) _quote = (1, 1);
    private int _recordLine = 1;
    private int _recordLength;
    private int _separators;
    private char _last = '\n';
    private bool _holdsCarriageReturn;
    private State _state = State.Outside;

    private enum State
    {
        /// <summary>Not within quotes.</summary>
        Outside,

        /// <summary>Within quotes.</summary>
        Quoted,

        /// <summary>Behind a quote within quotes: the field ends, or the quote is doubled.</summary>
        QuoteInQuoted,

        /// <summary>Behind a carriage return that is not within quotes.</summary>
        CarriageReturn,
    }

    /// <summary>What ended the text before its time; null when nothing did.</summary>
    public InvalidInputException? Error { get; private set; }

    /// <summary>Lines that ended outside of quotes so far, empty ones too.</summary>
    public long CompleteRecords { get; private set; }

    /// <summary>The record that is being read has no end.</summary>
    public InvalidInputException TooLong()
    {
        var field = _state is State.Quoted or State.QuoteInQuoted ? _quote : (_recordLine, 1);
        var message = $"The record that starts on line {_recordLine} is longer than {CsvReader.MaxRecordLength} characters.";
        return At("csv.too-long", message, field, "Check whether a closing quote is missing in this field.");
    }

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        // A piece does not end in a carriage return: the scanner mixes up two of them on either side of its end. It asks again with more room.
        if (Error is not null || buffer.Length < 2)
            return 0;
        try
        {
            while (true)
            {
                var held = _holdsCarriageReturn ? 1 : 0;
                var count = await reader.ReadAsync(buffer[held..], cancellationToken).ConfigureAwait(false);
                if (count == 0)
                    return Finish();
                if (held > 0)
                    buffer.Span[0] = '\r';
                count = held + Look(buffer.Span.Slice(held, count));
                _holdsCarriageReturn = Error is null && buffer.Span[count - 1] == '\r';
                if (_holdsCarriageReturn)
                    count--;
                if (count > 0 || Error is not null)
                    return count;
            }
        }
        catch (DecoderFallbackException)
        {
            Error = At("csv.encoding", "The bytes after this line are not valid UTF-8.", (_start.Line, 0), "Save the file as UTF-8.");
            return 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();
        base.Dispose(disposing);
    }

    private int Finish()
    {
        if (_state == State.Quoted)
            Error = At("csv.unclosed", "The file ends inside a quoted field that starts here.", _quote, "Close the quote.");
        else if (_state == State.CarriageReturn)
            RefuseCarriageReturn(_start);
        return 0;
    }

    /// <summary>Looks a piece through; gives how much of it may be read.</summary>
    private int Look(ReadOnlySpan<char> piece)
    {
        var (at, opened, record) = (0, -1, -1);
        while (at < piece.Length && Error is null)
        {
            if (_state is State.QuoteInQuoted or State.CarriageReturn)
            {
                TakeAfter(piece, ref at);
                continue;
            }
            var next = piece[at..].IndexOfAny(Telling);
            var plain = next < 0 ? piece[at..] : piece.Slice(at, next);
            if (_state == State.Quoted)
                _recordLength += plain.Length;
            else if (!TakeOutside(piece, plain, ref at, ref record))
                break;
            at += plain.Length;
            if (_recordLength > CsvReader.MaxRecordLength)
                RefuseLength(piece, opened, record);
            else if (next >= 0)
                TakeTelling(piece, ref at, ref opened);
        }
        if (Error is not null)
            return at;
        if (opened >= 0)
            _quote = PlaceOf(piece, opened);
        if (record >= 0)
            _recordLine = PlaceOf(piece, record).Line;
        (_start, _last) = (PlaceOf(piece, piece.Length), piece[^1]);
        return piece.Length;
    }

    /// <summary>Text without quotes, carriage returns and NUL that is not within quotes: what ends fields and records.</summary>
    private bool TakeOutside(ReadOnlySpan<char> piece, ReadOnlySpan<char> plain, ref int at, ref int record)
    {
        var end = plain.LastIndexOf('\n');
        var first = end < 0 ? plain : plain[..plain.IndexOf('\n')];
        if (_separators + first.Count(',') >= CsvReader.MaxFields || (end >= 0 && plain[first.Length..].Count(',') >= CsvReader.MaxFields))
        {
            RefuseWidth(piece, plain, ref at);
            if (Error is not null)
                return false;
        }
        if (end < 0)
        {
            _separators += first.Count(',');
            _recordLength += first.Length;
            return true;
        }
        if (_recordLength + first.Length > CsvReader.MaxRecordLength)
        {
            _recordLength += first.Length;
            return true;
        }
        CompleteRecords += plain.Count('\n');
        var rest = plain[(end + 1)..];
        (record, _separators, _recordLength) = (at + end + 1, rest.Count(','), rest.Length);
        return true;
    }

    /// <summary>Counts the fields of each record one by one.</summary>
    private void RefuseWidth(ReadOnlySpan<char> piece, ReadOnlySpan<char> plain, ref int at)
    {
        var separators = _separators;
        for (var i = 0; i < plain.Length; i++)
        {
            separators = plain[i] switch { '\n' => 0, ',' => separators + 1, _ => separators };
            if (separators < CsvReader.MaxFields)
                continue;
            CompleteRecords += plain[..i].Count('\n');
            at += i;
            Error = At("csv.too-wide", $"The record has more than {CsvReader.MaxFields} fields.", PlaceOf(piece, at), null);
            return;
        }
    }

    /// <summary>A quote, a carriage return or NUL.</summary>
    private void TakeTelling(ReadOnlySpan<char> piece, ref int at, ref int opened)
    {
        switch (piece[at])
        {
            case '\0':
                Error = At("csv.nul", "The file contains a NUL character.", PlaceOf(piece, at), "This is probably not a text file.");
                return;
            case '\r':
                _state = _state == State.Outside ? State.CarriageReturn : _state;
                break;
            case var _ when _state == State.Quoted:
                _state = State.QuoteInQuoted;
                break;
            default:
                if ((at == 0 ? _last : piece[at - 1]) is not (',' or '\n'))
                {
                    const string remedy = "Put the whole field in quotes and double the quotes inside.";
                    Error = At("csv.quote", "A quote appears inside a field that does not start with one.", PlaceOf(piece, at), remedy);
                    return;
                }
                (_state, opened) = (State.Quoted, at);
                break;
        }
        at++;
        _recordLength++;
    }

    /// <summary>What follows a carriage return, or a quote within quotes.</summary>
    private void TakeAfter(ReadOnlySpan<char> piece, ref int at)
    {
        var c = piece[at];
        if (_state == State.CarriageReturn && c != '\n')
        {
            RefuseCarriageReturn(PlaceOf(piece, at));
        }
        else if (_state == State.CarriageReturn || c is ',' or '\r' or '\n')
        {
            _state = State.Outside;
        }
        else if (c == '"')
        {
            _state = State.Quoted;
            at++;
            _recordLength++;
        }
        else if (c == '\0')
        {
            Error = At("csv.nul", "The file contains a NUL character.", PlaceOf(piece, at), "This is probably not a text file.");
        }
        else
        {
            Error = At("csv.quote", "Unexpected text after a closing quote.", PlaceOf(piece, at), "Double the quotes inside a quoted field.");
        }
    }

    private void RefuseCarriageReturn((int Line, int Column) behind)
    {
        const string remedy = "End lines with LF or CRLF.";
        Error = At("csv.line-end", "A carriage return is not followed by a line feed.", (behind.Line, behind.Column - 1), remedy);
    }

    private void RefuseLength(ReadOnlySpan<char> piece, int opened, int record)
    {
        if (opened >= 0)
            _quote = PlaceOf(piece, opened);
        if (record >= 0)
            _recordLine = PlaceOf(piece, record).Line;
        Error = TooLong();
    }

    private (int Line, int Column) PlaceOf(ReadOnlySpan<char> piece, int index)
    {
        var before = piece[..index];
        var lineBreak = before.LastIndexOf('\n');
        return lineBreak < 0 ? (_start.Line, _start.Column + index) : (_start.Line + before.Count('\n'), index - lineBreak);
    }

    private InvalidInputException At(string code, string message, (int Line, int Column) place, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Line = place.Line, Column = place.Column, Remedy = remedy }]);
}
