using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Parts of JSON from outside. What is not of the asked type is not there.</summary>
internal static class JsonParts
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value : null;

    public static string? Text(this JsonElement element, string name) => element.Find(name) is { } value ? value.Text() : null;

    /// <exception cref="Gyre.Core.InvalidInputException">It is not valid Unicode.</exception>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            throw LabelRefusal.Of(ProblemKinds.Syntax, "A text is not valid Unicode.", "Save the file as UTF-8.");
        }
    }

    /// <summary>A text, or a whole number as one: programs write ids as both.</summary>
    public static string? Id(this JsonElement element, string name) => element.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var id) ? id.ToString(CultureInfo.InvariantCulture) : null,
        { } value => value.Text(),
        null => null,
    };

    public static double? Number(this JsonElement element, string name) => element.Find(name) is { } value ? value.Number() : null;

    public static double? Number(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static int? Integer(this JsonElement element, string name) => element.Find(name) is { } value ? value.Integer() : null;

    /// <summary>A whole number, also one written as <c>3.0</c>.</summary>
    public static int? Integer(this JsonElement element) =>
        element.Number() is { } number && number is >= int.MinValue and <= int.MaxValue && Math.Floor(number) == number ? (int)number
            : null;

    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Elements(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Properties(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>Numbers of an array; null when it has anything else in it.</summary>
    public static double[]? Numbers(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return null;
        var numbers = new double[element.GetArrayLength()];
        var at = 0;
        foreach (var part in element.EnumerateArray())
        {
            if (part.Number() is not { } number)
                return null;
            numbers[at++] = number;
        }
        return numbers;
    }

    /// <summary>Any value. Names that occur twice keep their last value.</summary>
    public static Value ToValue(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Value.Of(element.Text()!),
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.Number => NumberOf(element),
        JsonValueKind.Array => Value.Of(element.EnumerateArray().Select(static part => part.ToValue())),
        JsonValueKind.Object => element.ToMap(),
        _ => Value.Null,
    };

    public static MapValue ToMap(this JsonElement element)
    {
        var entries = new List<KeyValuePair<string, Value>>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in ((JsonElement?)element).Properties())
        {
            var entry = KeyValuePair.Create(NameOf(property), property.Value.ToValue());
            if (places.TryAdd(entry.Key, entries.Count))
                entries.Add(entry);
            else
                entries[places[entry.Key]] = entry;
        }
        return new MapValue([.. entries]);
    }

    /// <exception cref="Gyre.Core.InvalidInputException">It is not valid Unicode.</exception>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw LabelRefusal.Of(ProblemKinds.Syntax, "A name is not valid Unicode.", "Save the file as UTF-8.");
        }
    }

    private static Value NumberOf(JsonElement element)
    {
        var text = element.GetRawText();
        if (text.Length <= 400 && !text.AsSpan().ContainsAny('.', 'e', 'E'))
            return new IntegerValue(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        return element.Number() is { } number
            ? Value.Of(number)
            : throw LabelRefusal.Of(ProblemKinds.Syntax, "A number is too large.", "Write it as a text.");
    }
}
