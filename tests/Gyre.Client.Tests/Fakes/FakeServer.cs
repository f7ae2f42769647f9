using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;

namespace Gyre.Client.Tests.Fakes;

/// <summary>One request as it came.</summary>
internal sealed record Call(string Method, string Path, string Query, JsonObject? Body, byte[] Bytes, string? Key, string? Authorization, Uri Uri);

/// <summary>The least that a tracking server is, in memory. It keeps the limits of the protocol, so that a client that breaks them is seen.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    public const string Address = "http://tracking.test:5000";
    private const string Api = "/api/2.0/mlflow/";
    private const string ArtifactPath = "/api/2.0/mlflow-artifacts/artifacts";

    private readonly Lock _lock = new();
    private readonly List<Call> _calls = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _nextId;

    /// <summary>Answers instead of the server when it gives something; may throw.</summary>
    public Func<Call, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Waits in every request; lets a test hold the server.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public bool HasLoggedModels { get; set; } = true;

    public Dictionary<string, FakeRun> Runs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Experiments { get; } = new(StringComparer.Ordinal) { ["Default"] = "0" };

    public HashSet<string> Deleted { get; } = [];

    public Dictionary<(string Id, string Key), string> ExperimentTags { get; } = [];

    public Dictionary<string, byte[]> Artifacts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Models { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public IEnumerable<Call> CallsTo(string path) => Calls.Where(call => call.Path.EndsWith(path, StringComparison.Ordinal));

    public static HttpResponseMessage Error(int status, string code, string message) => Json(status, new JsonObject { ["error_code"] = code, ["message"] = message });

    public static TrackerOptions Options(FakeServer server, TimeProvider? clock = null) => new()
    {
        Http = new HttpClient(server) { Timeout = Timeout.InfiniteTimeSpan },
        Clock = clock ?? new SkippingClock(),
        Ids = IdSource.FromClock(TimeProvider.System),
        Linger = TimeSpan.Zero,
        Retry = new RetryOptions { RequestTimeout = SkippingClock.Never },
        SystemTags = false,
        EndRunsAtExit = false,
        Environment = _ => null,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var body = request.Content?.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(bytes) as JsonObject : null;
        var call = new Call(
            request.Method.Method, Uri.UnescapeDataString(request.RequestUri!.AbsolutePath), Uri.UnescapeDataString(request.RequestUri.Query), body, bytes,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null, request.Headers.Authorization?.ToString(), request.RequestUri);
        lock (_lock)
            _calls.Add(call);
        await Hold.WaitAsync(cancellationToken);
        if (Before?.Invoke(call) is { } instead)
        {
            instead.RequestMessage = request;
            return instead;
        }
        lock (_lock)
        {
            var response = Answer(call);
            response.RequestMessage = request;
            return response;
        }
    }

    private static HttpResponseMessage Json(int status, JsonNode body) => new((HttpStatusCode)status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Nothing() => Json(200, new JsonObject());

    private static HttpResponseMessage Page404() => new(HttpStatusCode.NotFound) { Content = new StringContent("<html>no such page</html>", Encoding.UTF8, "text/html") };

    private HttpResponseMessage Answer(Call call)
    {
        if (call.Path.StartsWith(ArtifactPath, StringComparison.Ordinal))
            return Artifact(call, call.Path[ArtifactPath.Length..].TrimStart('/'));
        return call.Path.StartsWith(Api, StringComparison.Ordinal) ? Route(call, call.Path[Api.Length..]) : Page404();
    }

    private HttpResponseMessage Route(Call call, string route) => route switch
    {
        "experiments/get-by-name" => ExperimentByName(Parameter(call, "experiment_name")),
        "experiments/get" => Experiments.FirstOrDefault(pair => pair.Value == Parameter(call, "experiment_id")) is { Key: { } name } ? ExperimentByName(name) : Error(404, "RESOURCE_DOES_NOT_EXIST", "none"),
        "experiments/create" => CreateExperiment(Text(call, "name")),
        "runs/create" => CreateRun(call),
        "runs/get" => Runs.TryGetValue(Parameter(call, "run_id"), out var run) ? Json(200, new JsonObject { ["run"] = run.ToJson() }) : Error(404, "RESOURCE_DOES_NOT_EXIST", "Run not found"),
        "runs/update" => OnRun(call, found => found.Update(call.Body!)),
        "runs/log-batch" => LogBatch(call),
        "runs/log-inputs" => OnRun(call, found => LogInputs(found, call.Body!)),
        "runs/outputs" or "runs/log-model" => Nothing(),
        "runs/delete" or "runs/restore" => OnRun(call, found => found.SetDeleted(route == "runs/delete")),
        "runs/delete-tag" => OnRun(call, found => found.Tags.Remove(Text(call, "key")) ? null : Error(404, "RESOURCE_DOES_NOT_EXIST", $"No tag with name: {Text(call, "key")}")),
        "experiments/search" => Json(200, new JsonObject { ["experiments"] = new JsonArray([.. Experiments.Keys.Where(name => !Deleted.Contains(Experiments[name])).Select(Experiment)]) }),
        "experiments/set-experiment-tag" => Experiments.ContainsValue(Text(call, "experiment_id")) ? TagExperiment(call) : Error(404, "RESOURCE_DOES_NOT_EXIST", "No experiment"),
        "experiments/delete" => Deleted.Add(Text(call, "experiment_id")) ? Nothing() : Error(404, "RESOURCE_DOES_NOT_EXIST", "No experiment"),
        "experiments/restore" => Deleted.Remove(Text(call, "experiment_id")) ? Nothing() : Error(404, "RESOURCE_DOES_NOT_EXIST", "No experiment"),
        "metrics/get-history" when !Runs.ContainsKey(Parameter(call, "run_id")) => Error(404, "RESOURCE_DOES_NOT_EXIST", "Run not found"),
        "metrics/get-history" => Json(200, new JsonObject { ["metrics"] = new JsonArray([.. Runs[Parameter(call, "run_id")].Metrics.Where(metric => (string?)metric["key"] == Parameter(call, "metric_key")).Select(metric => metric.DeepClone())]) }),
        "runs/search" => Search(call),
        "logged-models" when HasLoggedModels => Json(200, JsonNode.Parse("""{"model":{"info":{"model_id":"m-1","artifact_uri":"mlflow-artifacts:/0/models/m-1/artifacts"}}}""")!),
        "logged-models/m-1" when HasLoggedModels => Nothing(),
        "registered-models/create" => Models.TryAdd(Text(call, "name"), 0) ? Nothing() : Error(400, "RESOURCE_ALREADY_EXISTS", "Registered Model already exists."),
        "model-versions/create" => Json(200, new JsonObject { ["model_version"] = new JsonObject { ["name"] = Text(call, "name"), ["version"] = $"{++Models[Text(call, "name")]}", ["source"] = Text(call, "source") } }),
        _ => Page404(),
    };

    private JsonObject Experiment(string name) => new()
    {
        ["experiment_id"] = Experiments[name],
        ["name"] = name,
        ["lifecycle_stage"] = Deleted.Contains(Experiments[name]) ? "deleted" : "active",
        ["tags"] = new JsonArray([.. ExperimentTags.Where(pair => pair.Key.Id == Experiments[name]).Select(pair => (JsonNode)new JsonObject { ["key"] = pair.Key.Key, ["value"] = pair.Value })]),
    };

    private HttpResponseMessage TagExperiment(Call call)
    {
        ExperimentTags[(Text(call, "experiment_id"), Text(call, "key"))] = Text(call, "value");
        return Nothing();
    }

    private HttpResponseMessage ExperimentByName(string name) => Experiments.ContainsKey(name)
        ? Json(200, new JsonObject { ["experiment"] = Experiment(name) })
        : Error(404, "RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'");

    private HttpResponseMessage CreateExperiment(string name)
    {
        if (Experiments.ContainsKey(name))
            return Error(400, "RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists.");
        Experiments[name] = $"{Experiments.Count}";
        return Json(200, new JsonObject { ["experiment_id"] = Experiments[name] });
    }

    private HttpResponseMessage CreateRun(Call call)
    {
        if (!Experiments.ContainsValue(Text(call, "experiment_id")))
            return Error(404, "RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={Text(call, "experiment_id")} exists");
        var id = $"{++_nextId:x32}";
        var run = new FakeRun(id, Text(call, "experiment_id"), (string?)call.Body!["run_name"] ?? "calm-otter-1", call.Body["start_time"]!.GetValue<long>());
        foreach (var tag in call.Body["tags"]?.AsArray() ?? [])
            run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        Runs.Add(id, run);
        return Json(200, new JsonObject { ["run"] = run.ToJson() });
    }

    private HttpResponseMessage LogBatch(Call call) => OnRun(call, run =>
    {
        if (run.IsDeleted)
            return Error(400, "INVALID_PARAMETER_VALUE", "The run must be in the 'active' state.");
        var metrics = call.Body!["metrics"]?.AsArray() ?? [];
        var parameters = call.Body["params"]?.AsArray() ?? [];
        var tags = call.Body["tags"]?.AsArray() ?? [];
        if (metrics.Count > 1000 || parameters.Count > 100 || tags.Count > 100 || metrics.Count + parameters.Count + tags.Count > 1000)
            return Error(400, "INVALID_PARAMETER_VALUE", "too many");
        if (parameters.Select(parameter => (string)parameter!["key"]!).Distinct().Count() != parameters.Count)
            return Error(400, "INVALID_PARAMETER_VALUE", "Duplicate parameter keys have been submitted");
        if (parameters.FirstOrDefault(parameter => run.Params.TryGetValue((string)parameter!["key"]!, out var old) && old != (string)parameter["value"]!) is { } changed)
            return Error(400, "INVALID_PARAMETER_VALUE", $"Changing param values is not allowed. Param {changed["key"]}");
        run.Batches++;
        foreach (var parameter in parameters)
            run.Params[(string)parameter!["key"]!] = (string)parameter["value"]!;
        foreach (var tag in tags)
            run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        if (_keys.Add(call.Key!))
            run.Metrics.AddRange(metrics.Select(metric => metric!.DeepClone().AsObject()));
        return null;
    });

    private HttpResponseMessage OnRun(Call call, Func<FakeRun, HttpResponseMessage?> change) =>
        Runs.TryGetValue(Text(call, "run_id"), out var run) ? change(run) ?? Nothing() : Error(404, "RESOURCE_DOES_NOT_EXIST", "Run not found");

    private static HttpResponseMessage? LogInputs(FakeRun run, JsonObject body)
    {
        foreach (var input in body["datasets"]!.AsArray())
            run.Inputs[$"{input!["dataset"]!["name"]}:{input["dataset"]!["digest"]}"] = (string?)input["tags"]?[0]?["value"] ?? "";
        return null;
    }

    private HttpResponseMessage Search(Call call)
    {
        var size = call.Body!["max_results"]!.GetValue<int>();
        var from = int.Parse((string?)call.Body["page_token"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        // The one filter that this server knows.
        var offline = ((string?)call.Body["filter"])?.Split("`gyre.offlineId` = ") is [_, var quoted] ? quoted.Trim('\'') : null;
        var all = Runs.Values.Where(run => offline is null || run.Tags.GetValueOrDefault("gyre.offlineId") == offline).ToArray();
        var page = all.Skip(from).Take(Math.Min(size, 3)).ToArray();
        var answer = new JsonObject { ["runs"] = new JsonArray([.. page.Select(run => run.ToJson())]) };
        if (from + page.Length < all.Length)
            answer["next_page_token"] = $"{from + page.Length}";
        return Json(200, answer);
    }

    private HttpResponseMessage Artifact(Call call, string path)
    {
        switch (call.Method)
        {
            case "PUT":
                Artifacts[path] = call.Bytes;
                return Nothing();
            case "GET" when path.Length > 0:
                return Artifacts.TryGetValue(path, out var bytes) ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) } : Error(404, "RESOURCE_DOES_NOT_EXIST", "none");
            default:
                var folder = Parameter(call, "path").TrimEnd('/') + "/";
                var names = Artifacts.Keys.Where(key => key.StartsWith(folder, StringComparison.Ordinal)).Select(key => key[folder.Length..].Split('/')).GroupBy(parts => parts[0]);
                return Json(200, new JsonObject { ["files"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["path"] = name.Key, ["is_dir"] = name.First().Length > 1 })]) });
        }
    }

    private static string Text(Call call, string key) => (string?)call.Body?[key] ?? "";

    private static string Parameter(Call call, string key) => call.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == key)?[1] ?? "";
}

