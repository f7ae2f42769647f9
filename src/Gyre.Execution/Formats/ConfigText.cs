using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Execution.Formats;

/// <summary>Values as the text of config files, such that Python's <c>json</c> and <c>yaml</c> read back the types they should.</summary>
internal static class ConfigText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>JSON; numbers that are not finite as <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static byte[] Json(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, value, forYaml: false);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>YAML 1.1: a name and its value a line, what is nested in one line.</summary>
    public static byte[] Yaml(MapValue map)
    {
        if (map.Entries.IsEmpty)
            return "{}\n"u8.ToArray();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in map.Entries)
        {
            Append(buffer, Value.Of(name));
            buffer.Write(": "u8);
            Append(buffer, value);
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> buffer, Value value)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        Write(writer, value, forYaml: true);
    }

    private static void Write(Utf8JsonWriter writer, Value value, bool forYaml)
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
                writer.WriteRawValue(integer.Number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case FloatValue real:
                writer.WriteRawValue(forYaml ? YamlNumber(real.Number) : JsonNumber(real.Number), skipInputValidation: true);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item, forYaml);
                writer.WriteEndArray();
                break;
            case MapValue map:
                WriteMap(writer, map, forYaml);
                break;
            case TimestampValue timestamp:
                WriteText(writer, timestamp.Text, forYaml);
                break;
            default:
                WriteText(writer, value.ToString(), forYaml);
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, MapValue map, bool forYaml)
    {
        writer.WriteStartObject();
        foreach (var (name, item) in map.Entries)
        {
            writer.WritePropertyName(name);
            // Without a space after the colon YAML 1.1 readers differ about what follows.
            Write(writer, item, forYaml);
        }
        writer.WriteEndObject();
    }

    /// <summary>The relaxed JSON of .NET leaves characters bare that YAML 1.1 does not allow in a text.</summary>
    private static void WriteText(Utf8JsonWriter writer, string text, bool forYaml)
    {
        if (forYaml)
            writer.WriteRawValue($"\"{JavaScriptEncoder.Default.Encode(text)}\"", skipInputValidation: true);
        else
            writer.WriteStringValue(text);
    }

    private static string JsonNumber(double number) => double.IsNaN(number) ? "NaN"
        : double.IsPositiveInfinity(number) ? "Infinity"
        : double.IsNegativeInfinity(number) ? "-Infinity"
        : NumberText.Of(number);

    /// <summary>YAML 1.1 takes a number with an exponent for a float only when it has a point.</summary>
    private static string YamlNumber(double number)
    {
        if (double.IsNaN(number))
            return ".nan";
        if (double.IsInfinity(number))
            return number > 0 ? ".inf" : "-.inf";
        var text = NumberText.Of(number);
        var mark = text.IndexOf('e', StringComparison.Ordinal);
        return mark >= 0 && !text.Contains('.', StringComparison.Ordinal) ? string.Concat(text.AsSpan(0, mark), ".0", text.AsSpan(mark)) : text;
    }
}
