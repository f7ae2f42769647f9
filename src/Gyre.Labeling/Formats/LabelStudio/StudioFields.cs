using System.Text.Json;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Which field of a task has the item.</summary>
internal static class StudioFields
{
    private static readonly (string Field, ItemKind Kind)[] Usual =
        [("image", ItemKind.Image), ("text", ItemKind.Text), ("audio", ItemKind.Audio), ("video", ItemKind.Video)];

    public static string Of(ItemKind kind) => Array.Find(Usual, known => known.Kind == kind).Field ?? "table";

    /// <summary>The field that the configuration names, or a usual one that is a text; none for rows of tables.</summary>
    public static (string? Field, ItemKind Kind) Find(JsonElement data, (string Field, ItemKind Kind)? configured)
    {
        if (configured is { } known && data.Text(known.Field) is not null)
            return known;
        foreach (var (field, kind) in Usual)
        {
            if (data.Text(field) is not null)
                return (field, kind);
        }
        return (null, ItemKind.Tabular);
    }

    /// <summary>A path below the folder of the items, and the reference if it is more than that.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It leaves the folder.</exception>
    public static (string Name, string? Source) NameOf(string reference)
    {
        var isAddress = reference.Contains("://", StringComparison.Ordinal) || reference.StartsWith("/data/", StringComparison.Ordinal);
        if (!isAddress)
            return (ItemPaths.WithoutImages(ItemPaths.Safe(reference)), null);
        var path = reference.Split('?', '#')[0];
        var local = reference.IndexOf("?d=", StringComparison.Ordinal);
        var name = local >= 0 ? reference[(local + 3)..] : path[(path.LastIndexOf('/') + 1)..];
        return (ItemPaths.Safe(Uri.UnescapeDataString(name)), reference);
    }
}
