using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>A store as text that two of them can be compared by.</summary>
internal static class StoreText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Everything, with the digests of the files.</summary>
    public static async Task<string> AllAsync(IForeignStore store)
    {
        var all = new JsonArray();
        await foreach (var experiment in store.ExperimentsAsync(Token))
        {
            all.Add(Node(experiment));
            await foreach (var run in store.RunsAsync(experiment, Token))
            {
                // Whether the shown value stands beside the history is the store's own business.
                all.Add(Node(run with { Metrics = run.Metrics.ToDictionary(pair => pair.Key, _ => (MetricPoint?)null, StringComparer.Ordinal) }));
                foreach (var key in run.Metrics.Keys)
                    all.Add(Node(await ListAsync(store.HistoryAsync(run, key, Token))));
                all.Add(await FilesAsync(store.FilesAsync(run, Token)));
            }
            await foreach (var model in store.LoggedModelsAsync(experiment, Token))
            {
                all.Add(Node(model));
                all.Add(await FilesAsync(store.FilesAsync(model, Token)));
            }
        }
        await foreach (var model in store.RegisteredModelsAsync(Token))
        {
            all.Add(Node(model));
            all.Add(Node(await ListAsync(store.VersionsAsync(model, Token))));
        }
        return all.ToJsonString(Options);
    }

    /// <summary>In the shape of the readings that stand beside the conformance data.</summary>
    public static async Task<JsonNode> ReadingAsync(IForeignStore store)
    {
        var experiments = new JsonArray();
        await foreach (var experiment in store.ExperimentsAsync(Token))
        {
            var runs = new JsonArray();
            await foreach (var run in store.RunsAsync(experiment, Token))
                runs.Add(await RunAsync(store, run));
            experiments.Add(new JsonObject
            {
                ["id"] = experiment.Id,
                ["name"] = experiment.Name,
                ["stage"] = experiment.IsDeleted ? "deleted" : "active",
                ["tags"] = Node(experiment.Tags),
                ["runs"] = runs,
            });
        }
        var models = new JsonArray();
        await foreach (var model in store.RegisteredModelsAsync(Token))
            models.Add(await ModelAsync(store, model));
        return new JsonObject { ["experiments"] = experiments, ["registered_models"] = models };
    }

    /// <summary>Numbers in one way of writing, keys in order.</summary>
    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(",\n", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{JsonValue.Create(pair.Key).ToJsonString()}:{Canonical(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(",", list.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonSerializer.Deserialize<double>(value.ToJsonString()).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        null => "null",
        _ => node.ToJsonString(),
    };

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }

    private static async Task<JsonNode> RunAsync(IForeignStore store, ForeignRun run)
    {
        var latest = new JsonObject();
        var histories = new JsonObject();
        foreach (var (key, shown) in run.Metrics)
        {
            var history = await ListAsync(store.HistoryAsync(run, key, Token));
            var last = history.Aggregate((one, other) => other.IsLaterThan(one) ? other : one);
            if (shown is not null)
                shown.ShouldBe(last);
            latest[key] = Number(last.Value);
            histories[key] = new JsonArray([.. history.Select(point => new JsonArray(point.Timestamp, point.Step, Number(point.Value)))]);
        }
        var files = await ListAsync(store.FilesAsync(run, Token));
        return new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Name,
            ["status"] = run.Status.ToString().ToUpperInvariant(),
            ["stage"] = run.IsDeleted ? "deleted" : "active",
            ["start"] = run.StartTime,
            ["end"] = run.EndTime,
            ["params"] = Node(run.Params),
            ["tags"] = Node(run.Tags),
            ["latest"] = latest,
            ["history"] = histories,
            ["artifacts"] = new JsonArray([.. files.Select(file => new JsonObject { ["path"] = file.Path.ToString(), ["size"] = file.SizeInBytes })]),
        };
    }

    private static async Task<JsonNode> ModelAsync(IForeignStore store, ForeignRegisteredModel model)
    {
        var versions = await ListAsync(store.VersionsAsync(model, Token));
        return new JsonObject
        {
            ["name"] = model.Name,
            ["description"] = model.Description,
            ["tags"] = Node(model.Tags),
            ["aliases"] = Node(model.Aliases.ToDictionary(pair => pair.Key, pair => $"{pair.Value}", StringComparer.Ordinal)),
            ["versions"] = new JsonArray([.. versions.Select(version => new JsonObject
            {
                ["version"] = $"{version.Version}",
                ["run_id"] = version.RunId,
                ["stage"] = version.Stage,
                ["tags"] = Node(version.Tags),
                ["status"] = version.Status,
            })]),
        };
    }

    private static JsonValue Number(double value) => double.IsNaN(value) ? JsonValue.Create("nan") : double.IsInfinity(value) ? JsonValue.Create(value > 0 ? "inf" : "-inf") : JsonValue.Create(value);

    private static async Task<JsonNode> FilesAsync(IAsyncEnumerable<ForeignArtifactFile> files)
    {
        var list = new JsonArray();
        await foreach (var file in files)
        {
            await using var content = await file.OpenAsync(Token);
            list.Add($"{file.Path} {Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Token))}");
        }
        return list;
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);
}
