using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Gyre.Core;

namespace Gyre.Datasets.Rows;

/// <summary>
/// Rows of a file with a JSON object per line. Texts are cells as they are, null is null, what is not there is missing, and lists and
/// objects are their JSON.
/// </summary>
internal sealed class JsonLineRows : RowSource
{
    private const int MaxDepth = 32;
    private const int MaxColumns = CsvRows.MaxColumns;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly Stream _stream;
    private readonly ByteLines _lines;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _texts = new();
    private (int Start, int Length)[] _cells = [];
    private bool[] _isThere = [];

    private JsonLineRows(Stream stream, string file)
        : base(file) => (_stream, _lines) = (stream, new ByteLines(stream, file));

    public override long? Line => _lines.Number;

    /// <summary>Reads the whole file for the names of its columns, in the order in which they come up, and begins again.</summary>
    /// <param name="open">Opens the file; each stream is disposed.</param>
    /// <param name="file">For errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static JsonLineRows Open(Func<Stream> open, string file, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        using (var first = open())
        {
            var rows = new JsonLineRows(first, file);
            while (rows.TryReadLine())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Read(names);
            }
            if (names.Count == 0)
                throw rows.Fault("dataset.lines.empty", "The file has no object with a value.", "Write one JSON object per line.");
        }
        return new JsonLineRows(open(), file).With(names);
    }

    public override ReadOnlySpan<byte> Cell(int column) => _texts.WrittenSpan.Slice(_cells[column].Start, _cells[column].Length);

    public override bool TryRead()
    {
        if (!TryReadLine())
            return false;
        Read(null);
        return true;
    }

    public override ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(false);
    }

    public override ValueTask DisposeAsync() => _stream.DisposeAsync();

    private JsonLineRows With(List<string> names)
    {
        foreach (var (i, name) in names.Index())
            _columns.Add(name, i);
        (Columns, Count, _cells, _isThere) = ([.. names], names.Count, new (int, int)[names.Count], new bool[names.Count]);
        return this;
    }

    private bool TryReadLine()
    {
        while (_lines.TryRead())
        {
            if (_lines.Number == 1 && _lines.Line.Span.StartsWith("\uFEFF"u8))
                throw Fault("dataset.lines.json", "The file begins with a byte-order mark.", "Save it as UTF-8 without one.");
            if (_lines.Line.Span.ContainsAnyExcept((byte)' ', (byte)'\t'))
                return true;
        }
        return false;
    }

    /// <summary>Reads the present line: its names into a list, or its cells.</summary>
    private void Read(List<string>? names)
    {
        if (!Utf8.IsValid(_lines.Line.Span))
            throw Fault("dataset.lines.encoding", "The line is not valid UTF-8.", "Save the file as UTF-8.");
        try
        {
            var reader = new Utf8JsonReader(_lines.Line.Span, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Fault("dataset.lines.object", "The line is no JSON object.", "Write one JSON object per line.");
            ReadObject(ref reader, names);
            if (reader.Read())
                throw Fault("dataset.lines.json", "The line goes on after its object.", "Write one JSON object per line.");
        }
        catch (JsonException exception)
        {
            throw Fault(
                "dataset.lines.json", $"The line is not JSON: {WithoutPlace(exception.Message)}",
                $"Correct it; objects may be nested {MaxDepth} levels deep.", exception.BytePositionInLine);
        }
        catch (InvalidOperationException)
        {
            // What a reader of JSON throws at an escape for half a character.
            throw Fault("dataset.lines.json", "The line contains text that is not valid Unicode.", "Remove escapes of single surrogates.");
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, List<string>? names)
    {
        Array.Clear(_cells);
        Array.Clear(_isThere);
        _texts.ResetWrittenCount();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (names is not null)
                Note(name, names);
            else
                Keep(name, ref reader);
            reader.Skip();
        }
    }

    private void Note(string name, List<string> names)
    {
        if (!_columns.TryAdd(name, names.Count))
            return;
        if (names.Count == MaxColumns)
            throw Fault("dataset.lines.too-wide", $"The objects have more than {MaxColumns} different names.", null);
        names.Add(name);
    }

    private void Keep(string name, ref Utf8JsonReader reader)
    {
        if (!_columns.TryGetValue(name, out var column))
            throw Fault("dataset.lines.changed", "The file has changed while it was read.", "Try again.");
        if (_isThere[column])
            throw Fault("dataset.lines.duplicate", $"The name '{Shown(name)}' is there twice.", "Remove one of them.");
        _isThere[column] = true;
        var start = _texts.WrittenCount;
        if (reader.TokenType == JsonTokenType.String)
            _texts.Advance(reader.CopyString(_texts.GetSpan(reader.ValueSpan.Length + 1)));
        else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            KeepRaw(ref reader);
        else
            _texts.Write(reader.TokenType == JsonTokenType.Null ? NullText : reader.ValueSpan);
        _cells[column] = (start, _texts.WrittenCount - start);
    }

    private void KeepRaw(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _texts.Write(_lines.Line.Span[start..(int)reader.BytesConsumed]);
    }

    private static string Shown(string name) => name.Length <= 200 ? name : name[..200] + "...";

    private static string WithoutPlace(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;

    private InvalidInputException Fault(string code, string message, string? remedy, long? byteInLine = null) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = File,
            Line = (int)Math.Clamp(_lines.Number, 1, int.MaxValue),
            Column = byteInLine is { } at ? (int)Math.Min(at + 1, int.MaxValue) : 0,
            Remedy = remedy,
        },
    ]);
}
