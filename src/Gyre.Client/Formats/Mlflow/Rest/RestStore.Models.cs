namespace Gyre.Client.Formats.Mlflow.Rest;

/// <summary>Models and the registry on a server.</summary>
internal sealed partial class RestStore
{
    private const string NoSuchRoute = "ENDPOINT_NOT_FOUND";

    public async Task<ModelPlace?> BeginModelAsync(TrackingRunRecord run, string name, CancellationToken cancellationToken)
    {
        WireTag[] tags = [.. run.Tags.Where(tag => tag.Key is SystemTags.User or SystemTags.SourceName or SystemTags.SourceType).Select(tag => new WireTag(tag.Key, tag.Value))];
        try
        {
            var message = new WireNewModel(run.ExperimentId, name, run.RunId, tags.Length == 0 ? null : tags);
            var answer = await rest.SendAsync(HttpMethod.Post, "logged-models", message, Json.WireNewModel, Json.WireModelAnswer, cancellationToken);
            if (answer.Model?.Info is not { ModelId.Length: > 0, ArtifactUri.Length: > 0 } info)
                throw new TrackingException($"{rest.Address} created model '{name}' but did not return the location for its files.");
            await rest.SendAsync(HttpMethod.Post, "runs/outputs", new WireRunOutputs(run.RunId, [new WireModelOutput(info.ModelId, 0)]), Json.WireRunOutputs, Json.WireNothing, cancellationToken);
            return new ModelPlace(info.ModelId, info.ArtifactUri);
        }
        catch (TrackingException error) when (error.ErrorCode == NoSuchRoute)
        {
            return null;
        }
    }

    public Task FinishModelAsync(string modelId, bool ready, CancellationToken cancellationToken)
    {
        var message = new WireModelStatus(modelId, ready ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
        return rest.SendAsync(HttpMethod.Patch, $"logged-models/{Uri.EscapeDataString(modelId)}", message, Json.WireModelStatus, Json.WireNothing, cancellationToken);
    }

    public Task RecordRunModelAsync(string runId, string modelJson, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, "runs/log-model", new WireRunModel(runId, modelJson), Json.WireRunModel, Json.WireNothing, cancellationToken);

    public async Task<RegisteredVersion> RegisterAsync(string name, string source, string runId, string? modelId, CancellationToken cancellationToken)
    {
        try
        {
            await rest.SendAsync(HttpMethod.Post, "registered-models/create", new WireName(name), Json.WireName, Json.WireNothing, cancellationToken);
        }
        catch (TrackingException error) when (error.ErrorCode == Taken)
        {
            // The model is there, which is all that is wanted.
        }
        // The server knows the run of a model of its own.
        var message = new WireNewVersion(name, source, modelId is null ? runId : null, modelId);
        var answer = await rest.SendAsync(HttpMethod.Post, "model-versions/create", message, Json.WireNewVersion, Json.WireVersionAnswer, cancellationToken);
        return answer.ModelVersion is { } version
            ? new RegisteredVersion(version.Name, version.Version, version.Source ?? source)
            : throw new TrackingException($"{rest.Address} did not return the new version of '{name}'.");
    }
}
