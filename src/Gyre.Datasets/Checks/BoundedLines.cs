using System.Text;

namespace Gyre.Datasets.Checks;

/// <summary>Lines of a text; one that is longer than the limit comes in pieces of that length.</summary>
internal sealed class BoundedLines(TextReader reader, int most)
{
    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _start;
    private int _end;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, or null at the end.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var end = rest.IndexOf('\n');
            _line.Append(end < 0 ? rest : rest[..end]);
            _start = end < 0 ? _end : _start + end + 1;
            if (end >= 0 || _line.Length > most)
                return Take();
            _end = await reader.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            _start = 0;
            if (_end == 0)
                return _line.Length > 0 ? Take() : null;
        }
    }

    private string Take()
    {
        Number++;
        return _line.ToString().TrimEnd('\r');
    }
}
