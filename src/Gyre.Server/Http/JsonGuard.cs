using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Server.Http;

/// <summary>
/// Reads a whole JSON document once and refuses what later readers would see differently or choke on: a name twice in an object, half a surrogate pair,
/// NUL, a number no double holds, too many levels. Flat memory, one pass.
/// </summary>
internal ref struct JsonGuard
{
    public const int MaxDepth = 64;

    /// <summary>At most so many values, however short: what is made of a value is many times as large as its text.</summary>
    public const int MaxValues = 2_000_000;

    private readonly ReadOnlySpan<byte> _json;
    private readonly Stack<Level> _levels = new();
    private Utf8JsonReader _reader;
    private int _values;

    /// <summary>How a document of more than <see cref="MaxValues"/> is refused.</summary>
    public static string TooManyValues { get; } =
        string.Create(CultureInfo.InvariantCulture, $"The document has more than {MaxValues:N0} values; send it in several requests.");

    private JsonGuard(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <exception cref="InvalidInputException">It is refused; the place is named.</exception>
    public static void Check(ReadOnlySpan<byte> json) => new JsonGuard(json).Run();

    /// <summary>Whether there are more than <see cref="MaxValues"/>; nothing else is looked at.</summary>
    /// <exception cref="JsonException">It is no JSON up to that many values.</exception>
    public static bool HasTooManyValues(ReadOnlySpan<byte> json)
    {
        // A value takes a byte and what divides it from the next one.
        if (json.Length <= 2L * MaxValues)
            return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        for (var values = 0; reader.Read();)
        {
            var isValue = reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray);
            if (isValue && ++values > MaxValues)
                return true;
        }
        return false;
    }

    private void Run()
    {
        try
        {
            while (_reader.Read())
                Look();
        }
        catch (JsonException exception)
        {
            var deep = _levels.Count >= MaxDepth;
            throw Refusal(
                deep ? "json.depth" : "json.syntax",
                deep ? $"The document is nested deeper than {MaxDepth} levels." : "The body is not valid JSON.",
                exception.LineNumber + 1,
                exception.BytePositionInLine + 1);
        }
        catch (InvalidOperationException)
        {
            throw Refusal("json.text", "A string contains half of a surrogate pair or bytes that are not valid UTF-8.");
        }
    }

    private void Look()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Count();
                _levels.Push(new Level(_reader.TokenType == JsonTokenType.StartObject));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                break;
            case JsonTokenType.PropertyName:
                var name = Text();
                var level = _levels.Peek();
                level.Name = name;
                if (!level.Names!.Add(name))
                    throw Refusal("json.twice", $"The property '{Quotes.Shorten(name)}' appears twice.");
                break;
            case JsonTokenType.String:
                Count();
                Text();
                break;
            case JsonTokenType.Number:
                Count();
                if (!_reader.TryGetDouble(out var number) || !double.IsFinite(number))
                    throw Refusal("json.number", "A number is too large for a double.");
                break;
            default:
                Count();
                break;
        }
    }

    private void Count()
    {
        if (++_values > MaxValues)
            throw Refusal("json.values", TooManyValues);
        if (_levels.TryPeek(out var level))
            level.Index++;
    }

    private string Text()
    {
        var text = _reader.GetString()!;
        return text.Contains('\0', StringComparison.Ordinal) ? throw Refusal("json.nul", "A string contains a NUL character.") : text;
    }

    private readonly InvalidInputException Refusal(string code, string message, long? line = null, long? column = null)
    {
        var before = _json[..(int)Math.Min(_reader.TokenStartIndex, _json.Length)];
        var lineBreak = before.LastIndexOf((byte)'\n');
        return new InvalidInputException(
        [
            new Diagnostic(Severity.Error, code, message)
            {
                Path = string.Join('/', _levels.Reverse().Select(static level => level.Key).Where(static key => key.Length > 0)),
                Line = (int)(line ?? before.Count((byte)'\n') + 1),
                Column = (int)(column ?? before.Length - lineBreak),
            },
        ]);
    }

    private sealed class Level(bool isObject)
    {
        public HashSet<string>? Names { get; } = isObject ? new(StringComparer.Ordinal) : null;

        public string? Name { get; set; }

        public int Index { get; set; } = -1;

        public string Key => Names is not null ? Name ?? "" : Index >= 0 ? Index.ToString(CultureInfo.InvariantCulture) : "";
    }
}
