using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>A home with <c>gyre serve</c> as a process of its own, and a client.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private readonly GyreProgram _server;
    private readonly HttpClient _client = new();
    private readonly string _folder;

    private ServedHome(string folder, GyreProgram server, Uri address)
    {
        _folder = folder;
        _server = server;
        _client.BaseAddress = address;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sent where a call names none.</summary>
    public string? Token { get; set; }

    public string Project => Path.Join(_folder, "project");

    public static async Task<ServedHome> StartAsync(string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-served-").FullName;
        Directory.CreateDirectory(Path.Join(folder, "project"));
        await File.WriteAllTextAsync(Path.Join(folder, "project", "valohai.yaml"), yaml, Cancel);
        var server = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Path.Join(folder, "home"), "--port", "0");
        var line = await server.ReadLineAsync(Cancel);
        var home = new ServedHome(folder, server, new Uri(line[(line.LastIndexOf(' ') + 1)..]));
        (await home.SendAsync(HttpMethod.Post, "/api/v1/projects", new JsonObject { ["folder"] = home.Project, ["name"] = "demo" }.ToJsonString())).Status.ShouldBe(HttpStatusCode.Created);
        return home;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, string? json = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        token ??= Token;
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Token {token}");
        using var answer = await _client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        JsonNode? body = null;
        try
        {
            body = text.Length > 0 ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            body = text;
        }
        return (answer.StatusCode, body, answer.Headers);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body, _) = await SendAsync(HttpMethod.Get, path);
        status.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return body!;
    }

    public async Task<JsonNode> PostAsync(string path, string json, HttpStatusCode expected = HttpStatusCode.Created)
    {
        var (status, body, _) = await SendAsync(HttpMethod.Post, path, json);
        status.ShouldBe(expected, $"{path}: {body}");
        return body!;
    }

    /// <summary>Asks until a thing is in one of these states.</summary>
    public async Task<JsonNode> UntilAsync(string path, params string[] states)
    {
        JsonNode? body = null;
        await Patience.UntilAsync(
            async () =>
            {
                (_, body, _) = await SendAsync(HttpMethod.Get, path);
                return body?["status"]?.GetValue<string>() is { } state && states.Contains(state);
            },
            Cancel,
            $"{path} is {string.Join(" or ", states)}");
        return body!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.KillAsync();
        _server.Dispose();
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
