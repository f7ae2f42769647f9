using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Upgrade;

/// <summary><c>gyre serve</c> of the present program on a recorded home, asked with the token that was recorded with it.</summary>
internal sealed class UpgradedServer : IAsyncDisposable
{
    private const string Secret = "a secret of many characters";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly GyreProgram _program;
    private readonly HttpClient _client = new();
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();

    private UpgradedServer(RecordedStore store, GyreProgram program, Uri address)
    {
        _program = program;
        _client.BaseAddress = address;
        _client.DefaultRequestHeaders.Add("Authorization", $"Bearer {store.Role("token")}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The environment of the recording.</summary>
    public static Dictionary<string, string> Variables { get; } = new()
    {
        ["GYRE_TEST_HOOK"] = Secret,
        ["GYRE_NOTIFY_KEY"] = "another secret of many characters",
    };

    public static async Task<UpgradedServer> StartAsync(RecordedStore store)
    {
        var program = store.Start("serve", "--port", "0");
        var line = await program.ReadLineAsync(Cancel);
        return new UpgradedServer(store, program, new Uri(line[(line.LastIndexOf(' ') + 1)..]));
    }

    /// <summary>What a request is answered: JSON, or a text.</summary>
    public async Task<JsonNode?> SendAsync(string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {answer.StatusCode} {text}");
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>Fires a webhook trigger with a signed request.</summary>
    public async Task<HttpStatusCode> HookAsync(string trigger, string delivery)
    {
        const string Body = """{"version": 3}""";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}.{delivery}.{Body}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/triggers/{trigger}/hook");
        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        request.Headers.Add("X-Gyre-Timestamp", timestamp);
        request.Headers.Add("X-Gyre-Delivery", delivery);
        request.Headers.Add("X-Gyre-Signature", "sha256=" + Convert.ToHexStringLower(mac));
        using var answer = await _client.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    public Task<JsonNode> UntilRunAsync(string run, params string[] states) =>
        UntilAsync($"/api/v1/runs/{run}", found => states.Contains(found["state"]!.GetValue<string>()));

    public Task<JsonNode> UntilNodeAsync(string run, string node, string state) =>
        UntilAsync($"/api/v1/runs/{run}/nodes/{node}", found => found["state"]!.GetValue<string>() == state);

    /// <summary>Until a trigger has occurred since this server began, and the run has succeeded; older occurrences are forgotten in time.</summary>
    public Task<JsonNode> UntilFiredAsync(string trigger) =>
        UntilAsync($"/api/v1/triggers/{trigger}", found => found["occurrences"]!.AsArray().Any(IsNewAndOver));

    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Longest);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var found = "";
        while (true)
        {
            using (var answer = await _client.GetAsync(path, Cancel))
            {
                found = await answer.Content.ReadAsStringAsync(Cancel);
                // A run that was just accepted has no nodes until somebody drives it.
                if (answer.StatusCode != HttpStatusCode.NotFound && isSo(JsonNode.Parse(found)!))
                    return JsonNode.Parse(found)!;
            }
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
            {
                throw new TimeoutException($"{path} stays {found}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.KillAsync();
        _program.Dispose();
    }

    private bool IsNewAndOver(JsonNode? occurrence) =>
        occurrence!["run_state"]?.GetValue<string>() == "succeeded" && occurrence["at"]!.GetValue<DateTimeOffset>() >= _began;
}
