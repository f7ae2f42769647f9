using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Server.Http;
using Gyre.Server.Requests;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>
/// A request as MLflow's clients send it: a JSON object, or the query of a GET. A body that is no JSON counts as an empty object, as those clients know it; a
/// text that holds JSON is read once more.
/// </summary>
internal sealed class MlflowRequest : IDisposable
{
    private const int Large = BodyBudget.Large;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = JsonGuard.MaxDepth, AllowDuplicateProperties = false };
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly JsonDocument _document;
    private readonly bool _isLarge;

    private MlflowRequest(JsonDocument document, bool fromQuery, bool isLarge = false)
    {
        (_document, _isLarge) = (document, isLarge);
        Fields = new MlflowFields(document.RootElement, "", fromQuery);
    }

    /// <summary>What was sent.</summary>
    public MlflowFields Fields { get; }

    /// <summary>
    /// A document takes its tables from a pool that every thread has, and which would keep those of large ones for good. So a large one
    /// is read on a thread that ends with
    /// it, and its tables are left to the collector.
    /// </summary>
    /// <exception cref="TrackingException">The form of the request is refused.</exception>
    public static Task<MlflowRequest> ReadAsync(HttpContext context) => context.Features.Get<RequestBody>()?.Bytes.Length > Large
        ? Task.Factory.StartNew(() => Read(context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : Task.FromResult(Read(context));

    /// <exception cref="TrackingException">The form of the request is refused.</exception>
    public static MlflowRequest Read(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            // Some clients give a reading request a body instead of a query.
            var body = context.Request.Query.Count == 0
                ? context.Features.Get<RequestBody>()?.Bytes ?? ReadOnlyMemory<byte>.Empty
                : ReadOnlyMemory<byte>.Empty;
            return body.Length > 0 ? new MlflowRequest(ParseBody(body), fromQuery: false) : new MlflowRequest(ParseQuery(context.Request.Query), fromQuery: true);
        }
        if (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method))
            CheckContentType(context.Request);
        var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        return new MlflowRequest(ParseBody(bytes), fromQuery: false, isLarge: bytes.Length > Large);
    }

    public void Dispose()
    {
        if (!_isLarge)
            _document.Dispose();
    }

    private static void CheckContentType(HttpRequest request)
    {
        if (request.ContentType is not { Length: > 0 } type)
            throw Refuse("Bad Request. Content-Type header is missing.");
        if (!type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw Refuse("Bad Request. Content-Type must be one of ['application/json'].");
    }

    private static JsonDocument ParseQuery(IQueryCollection query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, values) in query)
            {
                if (values.Count == 1)
                    json.WriteString(name, values[0]);
                else
                    WriteAll(json, name, values);
            }
            json.WriteEndObject();
        }
        return JsonDocument.Parse(buffer.WrittenMemory.ToArray());
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<string?> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static JsonDocument ParseBody(ReadOnlyMemory<byte> bytes)
    {
        var document = Parse(bytes);
        if (document.RootElement.ValueKind == JsonValueKind.String)
        {
            using (document)
                return Object(Parse(Encoding.UTF8.GetBytes(TextOf(document.RootElement))));
        }
        return Object(document);
    }

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static JsonDocument Object(JsonDocument document)
    {
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        return JsonDocument.Parse(Nothing);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ParseStrict(bytes.Length == 0 ? Nothing : bytes);
        }
        catch (JsonException)
        {
            return ParseLoose(bytes);
        }
    }

    /// <summary>A document's tables grow with its values, so these are counted before any are made.</summary>
    private static JsonDocument ParseStrict(ReadOnlyMemory<byte> bytes) =>
        JsonGuard.HasTooManyValues(bytes.Span) ? throw Refuse(JsonGuard.TooManyValues) : JsonDocument.Parse(bytes, Strict);

    /// <summary>A name that stands twice is a mistake worth telling; numbers that JSON has no words for are written bare by some clients.</summary>
    private static JsonDocument ParseLoose(ReadOnlyMemory<byte> bytes)
    {
        if (BareNumbers.Quote(bytes.Span) is { } quoted)
        {
            try
            {
                return ParseStrict(quoted);
            }
            catch (JsonException)
            {
                bytes = quoted;
            }
        }
        try
        {
            JsonGuard.Check(bytes.Span);
        }
        catch (Gyre.Core.InvalidInputException refused) when (refused.Diagnostics[0].Code is "json.twice" or "json.depth" or "json.values")
        {
            throw Refuse(refused.Diagnostics[0].Message);
        }
        catch (Gyre.Core.InvalidInputException)
        {
            // No JSON at all: the first thing that is missing is told.
        }
        return JsonDocument.Parse(Nothing);
    }

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}

/// <summary>Finds <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> outside of texts.</summary>
internal static class BareNumbers
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "-Infinity"u8.ToArray(), "Infinity"u8.ToArray()];

    /// <summary>The document with these in quotes; null when there is none.</summary>
    public static byte[]? Quote(ReadOnlySpan<byte> json)
    {
        MemoryStream? quoted = null;
        var copied = 0;
        var inText = false;
        for (var at = 0; at < json.Length; at++)
        {
            if (inText && json[at] == (byte)'\\')
            {
                at++;
                continue;
            }
            if (json[at] == (byte)'"')
                inText = !inText;
            if (inText || WordAt(json[at..]) is not { } word)
                continue;
            quoted ??= new MemoryStream(json.Length + 16);
            quoted.Write(json[copied..at]);
            quoted.WriteByte((byte)'"');
            quoted.Write(word);
            quoted.WriteByte((byte)'"');
            copied = at + word.Length;
            at = copied - 1;
        }
        quoted?.Write(json[copied..]);
        return quoted?.ToArray();
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> rest)
    {
        if (rest[0] is not ((byte)'N' or (byte)'I' or (byte)'-'))
            return null;
        foreach (var word in Words)
        {
            if (rest.StartsWith(word))
                return word;
        }
        return null;
    }
}
