using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Server.Features.Datasets;

/// <summary>Values of examples as they are shown.</summary>
internal static class ExampleValues
{
    /// <summary>Characters of a text that are shown.</summary>
    public const int MostCharacters = 2000;

    /// <summary>Values of a list that are shown.</summary>
    public const int MostValues = 100;

    /// <summary>What is there of each element, cut.</summary>
    public static MapValue ValuesOf(DatasetSchema schema, DatasetExample example) =>
        (MapValue)Cut(new MapValue([.. Entries(schema, example)]));

    /// <summary>The same with long texts and lists cut, and moments as text.</summary>
    public static Value Cut(Value value) => value switch
    {
        TextValue { Text.Length: > MostCharacters } text => Value.Of(CutText(text.Text)),
        TimestampValue time => Value.Of(time.Text),
        ListValue list => Value.Of(list.Items.Take(MostValues).Select(Cut)),
        MapValue map => new MapValue([.. map.Entries.Select(static entry => KeyValuePair.Create(entry.Key, Cut(entry.Value)))]),
        _ => value,
    };

    public static string TextOf(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Characters of the texts of a value: roughly what it takes in memory.</summary>
    public static long SizeOf(Value value) => value switch
    {
        TextValue text => text.Text.Length,
        ListValue list => list.Items.Sum(SizeOf) + list.Items.Length,
        MapValue map => map.Entries.Sum(static entry => SizeOf(entry.Value) + 1),
        _ => 1,
    };

    /// <summary>Of elements with one name the first counts.</summary>
    private static IEnumerable<KeyValuePair<string, Value>> Entries(DatasetSchema schema, DatasetExample example)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, value) in schema.Elements.Zip(example.Values))
        {
            if (value is not null && seen.Add(element.Name))
                yield return new(element.Name, value);
        }
    }

    private static string CutText(string text)
    {
        var end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return $"{text[..end]}…";
    }
}
