using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>
/// Plays recorded exchanges to a server. A placeholder stands for the same value everywhere in one recording: it is bound by the first answer (or request) that
/// shows it.
/// </summary>
internal sealed partial class Recording(JsonObject document, HttpClient client)
{
    private static readonly HashSet<string> Unordered = new(StringComparer.Ordinal)
    {
        "tags", "params", "metrics", "aliases", "latest_versions", "dataset_inputs", "model_inputs", "request_metadata",
    };

    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);
    private long _time = 1_760_000_000_000;

    /// <summary>What differs in exchanges that must be equal, and what differs where it need not be.</summary>
    public async Task<(List<string> Wrong, List<string> Loose)> PlayAsync(CancellationToken cancellationToken)
    {
        var (wrong, loose) = (new List<string>(), new List<string>());
        var number = 0;
        foreach (var exchange in document["exchanges"]!.AsArray().Select(node => node!.AsObject()))
        {
            var strict = exchange["strict"]?.GetValue<bool>() ?? true;
            foreach (var difference in await PlayAsync(exchange, cancellationToken))
                (strict ? wrong : loose).Add(string.Create(CultureInfo.InvariantCulture, $"#{number} {exchange["method"]} {exchange["path"]} {exchange["request_json"]?.ToJsonString()} {exchange["query"]?.ToJsonString()}: {difference}"));
            number++;
        }
        return (wrong, loose);
    }

    private async Task<List<string>> PlayAsync(JsonObject exchange, CancellationToken cancellationToken)
    {
        using var request = Request(exchange);
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var expected = exchange["status"]!.GetValue<int>();
        if ((int)response.StatusCode != expected)
            return [$"status {(int)response.StatusCode} instead of {expected}: {Short(body)}"];
        if (exchange["response_json"] is not { } wanted)
            return expected >= 400 || exchange["response_text"] is not JsonValue text || Matches(text.GetValue<string>(), body) ? [] : [$"text '{Short(body)}'"];
        var differences = new List<string>();
        Compare(wanted, JsonNode.Parse(body), "", differences);
        return differences;
    }

    private HttpRequestMessage Request(JsonObject exchange)
    {
        var path = string.Join('/', Fill(exchange["path"]!.GetValue<string>()).Split('/').Select(Uri.EscapeDataString));
        var query = exchange["query"] is JsonObject pairs ? string.Join('&', pairs.SelectMany(pair => Values(pair.Value).Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(Fill(value))}"))) : "";
        var method = new HttpMethod(exchange["method"]!.GetValue<string>());
        var request = new HttpRequestMessage(method, AsWritten(path + (query.Length > 0 ? "?" + query : "")));
        request.Content = Content(exchange);
        foreach (var (name, value) in exchange["request_headers"] as JsonObject ?? [])
            request.Headers.TryAddWithoutValidation(name, value!.GetValue<string>());
        return request;
    }

    /// <summary>An address whose <c>..</c> is sent, not resolved before.</summary>
    private Uri AsWritten(string path) =>
        new(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private ByteArrayContent? Content(JsonObject exchange)
    {
        byte[]? bytes = null;
        if (exchange["request_json"] is { } json)
            bytes = Encoding.UTF8.GetBytes(FillJson(json).ToJsonString().Replace("\"@@NaN@@\"", "NaN", StringComparison.Ordinal).Replace("\"@@Infinity@@\"", "Infinity", StringComparison.Ordinal));
        else if (exchange["request_text"] is { } text)
            bytes = Encoding.UTF8.GetBytes(Fill(text.GetValue<string>()));
        else if (exchange["request_body_bytes"] is { } size)
            bytes = new byte[size.GetValue<int>()];
        var type = exchange["request_content_type"]?.GetValue<string>() ?? (exchange["request_json"] is null ? null : "application/json");
        if (bytes is null && type is null)
            return null;
        var content = new ByteArrayContent(bytes ?? []);
        if (type is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static IEnumerable<string> Values(JsonNode? value) => value is JsonArray list ? list.Select(item => item!.ToString()) : [value!.ToString()];

    private JsonNode FillJson(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : FillJson(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : FillJson(item))]),
        JsonValue value when value.TryGetValue<string>(out var text) => FillText(text),
        _ => node.DeepClone(),
    };

    private JsonValue FillText(string text) => TimePlaceholder().IsMatch(text) ? JsonValue.Create(long.Parse(Fill(text), CultureInfo.InvariantCulture)) : JsonValue.Create(Fill(text));

    private string Fill(string text) => Placeholder().Replace(text, match =>
    {
        var name = match.Value;
        if (_bound.TryGetValue(name, out var value))
            return value;
        return _bound[name] = name switch
        {
            _ when name.StartsWith("$TIME", StringComparison.Ordinal) => (_time += 1000).ToString(CultureInfo.InvariantCulture),
            _ when name.StartsWith("$TRACE", StringComparison.Ordinal) => "tr-" + _bound.Count.ToString("x32", CultureInfo.InvariantCulture),
            _ => name.TrimStart('$').ToLowerInvariant(),
        };
    });

    private void Compare(JsonNode? wanted, JsonNode? got, string place, List<string> differences)
    {
        switch (wanted)
        {
            case JsonObject map when got is JsonObject other:
                foreach (var (key, value) in map.Where(pair => pair.Key is not ("sqlstate" or "error_class")))
                {
                    if (other.ContainsKey(key))
                        Compare(value, other[key], $"{place}/{key}", differences);
                    else
                        differences.Add($"{place}/{key} is missing");
                }
                foreach (var (key, value) in other.Where(pair => !map.ContainsKey(pair.Key) && pair.Value is JsonArray or JsonObject && pair.Key is not ("sqlstate" or "error_class")))
                    differences.Add($"{place}/{key} is there: {Short(value!.ToJsonString())}");
                break;
            case JsonArray list when got is JsonArray other:
                CompareLists(list, other, place, differences);
                break;
            default:
                if (!SameValue(wanted, got))
                    differences.Add($"{place}: {Short(got?.ToJsonString() ?? "null")} instead of {Short(wanted?.ToJsonString() ?? "null")}");
                break;
        }
    }

    private void CompareLists(JsonArray wanted, JsonArray got, string place, List<string> differences)
    {
        if (wanted.Count != got.Count)
        {
            differences.Add($"{place}: {got.Count} items instead of {wanted.Count}: {Short(got.ToJsonString())} instead of {Short(wanted.ToJsonString())}");
            return;
        }
        if (!Unordered.Contains(place[(place.LastIndexOf('/') + 1)..]))
        {
            for (var i = 0; i < wanted.Count; i++)
                Compare(wanted[i], got[i], string.Create(CultureInfo.InvariantCulture, $"{place}/{i}"), differences);
            return;
        }
        var left = got.ToList();
        foreach (var item in wanted)
        {
            var found = left.FirstOrDefault(candidate => Fits(item, candidate));
            if (found is null)
                differences.Add($"{place}: nothing like {Short(item!.ToJsonString())} in {Short(got.ToJsonString())}");
            else
                left.Remove(found);
        }
    }

    private bool Fits(JsonNode? wanted, JsonNode? got)
    {
        var before = new Dictionary<string, string>(_bound, StringComparer.Ordinal);
        var differences = new List<string>();
        Compare(wanted, got, "", differences);
        if (differences.Count == 0)
            return true;
        _bound.Clear();
        foreach (var (name, value) in before)
            _bound[name] = value;
        return false;
    }

    private bool SameValue(JsonNode? wanted, JsonNode? got)
    {
        if (wanted is null || got is null)
            return wanted is null && got is null;
        if (wanted is JsonValue text && text.TryGetValue<string>(out var pattern))
            return got is JsonValue && Matches(pattern, got.ToString());
        if (wanted is JsonValue && got is JsonValue && wanted.GetValueKind() == System.Text.Json.JsonValueKind.Number && got.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            return wanted.GetValue<double>().Equals(got.GetValue<double>());
        return wanted.ToJsonString() == got.ToJsonString();
    }

    /// <summary>Whether a text fits one with placeholders; binds those that are new.</summary>
    private bool Matches(string pattern, string text)
    {
        if (!pattern.Contains('$', StringComparison.Ordinal))
            return pattern == text;
        var names = new List<string>();
        var at = 0;
        var expression = new StringBuilder("^");
        foreach (var match in Placeholder().Matches(pattern).Cast<Match>())
        {
            expression.Append(Regex.Escape(pattern[at..match.Index]));
            at = match.Index + match.Length;
            if (_bound.TryGetValue(match.Value, out var known))
                expression.Append(Regex.Escape(known));
            else
                expression.Append(ShapeOf(match.Value, names));
        }
        expression.Append(Regex.Escape(pattern[at..])).Append('$');
        var fit = Regex.Match(text, expression.ToString(), RegexOptions.Singleline);
        if (!fit.Success)
            return false;
        for (var i = 0; i < names.Count; i++)
            _bound[names[i]] = fit.Groups[i + 1].Value;
        return true;
    }

    private static string ShapeOf(string name, List<string> names)
    {
        if (name is "$ANY" or "$USER" or "$SOURCE" or "$HOST" or "$PATH")
            return ".*";
        if (name == "$TIME")
            return "[0-9]{13}";
        if (name == "$ISOTIME")
            return @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z".Replace("(\\.", "(?:\\.", StringComparison.Ordinal);
        names.Add(name);
        return name.StartsWith("$RUN", StringComparison.Ordinal) ? "([0-9a-f]{32})" : "([^\"]+?)";
    }

    private static string Short(string text) => text.Length <= 500 ? text : text[..500] + "...";

    [GeneratedRegex(@"\$[A-Z]+(_\d+)?")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\$TIME_\d+$")]
    private static partial Regex TimePlaceholder();
}
