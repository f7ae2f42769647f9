using System.Text.Json;

namespace Gyre.Labeling.Formats;

/// <summary>Reads a large JSON document piece by piece, with one buffer that grows to the largest piece.</summary>
internal sealed class JsonPieces(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _isLast;
    private bool _hasBegun;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = ImportLimits.MaxDepth });

    /// <summary>Text of the last token, if it has one.</summary>
    public string? Text { get; private set; }

    public void Dispose() => stream.Dispose();

    /// <summary>The next token.</summary>
    /// <exception cref="JsonException">It is no JSON, or the document is not complete.</exception>
    public JsonTokenType Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(Rest, _isLast, _state);
            if (reader.Read())
            {
                Text = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
                Keep(ref reader);
                return reader.TokenType;
            }
            if (_isLast)
                return JsonTokenType.None;
            Fill();
        }
    }

    /// <summary>The next element of the array in which the reader is, or the value of a property; null at the end of the array.</summary>
    /// <exception cref="JsonException">It is no JSON, or the document is not complete.</exception>
    public JsonDocument? ReadPiece()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(Rest, _isLast, _state);
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Keep(ref reader);
                    return null;
                }
                if (JsonDocument.TryParseValue(ref reader, out var piece))
                {
                    Keep(ref reader);
                    return piece;
                }
            }
            if (_isLast)
                throw new JsonException("The document ends too early.");
            Fill();
        }
    }

    /// <summary>Reads over the next value, however large it is.</summary>
    public void Skip()
    {
        var depth = 0;
        do
        {
            depth += Read() switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                JsonTokenType.None => throw new JsonException("The document ends too early."),
                _ => 0,
            };
        }
        while (depth > 0);
    }

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    private void Keep(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= ImportLimits.MaxPieceBytes)
                throw LabelRefusal.Of(ProblemKinds.TooLarge, $"A value has more than {ImportLimits.MaxPieceBytes} bytes.", "Divide it.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        var count = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _isLast = count < _buffer.Length - _end;
        _end += count;
        if (!_hasBegun && Rest.StartsWith("\uFEFF"u8))
            _start = 3;
        _hasBegun = true;
    }
}
