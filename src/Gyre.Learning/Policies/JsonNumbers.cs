using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>Lists in policy files.</summary>
internal static class JsonNumbers
{
    public static void WriteNumbers(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
