using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.Browser.Tests;

/// <summary>A home with a server: the program as people start it, on a free port of loopback.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private readonly List<string> _options;
    private Process? _server;

    private ServedHome(string root, IEnumerable<string> options) => (Root, _options) = (root, [.. options]);

    public string Root { get; }

    public string Home => Path.Join(Root, "home");

    /// <summary>Where it listens, with a slash at its end and the path that pages are under.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public HttpClient Http { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts one; what is to be there before the server is made first.</summary>
    public static async Task<ServedHome> StartAsync(Func<ServedHome, Task>? before = null, params string[] options)
    {
        var home = new ServedHome(Directory.CreateTempSubdirectory("gyre-browser-").FullName, options);
        if (before is not null)
            await before(home);
        await home.ServeAsync(port: 0);
        return home;
    }

    /// <summary>Runs a command on the home to its end; gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartOf(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        if (process.ExitCode == 2)
            throw new InvalidOperationException($"gyre {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }

    /// <summary>Writes a project; gives its folder.</summary>
    public string Project(string name, string yaml, params (string File, string Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Join(Root, "projects", name)).FullName;
        File.WriteAllText(Path.Join(folder, "gyre.yaml"), yaml);
        foreach (var (file, content) in files)
            File.WriteAllText(Path.Join(folder, file), content);
        return folder;
    }

    /// <summary>Asks the API to change something; gives the answer.</summary>
    public Task<JsonNode> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    /// <inheritdoc cref="PostAsync"/>
    public Task<JsonNode> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = JsonContent.Create(body) };
        using var answer = await Http.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var text = await Http.GetStringAsync(new Uri(Address, path), Cancel);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Starts a run of a pipeline of a project's folder; gives its id.</summary>
    public async Task<string> StartRunAsync(string folder, string pipeline, string? title = null) =>
        (string)(await PostAsync("api/v1/runs", new { folder, pipeline, title }))["run_id"]!;

    /// <summary>Waits until a run is over.</summary>
    public async Task EndOfAsync(string run) => await Patience.UntilAsync(
        async () => (string)(await GetAsync($"api/v1/runs/{run}"))["state"]! is not ("running" or "cancelling"), Cancel, $"run {run} has ended");

    /// <summary>The machine loses the server.</summary>
    public async Task KillServerAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync(Cancel);
        _server.Dispose();
        _server = null;
    }

    /// <summary>It is there again, under the same address.</summary>
    public Task ServeAgainAsync() => ServeAsync(Address.Port);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_server is { HasExited: false })
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync(CancellationToken.None);
        }
        _server?.Dispose();
        await RemoveAsync();
    }

    private async Task ServeAsync(int port)
    {
        _server = Process.Start(StartOf(["serve", "--port", $"{port}", "--format", "json", .. _options]))!;
        var line = await _server.StandardOutput.ReadLineAsync(Cancel);
        if (line is null)
            throw new InvalidOperationException($"The server ended: {await _server.StandardError.ReadToEndAsync(Cancel)}");
        // Nobody reads on; a full pipe would hold the server.
        _ = _server.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        var text = line;
        while (!IsWhole(text))
            text += await _server.StandardOutput.ReadLineAsync(Cancel);
        var root = new Uri((string)JsonNode.Parse(text)!["url"]!);
        var basePath = _options.IndexOf("--base-path") is >= 0 and var index ? _options[index + 1] : "";
        Address = new Uri(root, $"{basePath}/");
    }

    private static bool IsWhole(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartOf(IEnumerable<string> arguments)
    {
        var start = GyreExecutable.Start(arguments);
        start.WorkingDirectory = Root;
        start.Environment["GYRE_HOME"] = Home;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Steps that were killed may write for a moment.</summary>
    private Task RemoveAsync() => Patience.UntilAsync(TryRemove, CancellationToken.None, $"{Root} is removed");

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
