using Gyre.Client;
using Gyre.Core;
using Gyre.Tracking;
using LocalPoint = Gyre.Tracking.MetricPoint;
using LocalRun = Gyre.Tracking.TrackingRun;
using RemotePoint = Gyre.Client.MetricPoint;
using RemoteRun = Gyre.Client.TrackingRun;

namespace Gyre.Cli.Formats;

/// <summary>
/// Sends tracking runs of a home to another tracking server: names, parents, params, metrics with steps and times, tags and artifacts. Each
/// arrives once, also after a kill between: the first tag of a run there names the one here, and its last one says that all of it arrived.
/// </summary>
/// <param name="tracking">Of the home.</param>
/// <param name="target">The other one.</param>
internal sealed class TrackingMirror(TrackingStore tracking, MlflowTracker target) : IDisposable
{
    /// <summary>Tag of a run here: it was sent.</summary>
    public const string SentTag = "gyre.environment.sent";

    /// <summary>Tag of a run there: the id of the one here.</summary>
    public const string SourceTag = "gyre.source.run_id";

    /// <summary>Tag of a run there that has everything.</summary>
    public const string CompleteTag = "gyre.source.complete";

    private const string ParentTag = "mlflow.parentRunId";

    private readonly Dictionary<string, string> _sent = new(StringComparer.Ordinal);

    /// <summary>Where the other server is.</summary>
    public string Location => target.Location;

    /// <summary>Connects to the other server.</summary>
    /// <param name="tracking">Of the home.</param>
    /// <param name="address">Address of an MLflow tracking server.</param>
    /// <param name="options">How to speak to it.</param>
    public static TrackingMirror Open(TrackingStore tracking, string address, TrackerOptions options) =>
        new(tracking, MlflowTracker.Create(address, options));

    public void Dispose() => target.Dispose();

    /// <summary>Sends runs, parents first.</summary>
    /// <param name="experiment">Name of the experiment there; created when missing.</param>
    /// <param name="ids">Ids of the runs here; unknown ones are left out.</param>
    /// <param name="cancellationToken">Gives up; the next time goes on.</param>
    /// <exception cref="Client.TrackingException">The server refuses something, or cannot be reached.</exception>
    public async Task SendAsync(string experiment, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var runs = (await tracking.Runs.GetManyAsync(ids, cancellationToken)).ToDictionary(
            static run => run.Info.RunId, StringComparer.Ordinal);
        var there = await target.GetOrCreateExperimentAsync(experiment, cancellationToken);
        foreach (var run in runs.Values)
            await SendAsync((experiment, there), run, runs, cancellationToken);
    }

    private async Task<string> SendAsync(
        (string Name, string Id) experiment, LocalRun run, Dictionary<string, LocalRun> all, CancellationToken cancellationToken)
    {
        if (_sent.TryGetValue(run.Info.RunId, out var known))
            return known;
        var parent = run.Tags.FirstOrDefault(static tag => tag.Key == ParentTag)?.Value;
        // Runs are a tree: a parent comes first, and there are few levels.
        var parentThere = parent is not null && all.TryGetValue(parent, out var above)
            ? await SendAsync(experiment, above, all, cancellationToken)
            : null;
        var found = await FindAsync(experiment.Id, run.Info.RunId, cancellationToken);
        var isComplete = found?.Tags.ContainsKey(CompleteTag) == true;
        if (!isComplete || found!.Status == TrackingStatus.Running)
        {
            var copy = found is null
                ? await StartAsync(experiment.Name, run, parentThere, cancellationToken)
                : await target.ResumeRunAsync(found.RunId, cancellationToken);
            if (!isComplete)
                await FillAsync(run, copy, found, cancellationToken);
            await copy.EndAsync(Of(run.Info.Status), cancellationToken);
            return _sent[run.Info.RunId] = copy.RunId;
        }
        return _sent[run.Info.RunId] = found!.RunId;
    }

    private async Task<TrackingRunRecord?> FindAsync(string experiment, string source, CancellationToken cancellationToken)
    {
        var query = new RunQuery { ExperimentIds = [experiment], Filter = $"tags.`{SourceTag}` = '{source}'", MaxResults = 1 };
        await foreach (var run in target.SearchRunsAsync(query, cancellationToken))
            return run;
        return null;
    }

    private Task<RemoteRun> StartAsync(string experiment, LocalRun run, string? parent, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> tags = [new(SourceTag, run.Info.RunId)];
        if (parent is not null)
            tags.Add(new(ParentTag, parent));
        return target.StartRunAsync(run.Info.Name, experiment, tags: tags, cancellationToken: cancellationToken);
    }

    private async Task FillAsync(LocalRun run, RemoteRun copy, TrackingRunRecord? before, CancellationToken cancellationToken)
    {
        copy.LogParams(run.Params.Select(static one => KeyValuePair.Create(one.Key, (object?)one.Value)));
        copy.SetTags(run.Tags.Where(static tag => tag.Key is not (ParentTag or SentTag))
            .Select(static tag => KeyValuePair.Create(tag.Key, (object?)tag.Value)));
        foreach (var metric in run.Metrics)
        {
            var points = await tracking.Runs.HistoryAsync(run.Info.RunId, metric.Key, cancellationToken);
            var there = before?.Metrics.ContainsKey(metric.Key) == true
                ? (await target.GetHistoryAsync(before.RunId, metric.Key, cancellationToken)).Select(Of).ToHashSet()
                : [];
            copy.LogMetrics(points.Where(point => !there.Contains(point)).Select(point => new RemotePoint(
                metric.Key, point.Value, point.Step, DateTimeOffset.FromUnixTimeMilliseconds(point.Timestamp))));
        }
        await copy.FlushAsync(cancellationToken);
        await SendFilesAsync(run.Info.ArtifactUri, copy, cancellationToken);
        copy.SetTag(CompleteTag, "true");
        await copy.FlushAsync(cancellationToken);
    }

    private async Task SendFilesAsync(string address, RemoteRun copy, CancellationToken cancellationToken)
    {
        var source = new Models.ModelFiles(tracking.Artifacts, address);
        var scratch = Directory.CreateTempSubdirectory("gyre-mirror-").FullName;
        try
        {
            foreach (var path in await source.ListAsync(cancellationToken))
            {
                var file = SafePath.Parse(path).Under(scratch);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await using (var content = await source.ReadAsync(path, cancellationToken))
                {
                    await using var local = File.Create(file);
                    await content.CopyToAsync(local, cancellationToken);
                }
                await copy.LogArtifactAsync(file, FolderOf(path), cancellationToken);
                File.Delete(file);
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string? FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : null;

    private static LocalPoint Of(RemotePoint point) => new(point.Timestamp.ToUnixTimeMilliseconds(), point.Step, point.Value);

    /// <summary>What ended here without saying how was killed.</summary>
    private static TrackingStatus Of(TrackingRunStatus status) => status switch
    {
        TrackingRunStatus.Finished => TrackingStatus.Finished,
        TrackingRunStatus.Failed => TrackingStatus.Failed,
        _ => TrackingStatus.Killed,
    };
}
