using System.Text.Json;

namespace Gyre.Labeling.Formats;

/// <summary>Classes of a text as they stand in JSON: one label, a list of them, or none.</summary>
internal static class TextLabels
{
    public static void Add(DataBuilder data, ItemBuilder item, Place place, JsonElement? label, string? id)
    {
        if (label is not { } given)
            return;
        if (given.ValueKind == JsonValueKind.Array)
        {
            item.Add(place, id, free =>
                new Annotation { Id = free, Geometry = new LabelChoice([.. given.EnumerateArray().Select(one => data.Use(NameOf(one)))]) });
            return;
        }
        item.Add(place, id, free => new Annotation { Id = free, Label = data.Use(NameOf(given)), Geometry = WholeItem.Instance });
    }

    private static string NameOf(JsonElement label) =>
        label.Text() ?? throw LabelRefusal.Of(ProblemKinds.Syntax, "A label is no text.", "Write its name, or a list of names.");
}
