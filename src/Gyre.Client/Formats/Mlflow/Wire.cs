using System.Text.Json.Serialization;

namespace Gyre.Client.Formats.Mlflow;

/// <summary>The messages of the protocol, as far as this client speaks it. What is null is not sent.</summary>
internal sealed record WireTag(string Key, string? Value);

internal sealed record WireMetric(string Key, double Value, long Timestamp, long Step);

internal sealed record WireError(string? ErrorCode, string? Message);

internal sealed record WireExperiment(string ExperimentId, string? Name, string? ArtifactLocation, string? LifecycleStage, WireTag[]? Tags);

internal sealed record WireExperimentAnswer(WireExperiment? Experiment);

internal sealed record WireExperimentsAnswer(WireExperiment[]? Experiments, string? NextPageToken);

internal sealed record WireExperimentId(string ExperimentId);

internal sealed record WireExperimentTag(string ExperimentId, string Key, string Value);

internal sealed record WireName(string Name);

internal sealed record WireExperimentSearch(int MaxResults, string ViewType, string? PageToken);

internal sealed record WireNewRun(string ExperimentId, string UserId, string? RunName, long StartTime, WireTag[] Tags);

internal sealed record WireRunInfo(
    string? RunId, string? RunUuid, string? ExperimentId, string? RunName, string? UserId, string? Status, long? StartTime, long? EndTime, string? ArtifactUri, string? LifecycleStage);

internal sealed record WireRunData(WireMetric[]? Metrics, WireTag[]? Params, WireTag[]? Tags);

internal sealed record WireRun(WireRunInfo? Info, WireRunData? Data);

internal sealed record WireRunAnswer(WireRun? Run);

internal sealed record WireRunsAnswer(WireRun[]? Runs, string? NextPageToken);

internal sealed record WireRunUpdate(string RunUuid, string RunId, string? Status, long? EndTime, string? RunName);

internal sealed record WireRunId(string RunId);

internal sealed record WireRunTagKey(string RunId, string Key);

internal sealed record WireRunSearch(string[] ExperimentIds, string Filter, string RunViewType, int MaxResults, string[] OrderBy, string? PageToken);

internal sealed record WireBatch(string RunId, WireMetric[]? Metrics, WireTag[]? Params, WireTag[]? Tags);

