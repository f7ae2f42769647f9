using Gyre.Core;

namespace Gyre.Datasets.Rows;

/// <summary>Lines of a file as bytes. Memory is one buffer, which grows to the longest line and never beyond the limit.</summary>
/// <param name="stream">Readable; not disposed.</param>
/// <param name="file">For errors.</param>
internal sealed class ByteLines(Stream stream, string file)
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MaxBytes = CsvRows.MaxRowBytes;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isLast;

    /// <summary>Number of the present line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The present line without its end; valid until the next.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidInputException">The line is too long, or the compressed file is damaged.</exception>
    public bool TryRead()
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (end >= 0 || (_isLast && _end > _start))
            {
                Take(end < 0 ? _end - _start : searched + end);
                return true;
            }
            if (_isLast)
                return false;
            searched = _end - _start;
            Fill();
        }
    }

    private void Take(int length)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
        _start = Math.Min(_end, _start + length + 1);
        Line = line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= MaxBytes)
                throw Fault("dataset.lines.too-long", $"The line is longer than {MaxBytes} bytes.", "Split it.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        try
        {
            var count = stream.Read(_buffer.AsSpan(_end));
            _end += count;
            _isLast = count == 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdSharp.ZstdException)
        {
            throw Fault("dataset.csv.compression", "The compressed file is damaged.", "Compress it again.");
        }
    }

    private InvalidInputException Fault(string code, string message, string remedy) => new(
    [
        new Diagnostic(Severity.Error, code, message) { File = file, Line = (int)Math.Min(Number + 1, int.MaxValue), Remedy = remedy },
    ]);
}
