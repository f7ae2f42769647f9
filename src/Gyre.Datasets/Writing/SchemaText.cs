using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets.Checks;

namespace Gyre.Datasets.Writing;

/// <summary>Schemas as JSON.</summary>
internal static class SchemaText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON of a schema that keeps the rules.</summary>
    /// <exception cref="InvalidInputException">It breaks one.</exception>
    public static byte[] Of(DatasetSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, schema);
        var log = new FindingLog();
        SchemaCheck.Read(buffer.WrittenMemory, log);
        return log.ErrorCount == 0
            ? [.. buffer.WrittenSpan, (byte)'\n']
            : throw new InvalidInputException([.. log.Errors.Select(static error => error.ToDiagnostic(Severity.Error))]);
    }

    /// <summary>Writes a schema as it is, whether or not it keeps the rules.</summary>
    public static void Write(Utf8JsonWriter json, DatasetSchema schema)
    {
        json.WriteStartObject();
        json.WriteString("name", schema.Name);
        json.WriteString("description", schema.Description);
        Write(json, "inputs", schema.Inputs);
        Write(json, "outputs", schema.Outputs);
        Write(json, "metadata", schema.Metadata);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, IEnumerable<DatasetElement> elements)
    {
        json.WriteStartArray(key);
        foreach (var element in elements)
        {
            json.WriteStartObject();
            json.WriteString("name", element.Name);
            json.WriteString("type", SchemaCheck.WordOf(element.Type));
            json.WriteBoolean("required", element.IsRequired);
            json.WriteBoolean("nullable", element.IsNullable);
            if (element.Description is { } description)
                json.WriteString("description", description);
            if (SchemaCheck.WordOf(element.MultiValue) is { } several)
                json.WriteString("multi_value", several);
            if (element is { Role: ElementRole.Output, NumClasses: { } classes })
                json.WriteNumber("num_classes", classes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
