using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>JSON that people can read: one space per level, letters as they are.</summary>
internal static class JsonText
{
    private const int FlushAt = 1 << 18;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (stream)
        {
            using (var json = new Utf8JsonWriter(stream, Options))
                write(json);
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Hands on what was written when it is much.</summary>
    public static void Drain(this Utf8JsonWriter json)
    {
        if (json.BytesPending > FlushAt)
            json.Flush();
    }

    public static void WriteValue(this Utf8JsonWriter json, Value value)
    {
        switch (value)
        {
            case ListValue list:
                json.WriteStartArray();
                foreach (var part in list.Items)
                    json.WriteValue(part);
                json.WriteEndArray();
                break;
            case MapValue map:
                json.WriteMap(map);
                break;
            case TextValue text:
                json.WriteStringValue(text.Text);
                break;
            default:
                json.WriteRawValue(ValueJson.Write(value));
                break;
        }
    }

    public static void WriteMap(this Utf8JsonWriter json, MapValue map)
    {
        json.WriteStartObject();
        json.WriteEntries(map.Entries);
        json.WriteEndObject();
    }

    public static void WriteEntries(this Utf8JsonWriter json, ImmutableArray<KeyValuePair<string, Value>> entries)
    {
        foreach (var (name, value) in entries)
        {
            json.WritePropertyName(name);
            json.WriteValue(value);
        }
    }
}