internal sealed record WireDataset(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

internal sealed record WireDatasetInput(WireTag[]? Tags, WireDataset Dataset);

internal sealed record WireInputs(string RunId, WireDatasetInput[] Datasets);

internal sealed record WireHistoryAnswer(WireMetric[]? Metrics, string? NextPageToken);

internal sealed record WireFile(string Path, bool IsDir, long? FileSize);

internal sealed record WireFilesAnswer(WireFile[]? Files);

internal sealed record WireNewModel(string ExperimentId, string Name, string SourceRunId, WireTag[]? Tags);

internal sealed record WireModelInfo(string ModelId, string? ArtifactUri);

internal sealed record WireModel(WireModelInfo? Info);

internal sealed record WireModelAnswer(WireModel? Model);

internal sealed record WireModelOutput(string ModelId, long Step);

internal sealed record WireRunOutputs(string RunId, WireModelOutput[] Models);

internal sealed record WireModelStatus(string ModelId, string Status);

internal sealed record WireRunModel(string RunId, string ModelJson);

internal sealed record WireNewVersion(string Name, string Source, string? RunId, string? ModelId);

internal sealed record WireVersion(string Name, string Version, string? Source);

internal sealed record WireVersionAnswer(WireVersion? ModelVersion);

internal sealed record WireNothing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireExperimentAnswer))]
[JsonSerializable(typeof(WireExperimentsAnswer))]
[JsonSerializable(typeof(WireExperimentId))]
[JsonSerializable(typeof(WireExperimentTag))]
[JsonSerializable(typeof(WireExperimentSearch))]
[JsonSerializable(typeof(WireName))]
[JsonSerializable(typeof(WireNewRun))]
[JsonSerializable(typeof(WireRunAnswer))]
[JsonSerializable(typeof(WireRunsAnswer))]
[JsonSerializable(typeof(WireRunUpdate))]
[JsonSerializable(typeof(WireRunId))]
[JsonSerializable(typeof(WireRunTagKey))]
[JsonSerializable(typeof(WireRunSearch))]
[JsonSerializable(typeof(WireBatch))]
[JsonSerializable(typeof(WireInputs))]
[JsonSerializable(typeof(WireHistoryAnswer))]
[JsonSerializable(typeof(WireFilesAnswer))]
[JsonSerializable(typeof(WireNewModel))]
[JsonSerializable(typeof(WireModelAnswer))]
[JsonSerializable(typeof(WireRunOutputs))]
[JsonSerializable(typeof(WireModelStatus))]
[JsonSerializable(typeof(WireRunModel))]
[JsonSerializable(typeof(WireNewVersion))]
[JsonSerializable(typeof(WireVersionAnswer))]
[JsonSerializable(typeof(WireNothing))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>Between the messages and the client's own words.</summary>
internal static class WireMap
{
    public static WireBatch Batch(string runId, LogBatch batch) => new(
        runId,
        OrNull(batch.Of(LogKind.Metric).Select(item => new WireMetric(item.Key, item.Value, item.TimestampMs, item.Step))),
        OrNull(batch.Of(LogKind.Param).Select(item => new WireTag(item.Key, item.Text))),
        OrNull(batch.Of(LogKind.Tag).Select(item => new WireTag(item.Key, item.Text))));

    public static WireInputs Input(string runId, RunInput input)
    {
        var dataset = input.Dataset;
        WireTag[]? tags = input.Context is { Length: > 0 } context ? [new WireTag(SystemTags.DatasetContext, context)] : null;
        return new WireInputs(runId, [new WireDatasetInput(tags, new WireDataset(dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile))]);
    }

    public static TrackingExperiment Experiment(WireExperiment wire) => new()
    {
        ExperimentId = wire.ExperimentId,
        Name = wire.Name ?? "",
        ArtifactLocation = wire.ArtifactLocation ?? "",
        IsDeleted = wire.LifecycleStage == "deleted",
        Tags = Pairs(wire.Tags),
    };

    public static TrackingRunRecord Run(WireRun? wire)
    {
        var info = wire?.Info;
        if ((info?.RunId ?? info?.RunUuid) is not { Length: > 0 } id)
            throw new TrackingException("The response contains no run id. Check that the tracking URI points to a tracking server.");
        return new TrackingRunRecord
        {
            RunId = id,
            ExperimentId = info!.ExperimentId ?? "",
            Name = info.RunName ?? "",
            UserId = info.UserId ?? "",
            Status = Status(info.Status),
            StartTime = Times.Of(info.StartTime ?? 0),
            EndTime = info.EndTime is { } end and > 0 ? Times.Of(end) : null,
            ArtifactUri = info.ArtifactUri ?? "",
            IsDeleted = info.LifecycleStage == "deleted",
            Metrics = (wire!.Data?.Metrics ?? []).GroupBy(metric => metric.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Point(group.Last()), StringComparer.Ordinal),
            Params = Pairs(wire.Data?.Params),
            Tags = Pairs(wire.Data?.Tags),
        };
    }

    public static MetricPoint Point(WireMetric metric) => new(metric.Key, metric.Value, metric.Step, Times.Of(metric.Timestamp));

    public static string View(TrackingView view) => view switch { TrackingView.Active => "ACTIVE_ONLY", TrackingView.Deleted => "DELETED_ONLY", _ => "ALL" };

    public static TrackingStatus Status(string? name) => Enum.TryParse<TrackingStatus>(name, ignoreCase: true, out var status) ? status : TrackingStatus.Running;

    public static string Status(TrackingStatus status) => status.ToString().ToUpperInvariant();

    private static Dictionary<string, string> Pairs(WireTag[]? pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
            map[pair.Key] = pair.Value ?? "";
        return map;
    }

    private static T[]? OrNull<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        return all.Length == 0 ? null : all;
    }
}

/// <summary>Milliseconds since 1970, the protocol's only time.</summary>
internal static class Times
{
    private static readonly long Least = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
}
