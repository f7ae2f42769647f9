using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Tracking;

/// <summary>Everything that a server tells of its records, as one text to compare.</summary>
internal sealed class ServedRecords(TrackingServer server)
{
    private const string Api = "/api/2.0/mlflow";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly StringBuilder _text = new();

    public static async Task<string> ReadAsync(TrackingServer server)
    {
        var records = new ServedRecords(server);
        var experiments = (await server.PostAsync($"{Api}/experiments/search", new JsonObject { ["max_results"] = 1000, ["view_type"] = "ALL", ["order_by"] = new JsonArray("experiment_id ASC") }))["experiments"]!.AsArray();
        foreach (var experiment in experiments)
        {
            if (experiment!["experiment_id"]!.GetValue<string>() == "0")
            {
                // Every home has it from its own beginning.
                experiment.AsObject().Remove("creation_time");
                experiment.AsObject().Remove("last_update_time");
            }
            records.Add("experiment", experiment);
            await records.AddExperimentAsync(experiment!["experiment_id"]!.GetValue<string>());
        }
        await records.AddRegistryAsync();
        return records._text.ToString();
    }

    private async Task AddExperimentAsync(string experiment)
    {
        var search = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["run_view_type"] = "ALL", ["max_results"] = 1000, ["order_by"] = new JsonArray("attributes.run_id ASC") };
        foreach (var run in (await server.PostAsync($"{Api}/runs/search", search))["runs"]?.AsArray() ?? [])
        {
            Add("run", run!);
            var id = run!["info"]!["run_id"]!.GetValue<string>();
            foreach (var metric in run["data"]!["metrics"]?.AsArray() ?? [])
            {
                var key = metric!["key"]!.GetValue<string>();
                _text.AppendLine(CultureInfo.InvariantCulture, $"{key}: {string.Join(' ', (await server.HistoryAsync(id, key)).Order().Select(point => FormattableString.Invariant($"{point.Step}={point.Value:R}")))}");
            }
            await AddFilesAsync(run["info"]!["artifact_uri"]!.GetValue<string>());
        }
        foreach (var model in (await server.PostAsync($"{Api}/logged-models/search", new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = 50 }))["models"]?.AsArray() ?? [])
        {
            Add("logged model", model!);
            await AddFilesAsync(model!["info"]!["artifact_uri"]!.GetValue<string>());
        }
    }

    private async Task AddRegistryAsync()
    {
        foreach (var listed in (await server.GetAsync($"{Api}/registered-models/search?max_results=100"))["registered_models"]?.AsArray() ?? [])
        {
            var name = listed!["name"]!.GetValue<string>();
            Add("registered model", (await server.GetAsync($"{Api}/registered-models/get?name={Uri.EscapeDataString(name)}"))["registered_model"]!);
            var filter = Uri.EscapeDataString($"name = '{name}'");
            foreach (var version in (await server.GetAsync($"{Api}/model-versions/search?filter={filter}&max_results=100&order_by=version_number%20ASC"))["model_versions"]!.AsArray())
                Add("version", version!);
        }
    }

    private async Task AddFilesAsync(string address)
    {
        var waiting = new Stack<string>([address["mlflow-artifacts:/".Length..]]);
        while (waiting.TryPop(out var folder))
        {
            var listed = (await server.GetAsync($"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(folder)}"))["files"]?.AsArray() ?? [];
            foreach (var file in listed.OrderBy(file => file!["path"]!.GetValue<string>(), StringComparer.Ordinal))
            {
                var path = $"{folder}/{file!["path"]!.GetValue<string>()}";
                if (file["is_dir"]!.GetValue<bool>())
                    waiting.Push(path);
                else
                    _text.AppendLine(CultureInfo.InvariantCulture, $"{path}: {await server.TextAsync($"/api/2.0/mlflow-artifacts/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}")}");
            }
        }
    }

    private void Add(string kind, JsonNode node) => _text.Append(kind).Append(' ').AppendLine(Sorted(node)?.ToJsonString(Indented));

    /// <summary>Lists of pairs have no order of their own.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
