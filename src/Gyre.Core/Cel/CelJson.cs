using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Gyre.Core.Cel;

/// <summary>
/// <c>parseJson</c>: JSON as it stands, without the tags of <see cref="ValueJson"/>. Numbers without point and exponent are integers.
/// </summary>
internal static class CelJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ValueJson.MaxDepth, AllowDuplicateProperties = false };

    public static object? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return CelValues.FromValue(Read(document.RootElement));
        }
        catch (JsonException exception)
        {
            return Fault(exception.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {exception.BytePositionInLine + 1})") : "");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            return Fault(" (half of a surrogate pair)");
        }
    }

    private static CelFault Fault(string place) =>
        new(
            CelErrorKind.Conversion,
            $"The argument of parseJson is not valid JSON{place}.",
            $"Use at most {ValueJson.MaxDepth} levels, unique names in each object, and numbers that fit into a double.");

    private static Value Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Value.Null,
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.Of(element.GetString()!),
        JsonValueKind.Number => ReadNumber(element.GetRawText()),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(Read)]),
        _ => new MapValue([.. element.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, Read(entry.Value)))]),
    };

    private static Value ReadNumber(string text)
    {
        var isWhole = text.AsSpan().IndexOfAny(".eE") < 0;
        if (text.Length > 4096)
            throw new JsonException("A number has more than 4096 characters.");
        if (isWhole)
            return new IntegerValue(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? new FloatValue(number) : throw new JsonException("A number is too large for a double.");
    }
}
