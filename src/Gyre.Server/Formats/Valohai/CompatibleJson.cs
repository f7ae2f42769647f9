using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Bodies, answers and lists as clients of <c>/api/v0</c> send and read them.</summary>
internal static class CompatibleJson
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static KeyValuePair<string, Value> Entry(string name, Value? value) => new(name, value ?? Value.Null);

    public static KeyValuePair<string, Value> Entry(string name, string? value) => new(name, value is null ? Value.Null : Value.Of(value));

    public static MapValue Map(params IEnumerable<KeyValuePair<string, Value>> entries) => new([.. entries]);

    public static Value Texts(IEnumerable<string> texts) => Value.Of(texts.Select(Value.Of));

    public static Value Time(DateTimeOffset? time) =>
        time is { } instant ? Value.Of(instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)) : Value.Null;

    /// <summary>The body as an object; none is an empty one.</summary>
    /// <exception cref="InvalidInputException">It is no JSON object, or refused for its form.</exception>
    public static MapValue Body(HttpContext context)
    {
        var bytes = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        if (bytes.Length == 0)
            return new MapValue([]);
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The body is not valid JSON.", StatusCodes.Status415UnsupportedMediaType);
        JsonGuard.Check(bytes.Span);
        return ValueJson.Parse(bytes.Span) as MapValue ?? throw new InvalidInputException("json.shape", "The body must be a JSON object.");
    }

    public static IResult Answer(Value value, int status = StatusCodes.Status200OK) => Results.Text(ValueJson.Write(value), "application/json", statusCode: status);

    /// <summary>The stretch that <c>limit</c> and <c>offset</c> ask for.</summary>
    /// <exception cref="InvalidInputException">One of them is no number.</exception>
    public static (int Limit, int Offset) Stretch(HttpRequest request)
    {
        var limit = request.Query.ContainsKey("limit") ? Number(request, "limit") : DefaultLimit;
        return (limit == 0 ? DefaultLimit : Math.Min(limit, MaxLimit), request.Query.ContainsKey("offset") ? Number(request, "offset") : 0);
    }

    /// <summary>A list with the addresses of the stretches before and behind it.</summary>
    public static IResult List(HttpContext context, long count, IEnumerable<Value> results, int limit, int offset)
    {
        var next = offset + limit < count ? AddressOf(context.Request, limit, offset + limit) : null;
        var previous = offset > 0 ? AddressOf(context.Request, limit, Math.Max(0, offset - limit)) : null;
        return Answer(Map(Entry("count", Value.Of(count)), Entry("next", next), Entry("previous", previous), Entry("results", Value.Of(results))));
    }

    /// <summary>A list that is small enough to be cut here.</summary>
    public static IResult List(HttpContext context, IReadOnlyList<Value> all)
    {
        var (limit, offset) = Stretch(context.Request);
        return List(context, all.Count, all.Skip(offset).Take(limit).ToImmutableArray(), limit, offset);
    }

    /// <summary>The address under which the caller reaches this server.</summary>
    public static string Base(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}{request.PathBase.ToUriComponent()}";

    private static string AddressOf(HttpRequest request, int limit, int offset)
    {
        var others = request.Query.Where(pair => pair.Key is not ("limit" or "offset")).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
        var query = QueryString.Create([.. others, new("limit", Text(limit)), new("offset", Text(offset))]);
        return $"{Base(request)}{request.Path}{query}";
    }

    private static string? Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(HttpRequest request, string name) =>
        request.Query[name] is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw QueryParameters.Refusal($"query.{name}", name, "Expected a whole number.");
}
