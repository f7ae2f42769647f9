using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>Reads parts whose shape has been checked; what does not fit reads as absent.</summary>
internal static class NodeAccess
{
    public static string? Text(this YamlMapping map, string key) => map.Find(key) is YamlScalar { Value: TextValue { Text: var text } } ? text : null;

    public static bool? Flag(this YamlMapping map, string key) => map.Find(key) is YamlScalar { Value: BooleanValue { Flag: var flag } } ? flag : null;

    public static double? Number(this YamlMapping map, string key) => map.Find(key) is YamlScalar { Value: var value } && value.TryGetNumber(out var number) ? number : null;

    public static Value? Value(this YamlMapping map, string key) => map.Find(key)?.ToValue();

    /// <summary>A whole number, cut off at the ends of the range.</summary>
    public static int? Integer(this YamlMapping map, string key) => map.Number(key) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A text or a list of texts.</summary>
    public static ImmutableArray<string> Texts(this YamlMapping map, string key) => map.Find(key) switch
    {
        YamlScalar { Value: TextValue { Text: var text } } => [text],
        YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(item => item.Value).OfType<TextValue>().Select(item => item.Text)],
        _ => [],
    };

    public static YamlMapping? Map(this YamlMapping map, string key) => map.Find(key) as YamlMapping;

    /// <summary>Elements of a list that are mappings, each with its path.</summary>
    public static IEnumerable<(YamlMapping Map, DocumentPath Path)> Maps(this YamlMapping map, string key, DocumentPath path)
    {
        if (map.Find(key) is not YamlSequence list)
            yield break;
        var listPath = path.Key(key);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i] is YamlMapping item)
                yield return (item, listPath.At(i));
        }
    }

    /// <summary>Where a key's value starts, or the mapping when the key is absent.</summary>
    public static YamlPlace PlaceOf(this YamlMapping map, string key) => map.Find(key)?.Place ?? map.Place;

    /// <summary>The keys that are only kept, in document order.</summary>
    public static MapValue Rest(this YamlMapping map, params ReadOnlySpan<string> keys)
    {
        var kept = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var entry in map.Entries)
        {
            if (keys.Contains(entry.Key, StringComparer.Ordinal))
                kept.Add(new(entry.Key, entry.Value.ToValue()));
        }
        return new MapValue(kept.ToImmutable());
    }
}
