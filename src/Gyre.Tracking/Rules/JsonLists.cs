using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Tracking.Rules;

/// <summary>Lists that are kept as JSON text.</summary>
internal static class JsonLists
{
    /// <summary>The list with one value more; what holds no list counts as an empty one.</summary>
    public static string Append(string? list, string json)
    {
        var items = Parse(list);
        items.Add(JsonNode.Parse(json));
        return items.ToJsonString();
    }

    /// <summary>The list with one value more, with blanks behind commas and colons: some clients compare the text.</summary>
    public static string AppendSpaced(string? list, JsonNode item)
    {
        var items = Parse(list);
        items.Add(item);
        var text = new StringBuilder();
        WriteSpaced(text, items);
        return text.ToString();
    }

    // As deep as the parser allows: 64.
    private static void WriteSpaced(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                WriteJoined(text, '[', list, static (into, item) => WriteSpaced(into, item), ']');
                break;
            case JsonObject map:
                WriteJoined(text, '{', map, static (into, pair) => WriteSpaced(into.Append(JsonSerializer.Serialize(pair.Key)).Append(": "), pair.Value), '}');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteJoined<T>(StringBuilder text, char open, IEnumerable<T> items, Action<StringBuilder, T> write, char close)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(", ");
            isFirst = false;
            write(text, item);
        }
        text.Append(close);
    }

    private static JsonArray Parse(string? text)
    {
        try
        {
            return text is null ? [] : JsonNode.Parse(text) as JsonArray ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
