using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Writes a request in protobuf as the same request in OpenTelemetry's JSON, so that there is one reader of spans.</summary>
internal sealed class OtlpTranscript
{
    private readonly Utf8JsonWriter _json;

    private OtlpTranscript(Utf8JsonWriter json) => _json = json;

    /// <exception cref="FormatException">It has too many levels.</exception>
    public static ReadOnlyMemory<byte> Of(OtlpRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonGuard.MaxDepth });
        try
        {
            new OtlpTranscript(json).Write(request);
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"The body has more than {JsonGuard.MaxDepth} levels.");
        }
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Write(OtlpRequest request)
    {
        _json.WriteStartObject();
        List(
            "resourceSpans",
            request.ResourceSpans,
            resource => List("scopeSpans", resource.ScopeSpans, scope => List("spans", scope.Spans, Write)));
        _json.WriteEndObject();
    }

    private void Write(OtlpSpan span)
    {
        Hex("traceId", span.TraceId);
        Hex("spanId", span.SpanId);
        Text("traceState", span.TraceState);
        Hex("parentSpanId", span.ParentSpanId);
        Number("flags", span.Flags);
        Text("name", span.Name);
        Number("kind", span.Kind);
        Time("startTimeUnixNano", span.StartTimeUnixNano);
        Time("endTimeUnixNano", span.EndTimeUnixNano);
        Attributes(span.Attributes);
        Number("droppedAttributesCount", span.DroppedAttributesCount);
        List("events", span.Events, Write);
        Number("droppedEventsCount", span.DroppedEventsCount);
        List("links", span.Links, Write);
        Number("droppedLinksCount", span.DroppedLinksCount);
        if (span.Status is not { } status)
            return;
        _json.WriteStartObject("status");
        Text("message", status.Message);
        Number("code", status.Code);
        _json.WriteEndObject();
    }

    private void Write(OtlpEvent happened)
    {
        Time("timeUnixNano", happened.TimeUnixNano);
        Text("name", happened.Name);
        Attributes(happened.Attributes);
        Number("droppedAttributesCount", happened.DroppedAttributesCount);
    }

    private void Write(OtlpLink link)
    {
        Hex("traceId", link.TraceId);
        Hex("spanId", link.SpanId);
        Text("traceState", link.TraceState);
        Attributes(link.Attributes);
        Number("droppedAttributesCount", link.DroppedAttributesCount);
        Number("flags", link.Flags);
    }

    private void Write(OtlpAttribute attribute)
    {
        _json.WriteString("key", attribute.Key);
        if (attribute.Value is not { } value)
            return;
        _json.WriteStartObject("value");
        Write(value);
        _json.WriteEndObject();
    }

    private void Write(OtlpValue value)
    {
        switch (value.ValueCase)
        {
            case OtlpValue.ValueOneofCase.StringValue:
                _json.WriteString("stringValue", value.StringValue);
                break;
            case OtlpValue.ValueOneofCase.BoolValue:
                _json.WriteBoolean("boolValue", value.BoolValue);
                break;
            case OtlpValue.ValueOneofCase.IntValue:
                _json.WriteString("intValue", value.IntValue.ToString(CultureInfo.InvariantCulture));
                break;
            case OtlpValue.ValueOneofCase.DoubleValue when double.IsFinite(value.DoubleValue):
                _json.WriteNumber("doubleValue", value.DoubleValue);
                break;
            case OtlpValue.ValueOneofCase.DoubleValue:
                _json.WriteString("doubleValue", value.DoubleValue switch { > 0 => "Infinity", < 0 => "-Infinity", _ => "NaN" });
                break;
            case OtlpValue.ValueOneofCase.BytesValue:
                _json.WriteBase64String("bytesValue", value.BytesValue.Span);
                break;
            case OtlpValue.ValueOneofCase.ArrayValue:
                _json.WriteStartObject("arrayValue");
                List("values", value.ArrayValue.Values, Write);
                _json.WriteEndObject();
                break;
            case OtlpValue.ValueOneofCase.KvlistValue:
                _json.WriteStartObject("kvlistValue");
                List("values", value.KvlistValue.Values, Write);
                _json.WriteEndObject();
                break;
        }
    }

    private void Attributes(RepeatedField<OtlpAttribute> attributes) => List("attributes", attributes, Write);

    // What has its default value is left out, as in every JSON that is made of protobuf.
    private void List<T>(string name, RepeatedField<T> items, Action<T> write)
    {
        if (items.Count == 0)
            return;
        _json.WriteStartArray(name);
        foreach (var item in items)
        {
            _json.WriteStartObject();
            write(item);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Text(string name, string text)
    {
        if (text.Length > 0)
            _json.WriteString(name, text);
    }

    private void Hex(string name, ByteString bytes)
    {
        if (bytes.Length > 0)
            _json.WriteString(name, Convert.ToHexStringLower(bytes.Span));
    }

    private void Number(string name, long number)
    {
        if (number != 0)
            _json.WriteNumber(name, number);
    }

    private void Time(string name, ulong nanoseconds)
    {
        if (nanoseconds != 0)
            _json.WriteString(name, nanoseconds.ToString(CultureInfo.InvariantCulture));
    }
}
