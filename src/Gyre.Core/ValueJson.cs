using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>
/// JSON text of a <see cref="Value"/>. Numbers with a point or an exponent are floats, others integers. Numbers that are not
/// finite travel as <c>{"$float": "nan" | "inf" | "-inf"}</c>, timestamps as <c>{"$yaml-timestamp": "..."}</c>.
/// </summary>
public static class ValueJson
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 64;

    internal const string FloatTag = "$float";
    internal const string TimestampTag = "$yaml-timestamp";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Compact JSON.</summary>
    public static string Write(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads one JSON value and nothing after it.</summary>
    /// <exception cref="JsonException">Not JSON, nested too deep, a name twice, or a number that no double holds.</exception>
    public static Value Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Parse(string)"/>
    public static Value Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, ReaderOptions);
        reader.Read();
        var value = Read(ref reader);
        if (reader.Read())
            throw new JsonException("Unexpected content after the value.");
        return value;
    }

    internal static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case NullValue:
                writer.WriteNullValue();
                break;
            case BooleanValue flag:
                writer.WriteBooleanValue(flag.Flag);
                break;
            case IntegerValue integer:
                writer.WriteRawValue(integer.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue real when double.IsFinite(real.Number):
                writer.WriteRawValue(NumberText.Of(real.Number));
                break;
            case FloatValue real:
                WriteTagged(writer, FloatTag, NumberText.Of(real.Number));
                break;
            case TextValue text:
                writer.WriteStringValue(text.Text);
                break;
            case TimestampValue timestamp:
                WriteTagged(writer, TimestampTag, timestamp.Text);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case MapValue map:
                writer.WriteStartObject();
                foreach (var (name, item) in map.Entries)
                {
                    writer.WritePropertyName(name);
                    Write(writer, item);
                }
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"Cannot convert {value.GetType().Name} to JSON.");
        }
    }

    internal static Value Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Value.Null,
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        JsonTokenType.String => new TextValue(ReadText(ref reader)),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMap(ref reader),
        _ => throw new JsonException($"Unexpected {reader.TokenType}."),
    };

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string contains half of a surrogate pair or bytes that are not UTF-8.", exception);
        }
    }

    private static Value ReadNumber(ref Utf8JsonReader reader)
    {
        var bytes = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        if (bytes.Length > 4096)
            throw new JsonException("A number has more than 4096 characters.");
        if (bytes.IndexOfAny(".eE"u8) < 0)
            return new IntegerValue(BigInteger.Parse(Encoding.ASCII.GetString(bytes), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var number = reader.GetDouble();
        return double.IsFinite(number) ? new FloatValue(number) : throw new JsonException("A number is too large for a double.");
    }

    private static ListValue ReadList(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Read(ref reader));
        return new ListValue(items.ToImmutable());
    }

    private static Value ReadMap(ref Utf8JsonReader reader)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadText(ref reader);
            if (!names.Add(name))
                throw new JsonException($"The name '{name}' appears twice.");
            reader.Read();
            entries.Add(new(name, Read(ref reader)));
        }
        return Untag(entries) ?? new MapValue(entries.ToImmutable());
    }

    private static Value? Untag(ImmutableArray<KeyValuePair<string, Value>>.Builder entries)
    {
        if (entries.Count != 1 || entries[0].Value is not TextValue { Text: var text })
            return null;
        return (entries[0].Key, text) switch
        {
            (TimestampTag, _) => new TimestampValue(text),
            (FloatTag, "nan") => new FloatValue(double.NaN),
            (FloatTag, "inf") => new FloatValue(double.PositiveInfinity),
            (FloatTag, "-inf") => new FloatValue(double.NegativeInfinity),
            _ => null,
        };
    }

    private static void WriteTagged(Utf8JsonWriter writer, string tag, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, text);
        writer.WriteEndObject();
    }
}

/// <summary>Values as JSON; public because generated serializers of other modules name it.</summary>
public sealed class ValueJsonConverter : JsonConverter<Value>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(Value).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ValueJson.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => ValueJson.Write(writer, value ?? Value.Null);
}
