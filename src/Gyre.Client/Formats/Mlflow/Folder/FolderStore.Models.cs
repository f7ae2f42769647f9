using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Artifacts, models and the registry in a folder.</summary>
internal sealed partial class FolderStore
{
    public Task PutArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken) =>
        FolderArtifacts.PutAsync(Local(root), path, open, cancellationToken);

    public Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string root, SafePath? folder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(FolderArtifacts.List(Local(root), folder));
    }

    public Task<bool> ReadArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken) =>
        FolderArtifacts.ReadAsync(Local(root), path, open, cancellationToken);

    /// <summary>A folder store keeps models among the run's artifacts.</summary>
    public Task<ModelPlace?> BeginModelAsync(TrackingRunRecord run, string name, CancellationToken cancellationToken) => Task.FromResult<ModelPlace?>(null);

    public Task FinishModelAsync(string modelId, bool ready, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecordRunModelAsync(string runId, string modelJson, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var folder = ActiveRun(runId, out _);
            var file = FolderLayout.KeyFile(Path.Join(folder, "tags"), SystemTags.ModelHistory);
            var history = File.Exists(file) && JsonNode.Parse(FolderFile.Read(file)) is JsonArray earlier ? earlier : [];
            history.Add(JsonNode.Parse(modelJson));
            FolderFile.Write(file, history.ToJsonString(JsonSerializerOptions.Default), folder, ids);
        }
        return Task.CompletedTask;
    }

    public async Task<RegisteredVersion> RegisterAsync(string name, string source, string runId, string? modelId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = SafePath.TryParse(name, out var path, out var reason) && path.Segments.Length == 1
            ? path.Under(_layout.Models) : throw Refused($"Invalid model name '{name}': {reason ?? "names cannot contain '/' or ':'"}.");
        await using var alone = await FolderLock.TakeAsync(_layout.Root, clock, cancellationToken);
        var now = NowMs;
        var meta = File.Exists(Path.Join(model, FolderLayout.Meta)) ? null : NewModel(name, now);
        if (meta is not null)
            FolderFile.Write(Path.Join(model, FolderLayout.Meta), meta.ToString(), _layout.Root, ids);
        var version = Directory.EnumerateDirectories(model, "version-*").Select(VersionNumber).DefaultIfEmpty(0).Max() + 1;
        var folder = Path.Join(model, $"version-{version}");
        FolderFile.Write(Path.Join(folder, FolderLayout.Meta), NewVersion(name, version, source, runId, now).ToString(), _layout.Root, ids);
        return new RegisteredVersion(name, version.ToString(CultureInfo.InvariantCulture), source);
    }

    private static long VersionNumber(string folder) =>
        long.TryParse(Path.GetFileName(folder)["version-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static MetaYaml NewModel(string name, long now) => new()
    {
        ["creation_timestamp"] = now,
        ["deployment_job_id"] = null,
        ["deployment_job_state"] = null,
        ["description"] = null,
        ["last_updated_timestamp"] = now,
        ["name"] = name,
        ["workspace"] = "default",
    };

    private static MetaYaml NewVersion(string name, long version, string source, string runId, long now) => new()
    {
        ["creation_timestamp"] = now,
        ["current_stage"] = "None",
        ["deployment_job_state"] = null,
        ["description"] = null,
        ["last_updated_timestamp"] = now,
        ["model_id"] = null,
        ["name"] = name,
        ["run_id"] = runId,
        ["run_link"] = null,
        ["source"] = source,
        ["status"] = "READY",
        ["status_message"] = null,
        ["storage_location"] = source,
        ["user_id"] = null,
        ["version"] = version,
        ["workspace"] = "default",
    };

    private static string Local(string root) => Uri.TryCreate(root, UriKind.Absolute, out var uri) && uri.IsFile
        ? uri.LocalPath : throw new TrackingException(
            $"The artifacts of this run are at '{root}', which is not a folder. Copy them with the tools of that store.");
}
