using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gyre.Tracking.Formats.Mlflow.Http;

/// <summary>A server of the protocol: its own, or any other that speaks it. It is asked for pages; files come through its proxy.</summary>
internal sealed class ServerStore : IForeignStore
{
    private const string PromptTag = "mlflow.prompt.is_prompt";
    private const string OnlyPrompts = "tags.`mlflow.prompt.is_prompt` = 'true'";

    private readonly ServerCalls _calls;
    private readonly ServerEntities _entities;
    private readonly ServerFiles _files;

    public ServerStore(HttpClient client, Uri root)
    {
        _calls = new ServerCalls(client, root, new RemarkList());
        _entities = new ServerEntities(_calls.Remarks);
        _files = new ServerFiles(_calls);
    }

    public string Description => _calls.Root.ToString();

    public RemarkList Remarks => _calls.Remarks;

    public async IAsyncEnumerable<ForeignExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _calls.CheckAsync(cancellationToken);
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["max_results"] = 1000, ["view_type"] = "ALL", ["order_by"] = (string[])["experiment_id ASC"] };
        await foreach (var element in _calls.PagesByPostAsync("experiments/search", "experiments", body, cancellationToken))
        {
            if (_entities.Experiment(element) is { } experiment)
                yield return experiment;
        }
    }

    public async IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A page is in memory at once: with 100 runs it stays small even where each has thousands of params.
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["experiment_ids"] = (string[])[experiment.Id],
            ["run_view_type"] = "ALL",
            ["max_results"] = 100,
            ["order_by"] = (string[])["attributes.run_id ASC"],
        };
        await foreach (var element in _calls.PagesByPostAsync("runs/search", "runs", body, cancellationToken))
        {
            if (_entities.Run(experiment, element) is { } run)
                yield return run;
        }
    }

    public async IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string, string)[] query = [("run_id", run.Id), ("run_uuid", run.Id), ("metric_key", key), ("max_results", "25000")];
        var bad = 0;
        await foreach (var element in _calls.PagesByGetAsync("metrics/get-history", "metrics", query, cancellationToken))
        {
            if (element.Point() is { } point)
                yield return point;
            else
                bad++;
        }
        if (bad > 0)
            Remarks.Add($"metrics/get-history/{run.Id}/{RemarkList.Shown(key)}", $"{bad} points are not valid; they were not imported");
    }

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) => _files.OfAsync(run, cancellationToken);

    public async IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["experiment_ids"] = (string[])[experiment.Id], ["max_results"] = 50 };
        await foreach (var element in _calls.PagesByPostAsync("logged-models/search", "models", body, cancellationToken))
        {
            if (_entities.LoggedModel(experiment, element) is { } model)
                yield return model;
        }
    }

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) => _files.OfAsync(model, cancellationToken);

    public async IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Prompts are registered models too, and come only when they are asked for.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var filter in (string[])["", OnlyPrompts])
        {
            (string, string)[] query = filter.Length == 0 ? [("max_results", "100")] : [("max_results", "100"), ("filter", filter)];
            await foreach (var element in _calls.PagesByGetAsync("registered-models/search", "registered_models", query, cancellationToken))
            {
                if (element.Text("name") is { Length: > 0 } name && seen.Add(name))
                    yield return await WholeAsync(name, element, cancellationToken);
            }
        }
    }

    public async IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (model.Name.Contains('\'', StringComparison.Ordinal) && model.Name.Contains('"', StringComparison.Ordinal))
        {
            Remarks.Add(
                $"model-versions/search/{RemarkList.Shown(model.Name)}",
                "a name with both kinds of quotes cannot be searched for; its versions were not imported");
            yield break;
        }
        var quote = model.Name.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
        var filter = $"name = {quote}{model.Name}{quote}" + (model.Tags.GetValueOrDefault(PromptTag) == "true" ? " AND " + OnlyPrompts : "");
        (string, string)[] query = [("filter", filter), ("max_results", "1000"), ("order_by", "version_number ASC")];
        await foreach (var element in _calls.PagesByGetAsync("model-versions/search", "model_versions", query, cancellationToken))
        {
            if (_entities.Version(model, element) is { } version)
                yield return version;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A list may leave out the aliases; the model alone has them.</summary>
    private async Task<ForeignRegisteredModel> WholeAsync(string name, JsonElement listed, CancellationToken cancellationToken)
    {
        using var answer = await _calls.GetAsync("registered-models/get", [("name", name)], cancellationToken);
        return ServerEntities.RegisteredModel(name, answer?.RootElement.Object("registered_model") ?? listed);
    }
}
