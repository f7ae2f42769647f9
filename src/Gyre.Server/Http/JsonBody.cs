using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gyre.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Http;

/// <summary>A request's body, read whole within the limits before its route is entered.</summary>
internal sealed record RequestBody(ReadOnlyMemory<byte> Bytes);

/// <summary>Marks a route that has a body although it changes nothing.</summary>
internal sealed record ReadsBody;

/// <summary>Marks a route whose body is content of any length: it is not read before the route's own code does.</summary>
internal sealed record StreamsBody;

/// <summary>Reads JSON bodies.</summary>
internal static class JsonBody
{
    /// <summary>The document.</summary>
    /// <exception cref="InvalidInputException">It is refused; the place is named.</exception>
    /// <exception cref="BadHttpRequestException">It is no JSON by its content type.</exception>
    public static T Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The body is not valid JSON.", StatusCodes.Status415UnsupportedMediaType);
        JsonGuard.Check(bytes.Span);
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) ?? throw Refusal("", "The body is null; expected an object.");
        }
        catch (JsonException exception)
        {
            throw Refusal(PathOf(exception.Path), Explain(exception.Message));
        }
        catch (InvalidCastException)
        {
            throw Refusal("", "A value has the wrong type.");
        }
    }

    /// <summary>Any document, where the shape is another's.</summary>
    /// <exception cref="InvalidInputException">It is refused; the place is named.</exception>
    public static Value ReadValue(HttpContext context)
    {
        var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        if (bytes.IsEmpty)
            throw Refusal("", "The body is empty; expected an object.");
        JsonGuard.Check(bytes.Span);
        return ValueJson.Parse(bytes.Span);
    }

    /// <summary>The document, or a new one when there is no body.</summary>
    /// <inheritdoc cref="Read"/>
    public static T ReadOptional<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class, new() =>
        context.Features.GetRequiredFeature<RequestBody>().Bytes.Length == 0 ? new T() : Read(context, type);

    /// <summary>The objects of a list, which the serializer lets be null.</summary>
    /// <exception cref="InvalidInputException">One of them is null.</exception>
    public static IReadOnlyList<T> Entries<T>(string field, IReadOnlyList<T>? items)
        where T : class
    {
        foreach (var (index, item) in (items ?? []).Index())
        {
            if (item is null)
                throw Refusal(string.Create(CultureInfo.InvariantCulture, $"{field}/{index}"), "The entry is null; expected an object.");
        }
        return items ?? [];
    }

    /// <summary>An object of values, or none.</summary>
    public static MapValue Parameters(Value? value) => value switch
    {
        null or NullValue => new MapValue([]),
        MapValue map => map,
        _ => throw Refusal("parameters", "Parameters must be an object that maps names to values."),
    };

    private static InvalidInputException Refusal(string path, string message) =>
        new([new Diagnostic(Severity.Error, "json.shape", message) { Path = path }]);

    private static string PathOf(string? path) =>
        (path ?? "").TrimStart('$').Replace("['", "/", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
            .Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal).TrimStart('/');

    /// <summary>The serializer's words name our types; the caller's document has none of them.</summary>
    private static string Explain(string message)
    {
        const string Missing = "including: ";
        var at = message.IndexOf(Missing, StringComparison.Ordinal);
        if (at >= 0)
            return $"A required property is missing: {message[(at + Missing.Length)..].TrimEnd('.')}.";
        if (message.Contains("could not be mapped", StringComparison.Ordinal) && message.Split('\'') is [_, var name, ..])
            return $"Unknown property '{name}'.";
        return "A value has the wrong type.";
    }
}
