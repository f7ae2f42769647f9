using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Experiments and tracking runs as tables and JSON show them.</summary>
internal static class TrackingShapes
{
    public static Value Of(Experiment experiment) => Shape.Object(
        ("id", Value.Of(experiment.Id)),
        ("name", Value.Of(experiment.Name)),
        ("stage", Value.Of(Shown.Word(experiment.Stage))),
        ("created_at", Shape.Time(experiment.CreatedAt)),
        ("updated_at", Shape.Time(experiment.UpdatedAt)),
        ("tags", Map(experiment.Tags)));

    public static Value Of(TrackingRun run) => new MapValue([.. Entries(run)]);

    public static Value Detailed(TrackingRun run, IEnumerable<ArtifactEntry> files) =>
        new MapValue([.. Entries(run), new("artifacts", Shape.List(files, file => Shape.Object(("path", Value.Of(file.Path)), ("size", Value.Of(file.SizeInBytes)))))]);

    public static Value Map(IEnumerable<Tag> tags) => new MapValue([.. tags.Select(tag => new KeyValuePair<string, Value>(tag.Key, Value.Of(tag.Value)))]);

    /// <summary>Runs with the metrics and params that most of them have, as far as a line is wide.</summary>
    public static void Print(CliHost host, IReadOnlyList<TrackingRun> runs)
    {
        if (runs.Count == 0)
        {
            host.Say("No runs.");
            return;
        }
        var table = new ResultTable("RUN", "NAME", "STATUS", "STARTED (UTC)", "TIME", "METRICS", "PARAMS");
        foreach (var run in runs)
        {
            table.Add(
                run.Info.RunId, Shown.Short(Shown.Clean(run.Info.Name), 40), Shown.Word(run.Info.Status), Started(run.Info), Took(run.Info),
                Short(run.Metrics.Select(metric => $"{metric.Key}={Number(metric.Point.Value)}")), Short(run.Params.Select(param => $"{param.Key}={param.Value}")));
        }
        table.WriteTo(host);
    }

    public static string Started(TrackingRunInfo run) => TimeOf(run.StartTime) is { } time ? Shown.Time(time) : "-";

    public static string Took(TrackingRunInfo run) => Shown.Duration(TimeOf(run.StartTime), TimeOf(run.EndTime));

    public static string Number(double value) => double.IsNaN(value) ? "nan" : Shown.Number(value);

    /// <summary>As clients wrote it, it may be no time at all.</summary>
    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is { } known and >= 0 && known <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private static IEnumerable<KeyValuePair<string, Value>> Entries(TrackingRun run)
    {
        yield return new("run_id", Value.Of(run.Info.RunId));
        yield return new("name", Value.Of(run.Info.Name));
        yield return new("experiment_id", Value.Of(run.Info.Experiment));
        yield return new("user", Value.Of(run.Info.User));
        yield return new("status", Value.Of(Shown.Word(run.Info.Status)));
        yield return new("stage", Value.Of(Shown.Word(run.Info.Stage)));
        yield return new("started_at", Shape.Time(TimeOf(run.Info.StartTime)));
        yield return new("ended_at", Shape.Time(TimeOf(run.Info.EndTime)));
        yield return new("artifact_uri", Value.Of(run.Info.ArtifactUri));
        yield return new("params", Map(run.Params));
        yield return new("metrics", new MapValue([.. run.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => new KeyValuePair<string, Value>(metric.Key, Value.Of(metric.Point.Value)))]));
        yield return new("tags", Map(run.Tags));
    }

    private static string Short(IEnumerable<string> pairs) => Shown.Short(string.Join("  ", pairs.Order(StringComparer.Ordinal).Select(Shown.Clean)), 60);
}
