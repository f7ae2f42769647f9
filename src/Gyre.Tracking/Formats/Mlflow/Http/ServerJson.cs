using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Http;

/// <summary>Reads fields of answers. A field of another type than expected reads as absent: other servers speak this protocol more or less.</summary>
internal static class ServerJson
{
    public static string? Text(this JsonElement element, string name) => Field(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A number or decimal digits in a string.</summary>
    public static long? Number(this JsonElement element, string name) =>
        long.TryParse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number, or a word for what JSON has no number for.</summary>
    public static double? Real(this JsonElement element, string name) =>
        Text(element, name) is { } text && NumberText.TryReadDouble(text, out var number) ? number : null;

    public static bool IsTrue(this JsonElement element, string name) => Field(element, name)?.ValueKind == JsonValueKind.True;

    public static JsonElement? Object(this JsonElement element, string name) => Field(element, name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>The objects of a list; an absent list is empty.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        Field(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    /// <summary>A list of keys and values.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this JsonElement element, string name)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in element.Items(name))
        {
            if (item.Text("key") is { Length: > 0 } key)
                texts[key] = item.Text("value") ?? "";
        }
        return texts;
    }

    /// <summary>A value with its timestamp and step, or null where one is none.</summary>
    public static MetricPoint? Point(this JsonElement element) =>
        element.Number("timestamp") is { } timestamp && element.Real("value") is { } value ? new MetricPoint(timestamp, element.Number("step") ?? 0, value) : null;

    private static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) ? field : null;
}
