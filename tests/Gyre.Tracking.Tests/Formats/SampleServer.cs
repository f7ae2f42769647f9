using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Answers like a server that holds the sample, in pages of two, without a network.</summary>
internal sealed class SampleServer(SampleStore sample) : HttpMessageHandler
{
    private const string Api = "/base/api/2.0/mlflow/";

    private const string Proxied = "/base/api/2.0/mlflow-artifacts/artifacts";

    /// <summary>Answers in place of the sample's for paths that end so.</summary>
    public Dictionary<string, Func<HttpResponseMessage>> Instead { get; } = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Asked.Add(path);
        if (Instead.FirstOrDefault(pair => path.EndsWith(pair.Key, StringComparison.Ordinal)).Value is { } instead)
            return instead();
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        string? Given(string name) => body?[name]?.ToString() ?? query[name];
        var experiment = body?["experiment_ids"]?[0]?.ToString();
        return path switch
        {
            Api + "experiments/search" => Page("experiments", sample.Experiments.Select(Experiment), Given("page_token")),
            Api + "runs/search" => Page("runs", sample.Runs.Where(run => run.ExperimentId == experiment).Select(Run), Given("page_token")),
            Api + "metrics/get-history" => Page("metrics", sample.Histories.GetValueOrDefault(Given("metric_key")!, []).Select(point => Point(null, point)), Given("page_token"), 5000),
            Api + "artifacts/list" => List(Given("run_id")!, Given("path") ?? "", full: true),
            Api + "logged-models/search" => Page("models", sample.Models.Where(model => model.ExperimentId == experiment).Select(Model), Given("page_token")),
            Api + "registered-models/search" => Page("registered_models", Given("filter") is null ? sample.Registered.Select(model => Registered(model, whole: false)) : [], Given("page_token")),
            Api + "registered-models/get" => Json(new JsonObject { ["registered_model"] = Registered(sample.Registered.Single(model => model.Name == Given("name")), whole: true) }),
            Api + "model-versions/search" => Page("model_versions", sample.Versions.Where(version => Given("filter") == $"name = '{version.Name}'").Select(Version), Given("page_token")),
            Proxied => List(SampleStore.ModelId, Given("path")![Given("path")!.IndexOf("artifacts", StringComparison.Ordinal)..]["artifacts".Length..].TrimStart('/'), full: false),
            _ when path.StartsWith(Proxied, StringComparison.Ordinal) => Content(Uri.UnescapeDataString(path[(Proxied.Length + 1)..])),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    public static HttpResponseMessage Json(JsonNode node) => new(HttpStatusCode.OK) { Content = new StringContent(node.ToJsonString(), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Page(string name, IEnumerable<JsonNode> items, string? token, int size = 2)
    {
        var start = token is null ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
        var page = items.Skip(start).Take(size + 1).ToList();
        var answer = new JsonObject();
        if (page.Count > 0)
            answer[name] = new JsonArray([.. page.Take(size)]);
        if (page.Count > size)
            answer["next_page_token"] = $"{start + size}";
        return Json(answer);
    }

    private HttpResponseMessage List(string id, string folder, bool full)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var below = sample.Files.GetValueOrDefault(id, []).Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(file => (Below: file.Path[prefix.Length..], file.Text));
        var files = below.GroupBy(file => file.Below.Split('/')[0]).Select(group => new JsonObject
        {
            ["path"] = (full ? prefix : "") + group.Key,
            ["is_dir"] = group.First().Below.Contains('/', StringComparison.Ordinal),
            ["file_size"] = group.First().Text.Length,
        });
        return Json(new JsonObject { ["files"] = new JsonArray([.. files]) });
    }

    private HttpResponseMessage Content(string path)
    {
        var parts = path.Split("/artifacts/");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(sample.Files[parts[0].Split('/')[^1]].Single(file => file.Path == parts[1]).Text) };
    }

    private static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs) => new([.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]);

    private static JsonObject Point(string? key, MetricPoint point) => new()
    {
        ["key"] = key,
        ["value"] = double.IsNaN(point.Value) ? "NaN" : double.IsInfinity(point.Value) ? (point.Value > 0 ? "Infinity" : "-Infinity") : JsonValue.Create(point.Value),
        ["timestamp"] = point.Timestamp,
        // Some servers write numbers of 64 bits as strings.
        ["step"] = $"{point.Step}",
    };

