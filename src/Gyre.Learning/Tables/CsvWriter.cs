using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gyre.Learning.Tables;

/// <summary>Writes records of RFC 4180 in UTF-8 with LF, quotes only where needed; flush at the end.</summary>
internal sealed class CsvWriter(Stream stream) : IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(false), FlushAt, leaveOpen: true) { NewLine = "\n" };
    private readonly StringBuilder _record = new();
    private bool _first = true;

    public CsvWriter Add(ReadOnlySpan<char> field)
    {
        if (!_first)
            _record.Append(',');
        _first = false;
        if (!field.ContainsAny(NeedsQuotes))
            _record.Append(field);
        else
            _record.Append('"').Append(field.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }

    /// <summary>The shortest digits that read back as the same double.</summary>
    public CsvWriter Add(double number) => Add(number.ToString("R", CultureInfo.InvariantCulture));

    public async ValueTask EndRecordAsync(CancellationToken cancellationToken)
    {
        _record.Append('\n');
        // A record of one empty field would be an empty line, which readers pass over.
        if (_record.Length == 1)
            _record.Insert(0, "\"\"");
        foreach (var chunk in _record.GetChunks())
            await _writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        _record.Clear();
        _first = true;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
