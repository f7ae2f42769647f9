using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Answers as MLflow's clients read them: 64-bit numbers as numbers, NaN as text, what is empty left out.</summary>
internal static class MlflowJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly SearchValues<byte> Whole = SearchValues.Create("-0123456789"u8);

    /// <summary>Writes a body made by <paramref name="write"/>.</summary>
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>An answer that is an object with one value.</summary>
    public static Task WriteAsync(HttpContext context, string name, Action<Utf8JsonWriter> write) => WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName(name);
        write(json);
        json.WriteEndObject();
    });

    /// <summary>The answer of what has no result.</summary>
    public static Task WriteEmptyAsync(HttpContext context) => WriteAsync(context, static json =>
    {
        json.WriteStartObject();
        json.WriteEndObject();
    });

    /// <summary>A list; none when it is empty.</summary>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    /// <summary>Pairs of <c>key</c> and <c>value</c>; none when there are none.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IReadOnlyCollection<Tag> pairs) => json.WriteList(name, pairs, static (writer, pair) =>
    {
        writer.WriteStartObject();
        writer.WriteString("key", pair.Key);
        writer.WriteString("value", pair.Value);
        writer.WriteEndObject();
    });

    /// <summary>A text, unless it is null.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    /// <summary>A number with a point, so that readers who tell whole numbers apart see what it is.</summary>
    public static void WriteDouble(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        if (!double.IsFinite(value))
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return;
        }
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAnyExcept(Whole) < 0)
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)'0';
        }
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    /// <summary>A point of a metric.</summary>
    public static void WriteMetric(this Utf8JsonWriter json, string key, MetricPoint point, string? runId = null)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteDouble("value", point.Value);
        json.WriteNumber("timestamp", point.Timestamp);
        json.WriteNumber("step", point.Step);
        json.WriteText("run_id", runId);
        json.WriteEndObject();
    }
}
