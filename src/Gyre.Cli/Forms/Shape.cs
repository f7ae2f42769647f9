using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Forms;

/// <summary>
/// Writes the JSON that programs read. What the API answers too is one of its records; for the rest objects are built here. The shapes are written down in
/// docs/reference/cli-output.md.
/// </summary>
internal static class Shape
{
    /// <summary>The same JSON as the API's, with letters of all languages as they are, and as deep as values may be anywhere.</summary>
    private static readonly ApiJson Records = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 });

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a record of the API as one line.</summary>
    public static void Print<T>(TextWriter writer, T record) => writer.WriteLine(JsonSerializer.Serialize(record, TypeOf<T>()));

    /// <summary>Writes an object with one list of records as one line.</summary>
    public static void PrintList<T>(TextWriter writer, string name, IEnumerable<T> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (var record in records)
                JsonSerializer.Serialize(json, record, TypeOf<T>());
            json.WriteEndArray();
            json.WriteEndObject();
        }
        writer.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A record of the API as a value, to put more beside it.</summary>
    public static MapValue Of<T>(T record) => (MapValue)ValueJson.Parse(JsonSerializer.SerializeToUtf8Bytes(record, TypeOf<T>()));

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
    public static Value Time(DateTimeOffset? time) => Text(time is { } known ? UtcTimeConverter.Text(known) : null);

    /// <summary>Writes a value as one line.</summary>
    public static void WriteTo(TextWriter writer, Value value) => writer.WriteLine(ValueJson.Write(value));

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Records.GetTypeInfo(typeof(T))!;
}
