using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>
/// Reads spans as OpenTelemetry's JSON has them (names with capitals, ids in hexadecimal) and writes them as clients read them back: names with underscores, ids in
/// base64, 64-bit numbers as numbers.
/// </summary>
internal static class OtlpSpans
{
    private const string TraceIdAttribute = "mlflow.traceRequestId";
    private const string TypeAttribute = "mlflow.spanType";
    private const string NameTag = "mlflow.traceName";
    private const int MaxPreview = 1000;

    private static readonly string[] StatusNames = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];
    private static readonly string[] KindNames =
        ["SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER"];

    /// <summary>Spans by trace, with what can be said of the trace from them.</summary>
    /// <exception cref="FormatException">Something is not as it must be; the message is for the client.</exception>
    public static IReadOnlyList<(TraceInfo Trace, IReadOnlyList<TraceSpan> Spans)> Read(JsonElement request)
    {
        var spans = from resource in Items(request, "resourceSpans")
                    from scope in Items(resource, "scopeSpans")
                    from span in Items(scope, "spans")
                    select ReadSpan(span);
        return [.. spans.GroupBy(span => span.TraceId, StringComparer.Ordinal).Select(Describe)];
    }

    private static (TraceInfo Trace, IReadOnlyList<TraceSpan> Spans) Describe(IGrouping<string, ReadSpanResult> spans)
    {
        var root = spans.FirstOrDefault(span => span.Span.ParentId is null);
        var start = spans.Min(span => span.Span.StartedAt) / 1_000_000;
        var trace = new TraceInfo
        {
            TraceId = spans.Key,
            Experiment = 0,
            RequestTime = start,
            ExecutionTime = root is null ? null : (root.Span.EndedAt / 1_000_000) - start,
            State = root is null ? "IN_PROGRESS" : root.Status == 2 ? "ERROR" : "OK",
            RequestPreview = Preview(root, "mlflow.spanInputs"),
            ResponsePreview = Preview(root, "mlflow.spanOutputs"),
            Tags = root is null ? [] : [new Tag(NameTag, root.Name)],
        };
        return (trace, [.. spans.Select(span => span.Span)]);
    }

    private static string? Preview(ReadSpanResult? root, string attribute) =>
        root is not null && root.Attributes.TryGetValue(attribute, out var text) ? text.Length <= MaxPreview ? text : text[..MaxPreview] : null;

    private static ReadSpanResult ReadSpan(JsonElement span)
    {
        var (traceId, spanId, parent) = (Hex(span, "traceId", 32), Hex(span, "spanId", 16), Text(span, "parentSpanId") is { Length: > 0 } ? Hex(span, "parentSpanId", 16) : null);
        var (start, end) = (Number(span, "startTimeUnixNano"), Number(span, "endTimeUnixNano"));
        if (start < 0 || end < start)
            throw new FormatException($"Span '{spanId}' ends before it starts, or has a negative time.");
        var name = Text(span, "name") ?? "";
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in Items(span, "attributes"))
            attributes[Text(attribute, "key") ?? throw new FormatException("An attribute has no key.")] = ScalarOf(attribute);
        var status = span.TryGetProperty("status", out var held) ? CodeOf(held, "code", StatusNames) : 0;
        return new ReadSpanResult
        {
            TraceId = attributes.TryGetValue(TraceIdAttribute, out var own) ? Unquoted(own) : $"tr-{traceId}",
            Name = name,
            Status = status,
            Attributes = attributes,
            Span = new TraceSpan
            {
                SpanId = spanId,
                ParentId = parent,
                StartedAt = start,
                EndedAt = end,
                Content = Rewrite(span)!.ToJsonString(),
                Values = ValuesOf(name, status, attributes),
            },
        };
    }

    private static ImmutableArray<Tag> ValuesOf(string name, int status, Dictionary<string, string> attributes)
    {
        var values = ImmutableArray.CreateBuilder<Tag>();
        values.Add(new Tag("name", name));
        values.Add(new Tag("status", StatusNames[status]["STATUS_CODE_".Length..]));
        if (attributes.TryGetValue(TypeAttribute, out var type))
            values.Add(new Tag("type", Unquoted(type)));
        values.AddRange(attributes.Select(attribute => new Tag($"attributes.{attribute.Key}", Unquoted(attribute.Value))));
        return values.ToImmutable();
    }

    /// <summary>The same with other names and forms of values.</summary>
    private static JsonNode? Rewrite(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => RewriteObject(element),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Rewrite)]),
        _ => JsonValue.Create(element),
    };

    private static JsonObject RewriteObject(JsonElement element)
    {
        var result = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            result[Snake(property.Name)] = property.Name switch
            {
                "traceId" or "spanId" or "parentSpanId" => Base64(element, property.Name),
                "startTimeUnixNano" or "endTimeUnixNano" or "timeUnixNano" or "intValue" => Number(element, property.Name),
                "code" => StatusNames[CodeOf(element, "code", StatusNames)],
                "kind" => KindNames[CodeOf(element, "kind", KindNames)],
                _ => Rewrite(property.Value),
            };
        }
        return result;
    }

    private static string Snake(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    private static JsonValue Base64(JsonElement element, string name)
    {
        var text = Text(element, name) ?? "";
        return JsonValue.Create(Convert.ToBase64String(text.Length == 0 ? [] : Convert.FromHexString(Hex(element, name, text.Length))));
    }

    private static JsonElement[] Items(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"Expected an object around '{name}'.");
        if (!element.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw new FormatException($"'{name}' must be a list.");
    }

    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new FormatException($"'{name}' must be a string.");
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw new FormatException($"'{name}' contains a NUL character.") : text;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"'{name}' contains half of a surrogate pair.");
        }
    }

    private static string Hex(JsonElement element, string name, int length) => Text(element, name) is { } text && text.Length == length && length % 2 == 0 && text.All(char.IsAsciiHexDigit)
        ? text.ToLowerInvariant()
        : throw new FormatException($"'{name}' must have {length} hexadecimal digits.");

    private static long Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new FormatException($"'{name}' must be a 64-bit integer."),
        };
    }

    private static int CodeOf(JsonElement element, string name, string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return 0;
        var code = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : value.ValueKind == JsonValueKind.String ? Array.IndexOf(names, value.GetString()) : -1;
        return code >= 0 && code < names.Length ? code : throw new FormatException($"'{name}' must be one of {string.Join(", ", names)}.");
    }

    /// <summary>The value of an attribute as text: a text as it is, anything else as JSON.</summary>
    private static string ScalarOf(JsonElement attribute)
    {
        if (!attribute.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Object)
            return "";
        return Text(value, "stringValue") is { } text ? text : value.EnumerateObject().Select(static property => property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()).FirstOrDefault() ?? "";
    }

    /// <summary>Clients write texts as JSON within the text.</summary>
    private static string Unquoted(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return text;
        try
        {
            return JsonSerializer.Deserialize(text, OtlpJson.Default.String) ?? "";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private sealed record ReadSpanResult
    {
        public required string TraceId { get; init; }

        public required string Name { get; init; }

        public required int Status { get; init; }

        public required Dictionary<string, string> Attributes { get; init; }

        public required TraceSpan Span { get; init; }
    }
}
