using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gyre.Tracking.Search;

/// <summary>Lists as one parameter of SQLite.</summary>
internal static class TextArray
{
    /// <summary>A JSON array of texts.</summary>
    public static string ToJson(IEnumerable<string> items) => Write(items, static (json, item) => json.WriteStringValue(item));

    /// <summary>A JSON array of integers.</summary>
    public static string ToJson(IEnumerable<long> items) => Write(items, static (json, item) => json.WriteNumberValue(item));

    private static string Write<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var item in items)
                write(json, item);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
