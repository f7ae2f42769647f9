using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Cli.Output;

/// <summary>Builds the JSON that programs read. The shapes are written down in docs/reference/cli-output.md.</summary>
internal static class Shape
{
    /// <summary>An object with its names in this order.</summary>
    public static MapValue Object(params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var builder = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(entries.Length);
        foreach (var (name, value) in entries)
            builder.Add(new(name, value));
        return new MapValue(builder.MoveToImmutable());
    }

    /// <summary>A list.</summary>
    public static Value List<T>(IEnumerable<T> items, Func<T, Value> shape) => Value.Of(items.Select(shape));

    /// <summary>A text, or null.</summary>
    public static Value Text(string? text) => text is null ? Value.Null : Value.Of(text);

    /// <summary>A text of anything that has one; null for nothing.</summary>
    public static Value Text<T>(T? value)
        where T : struct => Text(value?.ToString());

    /// <summary>A number, or null.</summary>
    public static Value Number(double? number) => number is { } value ? Value.Of(value) : Value.Null;

    /// <summary>A whole number, or null.</summary>
    public static Value Integer(long? number) => number is { } value ? Value.Of(value) : Value.Null;

    /// <summary>A time in ISO 8601 UTC with milliseconds, or null.</summary>
    public static Value Time(DateTimeOffset? time) =>
        Text(time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Seconds between two times, rounded to milliseconds; null while there is no end.</summary>
    public static Value Seconds(DateTimeOffset? from, DateTimeOffset? to) =>
        from is { } start && to is { } end ? Value.Of(Math.Round(Math.Max(0, (end - start).TotalSeconds), 3)) : Value.Null;

    /// <summary>Writes a value as one line.</summary>
    public static void WriteTo(TextWriter writer, Value value) => writer.WriteLine(ValueJson.Write(value));
}
