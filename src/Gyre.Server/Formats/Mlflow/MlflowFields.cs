using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gyre.Server.Http;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>
/// Fields of a request's object, each read as what it must be. 64-bit numbers and doubles may be texts; a missing field is one that is absent, null or empty.
/// The words of refusals are those that scripts look for.
/// </summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands: <c>metrics[0].</c>; empty for the request itself.</param>
/// <param name="fromQuery">Whether all values are texts of a query.</param>
internal readonly struct MlflowFields(JsonElement element, string path, bool fromQuery)
{
    private const string Suffix = " See the API docs for more information about request parameters.";

    private const int MaxElements = 100_000;

    public bool Has(string name) => Find(name) is not null;

    /// <exception cref="TrackingException">It is missing, or no text.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>The first of several names that is there: older and newer ones.</summary>
    /// <exception cref="TrackingException">None is there; the first is named.</exception>
    public string Required(string name, string otherName) => Text(name) is { Length: > 0 } text ? text : Text(otherName) is { Length: > 0 } other ? other : throw Missing(name);

    /// <summary>A text that may be empty; null when it is absent.</summary>
    /// <exception cref="TrackingException">It is no text.</exception>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? Clean(name, value) : throw Wrong(name, value);
    }

    /// <exception cref="TrackingException">It is missing, or no whole number of 64 bits.</exception>
    public long RequiredLong(string name) => Long(name) ?? throw Missing(name);

    /// <exception cref="TrackingException">It is no whole number of 64 bits.</exception>
    public long? Long(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetInt64(out var number) ? number : WholeOf(value) ?? throw Wrong(name, value);
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(name, value);
        return long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw Wrong(name, value);
    }

    /// <exception cref="TrackingException">It is missing, or no number.</exception>
    public double RequiredDouble(string name)
    {
        if (Find(name) is not { } value)
            throw Missing(name);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(name, value);
        return value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text when double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) => parsed,
            _ => throw Wrong(name, value),
        };
    }

    /// <exception cref="TrackingException">It is no truth value.</exception>
    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when fromQuery && bool.TryParse(text.GetString(), out var parsed) => parsed,
        { } other => throw Wrong(name, other),
    };

    /// <summary>A word of a list, or its number there.</summary>
    /// <exception cref="TrackingException">It is none of them.</exception>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct, Enum
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && words.TryGetValue(value.GetString()!, out var word))
            return word;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && words.Values.FirstOrDefault(known => Convert.ToInt32(known, CultureInfo.InvariantCulture) == number) is var found
            && Convert.ToInt32(found, CultureInfo.InvariantCulture) == number)
            return found;
        throw Wrong(name, value);
    }

    /// <exception cref="TrackingException">It is no list of texts.</exception>
    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (fromQuery && value.ValueKind == JsonValueKind.String)
            return [Text(name)!];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(name, value);
        var texts = ImmutableArray.CreateBuilder<string>(CountOf(name, value));
        foreach (var item in value.EnumerateArray())
            texts.Add(item.ValueKind == JsonValueKind.String ? Clean(name, item) : throw Wrong(name, value));
        return texts.ToImmutable();
    }

    /// <summary>Objects of a list.</summary>
    /// <exception cref="TrackingException">It is no list of objects.</exception>
    public IReadOnlyList<MlflowFields> Objects(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(name, value);
        var objects = new List<MlflowFields>(CountOf(name, value));
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw Wrong(name, value);
            objects.Add(new MlflowFields(item, string.Create(CultureInfo.InvariantCulture, $"{path}{name}[{objects.Count}]."), fromQuery));
        }
        return objects;
    }

    /// <summary>An object; null when it is absent.</summary>
    /// <exception cref="TrackingException">It is no object.</exception>
    public MlflowFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new MlflowFields(value, $"{path}{name}.", fromQuery),
        { } other => throw Wrong(name, other),
    };

    /// <summary>Any value as it was sent; null when it is absent.</summary>
    public JsonElement? Raw(string name) => Find(name);

    /// <summary>All of it as it was sent.</summary>
    public JsonElement Element => element;

    /// <summary>Pairs of <c>key</c> and <c>value</c>; a value that is absent is empty.</summary>
    /// <exception cref="TrackingException">Something of it is missing or no text.</exception>
    public ImmutableArray<Tag> Pairs(string name) => [.. Objects(name).Select(static pair => new Tag(pair.Required("key"), pair.Text("value") ?? ""))];

    public TrackingException Missing(string name) => Refuse($"Missing value for required parameter '{path}{name}'.{Suffix}");

    public TrackingException Wrong(string name, JsonElement value) =>
        Refuse($"Invalid value {Compact(value)} for parameter '{path}{name}' supplied:  Hint: Value was of type '{TypeOf(value)}'.{Suffix}");

    /// <summary>Counted before anything is made of it: what is made of an element is many times as large.</summary>
    /// <exception cref="TrackingException">It has more elements than any request needs.</exception>
    private int CountOf(string name, JsonElement list) => list.GetArrayLength() is <= MaxElements and var count
        ? count
        : throw Refuse($"Invalid value for parameter '{path}{name}' supplied: it has more than {MaxElements} elements. Split it across several requests.");

    private string Clean(string name, JsonElement item)
    {
        try
        {
            var text = item.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw Refuse($"Invalid value for parameter '{path}{name}' supplied: it contains a NUL character.") : text;
        }
        catch (InvalidOperationException)
        {
            throw Refuse($"Invalid value for parameter '{path}{name}' supplied: it contains half of a surrogate pair.");
        }
    }

    private JsonElement? Find(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A whole number that is written with an exponent or a point, <c>1e3</c>, is one.</summary>
    private static long? WholeOf(JsonElement value) =>
        value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < 1L << 53 && value.GetRawText().AsSpan().IndexOfAny("eE.") >= 0 ? (long)number : null;

    /// <summary>The value as it was sent, without making a text of all of a large one.</summary>
    private static string Compact(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return Quotes.Shorten(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, Quotes.MaxLength * 4)]));
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "str",
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny(".eE") >= 0 ? "float" : "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "list",
        _ => "dict",
    };

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
