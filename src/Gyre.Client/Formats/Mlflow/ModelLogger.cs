using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Client.Texts;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow;

/// <summary>Writes a model's files and its <c>MLmodel</c>, as a model of the server's own or, where there is no such thing, among the run's artifacts.</summary>
internal sealed class ModelLogger(ITrackingStore store, TimeProvider clock, IdSource ids) : IModelLogger
{
    private const string DescriptionName = "MLmodel";
    private static readonly SearchValues<char> Refused = SearchValues.Create("/:.%\"'");

    public async Task<LoggedModel> LogAsync(TrackingRun run, string name, string source, ModelDescription description, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny(Refused))
            throw new ArgumentException(
                $"The model name '{name}' is not valid: it must not be empty or contain any of / : . % \" '.", nameof(name));
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new FileNotFoundException($"The file or folder '{Path.GetFullPath(source)}' for the model does not exist.", source);
        var place = await store.BeginModelAsync(run.Record, name, cancellationToken);
        var model = place is null
            ? await IntoRunAsync(run, name, source, description, cancellationToken)
            : await IntoModelAsync(run, name, source, description, place, cancellationToken);
        if (description.RegisterAs is not { } registered)
            return model;
        var from = model.ModelId is null ? model.ArtifactUri : model.Uri;
        return model with { Version = await store.RegisterAsync(registered, from, run.RunId, model.ModelId, cancellationToken) };
    }

    private async Task<LoggedModel> IntoModelAsync(TrackingRun run, string name, string source, ModelDescription description, ModelPlace place, CancellationToken cancellationToken)
    {
        var uri = $"models:/{place.ModelId}";
        try
        {
            await PutFilesAsync(run, place.ArtifactUri, null, source, Describe(run, uri, place.ModelId, description), cancellationToken);
        }
        catch (Exception)
        {
            await FailQuietlyAsync(place.ModelId);
            throw;
        }
        await store.FinishModelAsync(place.ModelId, ready: true, cancellationToken);
        return new LoggedModel(uri, place.ModelId, place.ArtifactUri, null);
    }

    private async Task<LoggedModel> IntoRunAsync(TrackingRun run, string name, string source, ModelDescription description, CancellationToken cancellationToken)
    {
        var model = Describe(run, name, null, description);
        await PutFilesAsync(run, run.ArtifactUri, name, source, model, cancellationToken);
        await store.RecordRunModelAsync(run.RunId, model.ToJsonString(), cancellationToken);
        return new LoggedModel($"runs:/{run.RunId}/{name}", null, $"{run.ArtifactUri.TrimEnd('/')}/{name}", null);
    }

    private static async Task PutFilesAsync(TrackingRun run, string root, string? folder, string source, JsonObject model, CancellationToken cancellationToken)
    {
        var prefix = folder is null ? "" : folder + "/";
        if (Directory.Exists(source))
            await run.PutFolderAsync(root, source, folder, cancellationToken);
        else
            await run.PutAsync(root, prefix + Path.GetFileName(source), () => File.OpenRead(source), cancellationToken);
        if (File.Exists(Path.Join(source, DescriptionName)))
            return;
        var text = Encoding.UTF8.GetBytes(DictText.Of(model, "MLmodel.yaml"));
        await run.PutAsync(root, prefix + DescriptionName, () => new MemoryStream(text, writable: false), cancellationToken);
    }

    private JsonObject Describe(TrackingRun run, string artifactPath, string? modelId, ModelDescription description)
    {
        var model = new JsonObject
        {
            ["artifact_path"] = artifactPath,
            ["flavors"] = new JsonObject { [description.Flavor] = Map(description.FlavorValues) },
            ["model_uuid"] = ids.Next().ToString("N"),
            ["run_id"] = run.RunId,
            ["utc_time_created"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        };
        if (modelId is not null)
            model["model_id"] = modelId;
        if (description.Metadata.Count > 0)
            model["metadata"] = Map(description.Metadata);
        return model;
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> values) => new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    private async Task FailQuietlyAsync(string modelId)
    {
        try
        {
            await store.FinishModelAsync(modelId, ready: false, CancellationToken.None);
        }
        catch (TrackingException)
        {
            // The upload's own error is the one to see.
        }
    }
}
