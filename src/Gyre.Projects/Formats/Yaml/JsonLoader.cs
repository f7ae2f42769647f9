using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>
/// Reads a JSON document into the nodes of <see cref="YamlLoader"/>, within the same limits. JSON is nearly YAML, but not in the numbers (<c>1e5</c>), the
/// escapes of letters beyond 16 bits, and tabs.
/// </summary>
internal sealed class JsonLoader
{
    /// <summary>What is said of a text that is no JSON at all.</summary>
    public const string SyntaxCode = "json.syntax";

    private const int MaxNumberLength = 4096;

    private readonly string _file;
    private readonly byte[] _bytes;
    private readonly List<YamlFrame> _open = [];
    private YamlNode? _root;
    private int _nodes;
    private int _counted;
    private YamlPlace _place = new(1, 1);

    private JsonLoader(byte[] bytes, string file) => (_bytes, _file) = (bytes, file);

    /// <summary>Reads one document.</summary>
    /// <exception cref="InvalidInputException">Not JSON (code <see cref="SyntaxCode"/>), a key twice, or beyond <see cref="YamlLimits"/>; names the place.</exception>
    public static YamlNode Load(string text, string file)
    {
        if (text.Length > YamlLimits.MaxBytes)
            throw YamlText.Refuse(
                file,
                "yaml.too-large",
                $"The document has {text.Length} characters; the maximum is {YamlLimits.MaxBytes}.",
                null,
                default);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        YamlText.CheckCharacters(text, file);
        return new JsonLoader(Encoding.UTF8.GetBytes(text), file).Read();
    }

    private YamlNode Read()
    {
        // One level more than is read, so that it is this class that says what is too deep.
        var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = YamlLimits.MaxDepth + 1 });
        try
        {
            while (reader.Read())
                Accept(ref reader, PlaceAt((int)reader.TokenStartIndex));
        }
        catch (JsonException exception)
        {
            throw Refuse(
                SyntaxCode,
                $"The document is not valid JSON: {Reason(exception)}",
                PlaceOf(exception),
                "Check the commas, brackets and quotes here and above.");
        }
        return _root!;
    }

    private void Accept(ref Utf8JsonReader reader, YamlPlace place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Count(place);
                if (_open.Count >= YamlLimits.MaxDepth)
                    throw Refuse("yaml.too-deep", $"The document is nested deeper than {YamlLimits.MaxDepth} levels.", place);
                _open.Add(new YamlFrame(place, reader.TokenType == JsonTokenType.StartObject, isFlow: true));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var frame = _open[^1];
                _open.RemoveAt(_open.Count - 1);
                Put(frame.Build());
                break;
            case JsonTokenType.PropertyName:
                Count(place);
                TakeKey(_open[^1], Text(ref reader, place), place);
                break;
            default:
                Count(place);
                Put(Scalar(ref reader, place));
                break;
        }
    }

    private void TakeKey(YamlFrame frame, string key, YamlPlace place)
    {
        if (!frame.Seen.TryAdd(key, place))
            throw Refuse(
                "yaml.duplicate-key",
                $"The key '{Names.Shown(key)}' appears twice in one mapping, in line {frame.Seen[key].Line} and in line {place.Line}.",
                place,
                "Remove one of them.");
        frame.Key = new YamlScalar(new TextValue(key), key, place);
    }

    private void Put(YamlNode node)
    {
        if (_open.Count == 0)
        {
            _root = node;
            return;
        }
        var frame = _open[^1];
        if (frame.IsMapping)
            frame.Entries.Add(new YamlEntry(frame.Key!.Text, frame.Key.Place, node));
        else
            frame.Items.Add(node);
    }

    private YamlScalar Scalar(ref Utf8JsonReader reader, YamlPlace place)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = Text(ref reader, place);
            return new YamlScalar(new TextValue(text), text, place);
        }
        var written = Encoding.UTF8.GetString(reader.ValueSpan);
        Value value = reader.TokenType switch
        {
            JsonTokenType.Number => Number(written, place),
            JsonTokenType.True => Value.True,
            JsonTokenType.False => Value.False,
            _ => Value.Null,
        };
        return new YamlScalar(value, written, place);
    }

    private Value Number(string written, YamlPlace place)
    {
        if (written.Length > MaxNumberLength)
            throw Refuse("json.number", $"A number has {written.Length} characters; the maximum is {MaxNumberLength}.", place);
        if (written.AsSpan().IndexOfAny(".eE") < 0)
            return new IntegerValue(BigInteger.Parse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var number = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? new FloatValue(number) : throw Refuse("json.number", $"The number {Names.Shown(written)} is too large.", place);
    }

    private string Text(ref Utf8JsonReader reader, YamlPlace place)
    {
        if (reader.ValueSpan.Length > YamlLimits.MaxScalarLength)
            throw Refuse(
                "yaml.too-large", $"A string has {reader.ValueSpan.Length} bytes; the maximum is {YamlLimits.MaxScalarLength}.", place);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refuse(
                "yaml.character", "A string contains half of a surrogate pair.", place, "Write both halves, or the character itself.");
        }
    }

    private void Count(YamlPlace place)
    {
        if (++_nodes > YamlLimits.MaxNodes)
            throw Refuse("yaml.too-large", $"The document has more than {YamlLimits.MaxNodes} nodes.", place);
    }

    /// <summary>Places are asked for in rising order, so that each byte is looked at once.</summary>
    private YamlPlace PlaceAt(int index)
    {
        var between = _bytes.AsSpan(_counted, index - _counted);
        var lines = between.Count((byte)'\n');
        var column = lines > 0 ? 1 : _place.Column;
        _place = new YamlPlace(_place.Line + lines, column + Encoding.UTF8.GetCharCount(between[(between.LastIndexOf((byte)'\n') + 1)..]));
        _counted = index;
        return _place;
    }

    private YamlPlace PlaceOf(JsonException exception)
    {
        var line = (int)(exception.LineNumber ?? 0);
        var start = 0;
        for (var i = 0; i < line; i++)
            start += _bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        var length = (int)Math.Min(exception.BytePositionInLine ?? 0, _bytes.Length - start);
        return new YamlPlace(line + 1, Encoding.UTF8.GetCharCount(_bytes.AsSpan(start, length)) + 1);
    }

    /// <summary>Without the place, which is said beside it.</summary>
    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private InvalidInputException Refuse(string code, string message, YamlPlace place, string? remedy = null) => YamlText.Refuse(_file, code, message, remedy, place);
}