    private static string Lifecycle(bool isDeleted) => isDeleted ? "deleted" : "active";

    private static JsonObject Experiment(ForeignExperiment experiment) => new()
    {
        ["experiment_id"] = experiment.Id,
        ["name"] = experiment.Name,
        ["artifact_location"] = experiment.ArtifactLocation,
        ["lifecycle_stage"] = Lifecycle(experiment.IsDeleted),
        ["creation_time"] = experiment.CreatedAt,
        ["last_update_time"] = experiment.UpdatedAt,
        ["tags"] = Pairs(experiment.Tags),
    };

    private JsonObject Run(ForeignRun run) => new()
    {
        ["info"] = new JsonObject
        {
            ["run_id"] = run.Id,
            ["experiment_id"] = run.ExperimentId,
            ["run_name"] = run.Name,
            ["user_id"] = run.UserId,
            ["status"] = run.Status.ToString().ToUpperInvariant(),
            ["start_time"] = run.StartTime,
            ["end_time"] = run.EndTime,
            ["artifact_uri"] = run.ArtifactUri,
            ["lifecycle_stage"] = Lifecycle(run.IsDeleted),
        },
        ["data"] = new JsonObject { ["params"] = Pairs(run.Params), ["tags"] = Pairs(run.Tags), ["metrics"] = new JsonArray([.. run.Metrics.Keys.Select(key => Point(key, sample.Histories[key][^1]))]) },
        ["inputs"] = new JsonObject
        {
            ["dataset_inputs"] = new JsonArray([.. run.DatasetInputs.Select(input => new JsonObject
            {
                ["tags"] = Pairs(input.Tags),
                ["dataset"] = new JsonObject { ["name"] = input.Name, ["digest"] = input.Digest, ["source_type"] = input.SourceType, ["source"] = input.Source, ["schema"] = input.Schema },
            })]),
            ["model_inputs"] = new JsonArray([.. run.ModelInputs.Select(id => new JsonObject { ["model_id"] = id })]),
        },
        ["outputs"] = new JsonObject { ["model_outputs"] = new JsonArray([.. run.ModelOutputs.Select(output => new JsonObject { ["model_id"] = output.ModelId, ["step"] = output.Step })]) },
    };

    private static JsonObject Model(ForeignLoggedModel model) => new()
    {
        ["info"] = new JsonObject
        {
            ["model_id"] = model.Id,
            ["experiment_id"] = model.ExperimentId,
            ["name"] = model.Name,
            ["creation_timestamp_ms"] = model.CreatedAt,
            ["last_updated_timestamp_ms"] = model.UpdatedAt,
            ["artifact_uri"] = model.ArtifactLocation,
            ["status"] = "LOGGED_MODEL_READY",
            ["source_run_id"] = model.SourceRunId,
            ["tags"] = Pairs(model.Tags),
        },
        ["data"] = new JsonObject { ["params"] = Pairs(model.Params), ["metrics"] = new JsonArray([.. model.Metrics.Select(Metric)]) },
    };

    private static JsonObject Metric(ForeignModelMetric metric)
    {
        var point = Point(metric.Key, metric.Point);
        point["run_id"] = metric.RunId;
        point["dataset_name"] = metric.DatasetName;
        point["dataset_digest"] = metric.DatasetDigest;
        return point;
    }

    private static JsonObject Registered(ForeignRegisteredModel model, bool whole) => new()
    {
        ["name"] = model.Name,
        ["creation_timestamp"] = model.CreatedAt,
        ["last_updated_timestamp"] = model.UpdatedAt,
        ["description"] = model.Description,
        ["tags"] = Pairs(model.Tags),
        ["aliases"] = whole ? new JsonArray([.. model.Aliases.Select(alias => new JsonObject { ["alias"] = alias.Key, ["version"] = $"{alias.Value}" })]) : null,
    };

    private static JsonObject Version(ForeignModelVersion version) => new()
    {
        ["name"] = version.Name,
        ["version"] = $"{version.Version}",
        ["creation_timestamp"] = version.CreatedAt,
        ["last_updated_timestamp"] = version.UpdatedAt,
        ["current_stage"] = version.Stage,
        ["description"] = version.Description,
        ["source"] = version.Source,
        ["run_id"] = version.RunId,
        ["model_id"] = version.ModelId,
        ["status"] = version.Status,
        ["tags"] = Pairs(version.Tags),
    };
}
