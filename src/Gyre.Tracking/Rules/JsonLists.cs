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
