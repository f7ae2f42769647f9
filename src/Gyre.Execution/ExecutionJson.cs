using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>The documents in an attempt's folder as JSON.</summary>
internal static class ExecutionJson
{
    /// <summary>A result with more than this is refused; a step could have put it there.</summary>
    public const long MaxDocumentBytes = 64 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        // A metadata value may be nested as deep as a value may be, and stands some levels deep in the document.
        MaxDepth = ValueJson.MaxDepth + 16,
        Converters = { new MapValueConverter() },
    };

    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <exception cref="JsonException">It is no such document.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8Json) => JsonSerializer.Deserialize<T>(utf8Json, Options) ?? throw new JsonException("The document is null.");

    /// <summary>Reads a document; null when the file does not exist.</summary>
    /// <exception cref="JsonException">It is no such document, or too large.</exception>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (stream.Length > MaxDocumentBytes)
                throw new JsonException($"'{path}' is larger than {MaxDocumentBytes} bytes.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Parse<T>(bytes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The attribute on <see cref="Value"/> does not reach properties that are declared as maps.</summary>
    private sealed class MapValueConverter : JsonConverter<MapValue>
    {
        public override MapValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Value>(ref reader, options) as MapValue ?? throw new JsonException("Expected an object.");

        public override void Write(Utf8JsonWriter writer, MapValue value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<Value>(writer, value, options);
    }
}
