using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Testing;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

/// <summary>Searches that were recorded against the server that clients were written for.</summary>
internal sealed record RecordedSearch(string Scenario, SearchTarget Target, string? Filter, IReadOnlyList<string> Order, string? Message)
{
    /// <summary>Messages about the shape of a request, which are not the search's.</summary>
    private static readonly string[] NotOurs = ["API docs", "max_results", "page token"];

    public static IReadOnlyList<RecordedSearch> All() =>
    [
        .. from file in Directory.EnumerateFiles(ConformanceData.Folder("mlflow"), "*.json").Order(StringComparer.Ordinal)
           from search in In(file)
           where search.Message is null || !NotOurs.Any(part => search.Message.Contains(part, StringComparison.Ordinal))
           select search,
    ];

    /// <summary>Whether a message is the recorded one; <c>$ANY</c> stands for any text.</summary>
    public bool Accepts(string message) =>
        Regex.IsMatch(message, $"^{Regex.Escape(Message!).Replace(@"\$ANY", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static IEnumerable<RecordedSearch> In(string file)
    {
        // Bare NaN and Infinity were sent by some client; no JSON reader takes them, and no search is near them.
        using var document = JsonDocument.Parse(Regex.Replace(File.ReadAllText(file), @"(?<=:\s*)-?(NaN|Infinity)\b", "null", RegexOptions.CultureInvariant));
        foreach (var exchange in document.RootElement.GetProperty("exchanges").EnumerateArray())
        {
            if (TargetOf(exchange.GetProperty("path").GetString()!) is not { } target || Request(exchange) is not { ValueKind: JsonValueKind.Object } request)
                continue;
            var strict = !exchange.TryGetProperty("strict", out var flag) || flag.GetBoolean();
            var status = exchange.GetProperty("status").GetInt32();
            if (!strict || status is not (200 or 400))
                continue;
            var message = status == 400 ? exchange.GetProperty("response_json").GetProperty("message").GetString() : null;
            var filter = request.TryGetProperty("filter", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
            yield return new RecordedSearch(Path.GetFileNameWithoutExtension(file), target, filter, OrderOf(request), message);
        }
    }

    private static JsonElement? Request(JsonElement exchange) =>
        exchange.TryGetProperty("request_json", out var body) && body.ValueKind == JsonValueKind.Object ? body.Clone() : exchange.TryGetProperty("query", out var query) ? query.Clone() : null;

    private static string[] OrderOf(JsonElement request) => request.TryGetProperty("order_by", out var order)
        ? order.ValueKind switch
        {
            JsonValueKind.String => [order.GetString()!],
            JsonValueKind.Array when order.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. order.EnumerateArray().Select(item => item.GetString()!)],
            _ => [],
        }
        : [];

    private static SearchTarget? TargetOf(string path) => path switch
    {
        _ when path.EndsWith("/runs/search", StringComparison.Ordinal) => SearchTarget.Runs,
        _ when path.EndsWith("/experiments/search", StringComparison.Ordinal) => SearchTarget.Experiments,
        _ when path.EndsWith("/registered-models/search", StringComparison.Ordinal) => SearchTarget.RegisteredModels,
        _ when path.EndsWith("/model-versions/search", StringComparison.Ordinal) => SearchTarget.ModelVersions,
        _ when path.EndsWith("/logged-models/search", StringComparison.Ordinal) => SearchTarget.LoggedModels,
        _ when path.EndsWith("/traces/search", StringComparison.Ordinal) => SearchTarget.Traces,
        _ => null,
    };
}
