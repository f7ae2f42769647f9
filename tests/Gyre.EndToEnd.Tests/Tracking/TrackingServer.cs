using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Tracking;

/// <summary><c>gyre serve</c> over a home of its own, which may go away and come back at the same address.</summary>
internal sealed class TrackingServer : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly string _folder;
    private GyreProgram? _program;

    private TrackingServer(string folder) => _folder = folder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Uri Address => _client.BaseAddress!;

    public string Home => Path.Join(_folder, "home");

    public static async Task<TrackingServer> StartAsync()
    {
        var server = new TrackingServer(Directory.CreateTempSubdirectory("gyre-tracked-").FullName);
        server._client.BaseAddress = await server.LaunchAsync(0);
        return server;
    }

    /// <summary>A place for a test's own files, gone with the server.</summary>
    public string At(string name) => Path.Join(_folder, name);

    /// <summary>Ends it without a word.</summary>
    public async Task GoAwayAsync()
    {
        await _program!.KillAsync();
        _program.Dispose();
        _program = null;
    }

    public Task ComeBackAsync() => LaunchAsync(Address.Port);

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path, Cancel);
        return await JsonOf(path, answer);
    }

    public async Task<string> TextAsync(string path) => await _client.GetStringAsync(path, Cancel);

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(path, content, Cancel);
        return await JsonOf(path, answer);
    }

    public async Task PutAsync(string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await _client.PutAsync(path, content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
    }

    public async Task<JsonNode> RunAsync(string id) => (await GetAsync($"/api/2.0/mlflow/runs/get?run_id={id}"))["run"]!;

    /// <summary>All points of a metric, page by page.</summary>
    public async Task<List<(long Step, double Value)>> HistoryAsync(string run, string key)
    {
        var points = new List<(long, double)>();
        var token = "";
        do
        {
            var page = await GetAsync($"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key={key}&max_results=2000&page_token={Uri.EscapeDataString(token)}");
            points.AddRange(page["metrics"]!.AsArray().Select(point => (point!["step"]!.GetValue<long>(), double.Parse(point["value"]!.ToString(), CultureInfo.InvariantCulture))));
            token = page["next_page_token"]?.GetValue<string>() ?? "";
        }
        while (token.Length > 0);
        return points;
    }

    public static Dictionary<string, string> Pairs(JsonNode run, string list) =>
        (run["data"]![list]?.AsArray() ?? []).ToDictionary(pair => pair!["key"]!.GetValue<string>(), pair => pair!["value"]!.GetValue<string>(), StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_program is not null)
            await GoAwayAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<JsonNode> JsonOf(string path, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<Uri> LaunchAsync(int port)
    {
        string? line = null;
        // A port that it had before may be in use for a moment, as that of somebody's outgoing connection.
        await Patience.UntilAsync(
            async () =>
            {
                var program = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Home, "--port", port.ToString(CultureInfo.InvariantCulture));
                _program = program;
                line = await program.FindLineAsync(Cancel);
                if (line is null && (await program.EndAsync()).Errors is { } errors && !errors.Contains("in use", StringComparison.Ordinal))
                    throw new InvalidOperationException($"It ended: {errors}");
                return line is not null;
            },
            Cancel,
            "it serves");
        return new Uri(line![(line!.LastIndexOf(' ') + 1)..]);
    }
}
