using System.Buffers;

namespace Gyre.Execution.Supervision;

/// <summary>Takes lines, or pieces of very long ones.</summary>
internal interface ILineSink
{
    /// <summary>A line or a piece of one, without its end.</summary>
    /// <param name="piece">At most <see cref="LineSplitter.MaxPieceBytes"/> bytes.</param>
    /// <param name="continues">Whether it goes on from the piece before.</param>
    void Piece(ReadOnlySpan<byte> piece, bool continues);

    /// <summary>A whole line that begins like a JSON object, from its last carriage return on; told after its pieces.</summary>
    void Candidate(ReadOnlySpan<byte> line);

    /// <summary>A line began like a JSON object but is longer than <see cref="LineSplitter.MaxCandidateBytes"/>.</summary>
    void TooLongCandidate();
}

/// <summary>Cuts a stream into lines in flat memory, however long a line is.</summary>
internal sealed class LineSplitter(ILineSink sink, bool wantsCandidates)
{
    public const int MaxPieceBytes = 16 * 1024;
    public const int MaxCandidateBytes = 1 << 20;

    private readonly byte[] _piece = new byte[MaxPieceBytes];
    private readonly ArrayBufferWriter<byte> _candidate = new();
    private int _length;
    private bool _continues;
    private CandidateState _state = wantsCandidates ? CandidateState.Undecided : CandidateState.No;

    private enum CandidateState
    {
        Undecided,
        Yes,
        No,
        TooLong,
    }

    /// <summary>Takes the next bytes.</summary>
    public void Next(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            Append(part);
            if (end < 0)
                return;
            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Nothing follows: what is left is the last line.</summary>
    public void End()
    {
        if (_length > 0 || _continues)
            EndLine();
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (wantsCandidates)
            AppendCandidate(part);
        while (!part.IsEmpty)
        {
            if (_length == MaxPieceBytes)
                EndPiece();
            var count = Math.Min(part.Length, MaxPieceBytes - _length);
            part[..count].CopyTo(_piece.AsSpan(_length));
            _length += count;
            part = part[count..];
        }
    }

    private void AppendCandidate(ReadOnlySpan<byte> part)
    {
        var restart = part.TrimEnd((byte)'\r').LastIndexOf((byte)'\r');
        if (restart >= 0)
        {
            ResetCandidate();
            part = part[(restart + 1)..];
        }
        else if (!part.IsEmpty && _candidate.WrittenCount > 0 && _candidate.WrittenSpan[^1] == '\r' && !part.TrimStart((byte)'\r').IsEmpty)
        {
            ResetCandidate();
        }
        if (_state == CandidateState.Undecided && part.TrimStart(" \t\r"u8) is { IsEmpty: false } text)
            _state = text[0] == '{' ? CandidateState.Yes : CandidateState.No;
        if (_state == CandidateState.No)
        {
            KeepCarriageReturn(part);
            return;
        }
        if (_state == CandidateState.Yes && _candidate.WrittenCount + part.Length > MaxCandidateBytes)
            _state = CandidateState.TooLong;
        if (_state == CandidateState.Yes)
            _candidate.Write(part);
        else
            KeepCarriageReturn(part);
    }

    /// <summary>What does not count is not kept, except a final carriage return: what comes after it does count.</summary>
    private void KeepCarriageReturn(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return;
        _candidate.ResetWrittenCount();
        if (part[^1] == '\r')
            _candidate.Write("\r"u8);
    }

    private void ResetCandidate()
    {
        _candidate.ResetWrittenCount();
        _state = CandidateState.Undecided;
    }

    private void EndLine()
    {
        if (_length > 0 && _piece[_length - 1] == '\r')
            _length--;
        sink.Piece(_piece.AsSpan(0, _length), _continues);
        (_length, _continues) = (0, false);
        if (!wantsCandidates)
            return;
        if (_state == CandidateState.Yes)
            sink.Candidate(_candidate.WrittenSpan);
        else if (_state == CandidateState.TooLong)
            sink.TooLongCandidate();
        ResetCandidate();
    }

    /// <summary>Ends a full piece at the border of a character, so that a piece is text as far as the line is.</summary>
    private void EndPiece()
    {
        var cut = _length;
        for (var back = 1; back <= 3; back++)
        {
            var lead = _piece[_length - back];
            if ((lead & 0xC0) == 0x80)
                continue;
            if (lead >= 0xC0 && SequenceLength(lead) > back)
                cut = _length - back;
            break;
        }
        sink.Piece(_piece.AsSpan(0, cut), _continues);
        _piece.AsSpan(cut, _length - cut).CopyTo(_piece);
        (_length, _continues) = (_length - cut, true);
    }

    private static int SequenceLength(byte lead) => lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}
