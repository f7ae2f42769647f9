using Gyre.Contracts;
using Gyre.Core;
using Gyre.Tracking;
using WireRun = Gyre.Contracts.TrackingRunInfo;

namespace Gyre.Server.Features.Tracking;

/// <summary>The records in the words of the wire.</summary>
internal static class TrackingViews
{
    public static WireRun Of(TrackingRun run) => new()
    {
        RunId = run.Info.RunId,
        Experiment = run.Info.Experiment,
        Name = run.Info.Name,
        User = run.Info.User,
        Status = KebabCase.Of(run.Info.Status),
        Stage = KebabCase.Of(run.Info.Stage),
        StartTime = run.Info.StartTime,
        EndTime = run.Info.EndTime,
        ArtifactUri = run.Info.ArtifactUri,
        Metrics = [.. run.Metrics.Select(Of)],
        Params = [.. run.Params.Select(Of)],
        Tags = [.. run.Tags.Select(Of)],
        Datasets = [.. run.Datasets.Select(static dataset => new TrackingDataset(dataset.Name, dataset.Digest))],
        ModelInputs = run.ModelInputs,
        ModelOutputs = [.. run.ModelOutputs.Select(static model => model.ModelId).Distinct(StringComparer.Ordinal)],
    };

    public static TrackingMetric Of(LatestMetric metric) => new()
    {
        Key = metric.Key,
        Value = Value.Of(metric.Point.Value),
        Step = metric.Point.Step,
        Timestamp = metric.Point.Timestamp,
    };

    public static TrackingPoint Of(MetricPoint point) => new(point.Timestamp, point.Step, Value.Of(point.Value));

    public static LineageInfo Of(LineageView lineage) => new()
    {
        Kind = KebabCase.Of(lineage.Kind),
        Id = lineage.Id,
        Name = lineage.Name,
        MadeFrom = [.. lineage.MadeFrom.Select(Of)],
        LedTo = [.. lineage.LedTo.Select(Of)],
    };

    private static TrackingPair Of(Tag tag) => new(tag.Key, tag.Value);

    private static LineageLinkInfo Of(LineageLink link) => new(KebabCase.Of(link.Kind), link.Id, link.Name, link.Relation);
}
