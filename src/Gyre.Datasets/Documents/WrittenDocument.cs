using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Queries;

namespace Gyre.Datasets.Documents;

/// <summary>A document as it lies in the tables.</summary>
internal sealed record WrittenDocument(string Id, string Link, byte[] Order, bool IsOrderCut, string Body, DocumentValues Values)
{
    private const int LongestId = 500;

    public static WrittenDocument Of(MapValue document, QueryResource resource)
    {
        var id = document.Find("id") is TextValue or TimestampValue or IntegerValue ? DocumentOrder.IdOf(document) : "";
        if (!IsKey(id))
            throw new InvalidInputException(
                "document.bad-id", id.Length == 0 ? "A document has no 'id'." : $"The id '{QueryReader.Short(id)}' is too long.",
                string.Create(
                    CultureInfo.InvariantCulture, $"Give each document a text of up to {LongestId} characters, or a whole number."));
        if (!IsReadable(document, ValueJson.MaxDepth))
            throw new InvalidInputException(
                "document.too-deep", $"The document '{id}' is nested too deep.",
                string.Create(CultureInfo.InvariantCulture, $"Nest lists and objects at most {ValueJson.MaxDepth} deep."));
        var order = UsualOrder.KeyOf(document, out var isCut);
        // What cannot be an id belongs to no item.
        var link = resource == QueryResource.Annotations && document.Find("itemId")?.ToString() is { } item && IsKey(item) ? item : "";
        return new WrittenDocument(id, link, order, isCut, ValueJson.Write(document), DocumentValues.Of(document));
    }

    private static bool IsKey(string text) => text.Length is > 0 and <= LongestId && DocumentValues.IsClean(text);

    private static bool IsReadable(Value value, int depth) => value switch
    {
        MapValue map => depth > 0 && map.Entries.All(entry => IsReadable(entry.Value, depth - 1)),
        ListValue list => depth > 0 && list.Items.All(item => IsReadable(item, depth - 1)),
        _ => true,
    };
}