internal sealed class FakeRun(string id, string experimentId, string name, long start)
{
    private string _name = name;

    public bool IsDeleted { get; private set; }

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public List<JsonObject> Metrics { get; } = [];

    /// <summary>What it is used for, by name and digest.</summary>
    public Dictionary<string, string> Inputs { get; } = new(StringComparer.Ordinal);

    public string Status { get; private set; } = "RUNNING";

    public long? EndTime { get; private set; }

    public int Batches { get; set; }

    public IEnumerable<double> Values(string key) => Metrics.Where(metric => (string?)metric["key"] == key).Select(metric => metric["value"]!.GetValueKind() == JsonValueKind.String
        ? ((string)metric["value"]!) switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity } : metric["value"]!.GetValue<double>());

    public HttpResponseMessage? Update(JsonObject body)
    {
        _name = (string?)body["run_name"] ?? _name;
        Status = (string?)body["status"] ?? Status;
        EndTime = body["end_time"]?.GetValue<long>() ?? EndTime;
        return null;
    }

    public HttpResponseMessage? SetDeleted(bool deleted)
    {
        IsDeleted = deleted;
        return null;
    }

    public JsonObject ToJson() => new()
    {
        ["info"] = new JsonObject
        {
            ["run_id"] = id,
            ["run_uuid"] = id,
            ["experiment_id"] = experimentId,
            ["run_name"] = _name,
            ["end_time"] = EndTime,
            ["status"] = Status,
            ["start_time"] = start,
            ["artifact_uri"] = $"mlflow-artifacts:/{experimentId}/{id}/artifacts",
            ["lifecycle_stage"] = IsDeleted ? "deleted" : "active",
        },
        ["data"] = new JsonObject
        {
            ["params"] = new JsonArray([.. Params.Select(pair => (JsonNode)new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]),
            ["tags"] = new JsonArray([.. Tags.Select(pair => (JsonNode)new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]),
        },
    };
}
