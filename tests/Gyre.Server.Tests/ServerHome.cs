using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Core.Loops;
using Gyre.Datasets;
using Gyre.Execution;
using Gyre.Home.Exports;
using Gyre.Pipelines;
using Gyre.Server.Security;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Server.Tests;

/// <summary>A server over a home of its own on a free port of loopback, with an engine in memory.</summary>
internal sealed class ServerHome : IAsyncDisposable
{
    public const string Yaml =
        """
        - step:
            name: train
            image: any
            command: echo hello
        - pipeline:
            name: main
            nodes:
              - name: train
                type: execution
                step: train
            edges: []
        """;

    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };

    private ServerHome(string root, TroubledStore store, IBlobStore blobs, ServerServices services, GyreServer server, FakeEngine engine, FakeTriggers triggers, ListLog log)
    {
        (Root, Store, Blobs, Services, Server, Engine, Triggers, Log) = (root, store, blobs, services, server, engine, triggers, log);
        Client = new HttpClient(_handler) { BaseAddress = server.Address };
    }

    public string Root { get; }

    public TroubledStore Store { get; }

    public IBlobStore Blobs { get; }

    public ServerServices Services { get; }

    public GyreServer Server { get; }

    public FakeEngine Engine { get; }

    public FakeVariables Variables => (FakeVariables)Services.Variables;

    public FakeNotifications Notifications => (FakeNotifications)Services.Notifications;

    public FakeTriggers Triggers { get; }

    public ListLog Log { get; }

    public HttpClient Client { get; }

    public required ServingService Serving { get; init; }

    /// <summary>The token that was there before the server; null for none.</summary>
    public string? Ahead { get; private init; }

    public TokenStore Tokens => new(Store, Services.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ServerHome> StartAsync(
        ServeOptions? options = null, TimeProvider? clock = null, StorageOptions? storage = null, Task? engineLoop = null,
            TrackingOptions? tracking = null, LoopSupervisor? loops = null, ICatalog? catalog = null,
            Func<IBlobStore, IBlobStore>? artifacts = null, string? token = null,
            RouteTable? rights = null)
    {
        var root = Directory.CreateTempSubdirectory("gyre-server-").FullName;
        storage ??= new StorageOptions { Home = root };
        clock ??= TimeProvider.System;
        var store = new TroubledStore(await GyreStore.OpenAsync(storage,
            [.. TrackingStore.Migrations, .. ServingService.Migrations, .. Gyre.Pipelines.Engine.Migrations,
                .. DatasetService.Migrations, .. GyreServer.Migrations], clock, Cancel));
        var blobs = await GyreStore.OpenBlobsAsync(storage with { Home = root }, clock, Cancel);
        blobs = artifacts?.Invoke(blobs) ?? blobs;
        var ahead = token is null ? null : (await new TokenStore(store, clock).CreateAsync(token, TokenScope.Admin, null, Cancel)).Text;
        var engine = new FakeEngine();
        var serving = new ServingService(store, blobs, new LoopSupervisor(clock), new ServingOptions { Clock = clock, Seed = 1 });
        var triggers = new FakeTriggers();
        var log = new ListLog();
        var services = new ServerServices
        {
            Storage = storage with { Home = root },
            Store = store,
            Blobs = blobs,
            Tracking = await TrackingStore.OpenAsync(store, blobs, clock, tracking ?? new TrackingOptions(), Cancel),
            Executors = new ExecutorSet(new FolderLogs(root, clock)),
            Runs = engine,
            Cycles = engine,
            Triggers = triggers,
            Variables = new FakeVariables(),
            Secrets = static name => name == FakeTriggers.SecretName ? FakeTriggers.Secret : null,
            Cache = engine,
            Catalog = catalog ?? new EmptyCatalog(),
            Lineage = new FakeLineage(),
            Datasets = new DatasetService(store.Database),
            Notifications = new FakeNotifications(),
            Deployments = serving.Deployments,
            Decisions = serving.Decisions,
            Analysis = serving.Analysis,
            Predictions = serving.Predictions,
            Exports = new DecisionExports(store, blobs, serving.Decisions, clock),
            Clock = clock,
            Credentials = new StepCredentials(store),
            EngineLoop = engineLoop,
            Loops = loops,
            Rights = rights ?? RouteTable.Standard,
            Logs = LoggerFactory.Create(builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Trace)),
        };
        var server = await GyreServer.StartAsync(options ?? new ServeOptions { Port = 0 }, services, Cancel);
        return new ServerHome(root, store, blobs, services, server, engine, triggers, log) { Ahead = ahead, Serving = serving };
    }

    /// <summary>A folder with a valid project.</summary>
    public string ProjectFolder(string name = "demo", string? yaml = null)
    {
        var folder = Directory.CreateDirectory(Path.Join(Root, "projects", name)).FullName;
        File.WriteAllText(Path.Join(folder, "gyre.yaml"), yaml ?? Yaml);
        return folder;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await Client.SendAsync(request, Cancel);
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        return new Answer(response.StatusCode, body, response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public Task<Answer> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, token, headers);

    public Task<Answer> PostAsync(string path, string json, string? token = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, token, headers);

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string text) => await SendRawAsync(Encoding.Latin1.GetBytes(text));

    /// <inheritdoc cref="SendRawAsync(string)"/>
    public async Task<string> SendRawAsync(byte[] bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Server.Address.Port, Cancel);
        await using var stream = socket.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes, Cancel);
            await stream.CopyToAsync(answer, Cancel);
        }
        catch (IOException)
        {
            // The server may close before it has read everything.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await Server.DisposeAsync();
        await Serving.DisposeAsync();
        Services.Logs!.Dispose();
        Blobs.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public T As<T>() => (T)JsonSerializer.Deserialize(Body, typeof(T), ApiJson.Default)!;

    /// <summary>The problem, after checking that it is whole.</summary>
    public Problem ShouldBeProblem(int status, string code)
    {
        ((int)Status).ShouldBe(status, Text);
        Headers["Content-Type"].ShouldStartWith("application/problem+json");
        var problem = As<Problem>();
        problem.Code.ShouldBe(code, Text);
        problem.Status.ShouldBe(status);
        problem.Type.ShouldBe($"urn:gyre:problem:{code}");
        problem.Title.ShouldNotBeNullOrEmpty();
        return problem;
    }
}

/// <summary>Keeps every log line with everything in it.</summary>
internal sealed class ListLog : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();

    public string All
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _lines.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
