using Gyre.Cli.Formats;
using Gyre.Client;

namespace Gyre.Cli.Tests.Tracking;

/// <summary>Runs of a home arrive at another tracking server whole, and once.</summary>
public sealed class TrackingMirrorTests : IAsyncLifetime
{
    private static readonly string[] Ids = [TrackingTestHome.First, TrackingTestHome.Second, "00000000000000000000000000000000"];

    private TrackingTestHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await TrackingTestHome.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Runs_arrive_with_all_they_have_however_often_they_are_sent()
    {
        using var target = Target();
        await SendAsync(target);
        await SendAsync(target);
        var runs = await RunsAsync(target);
        runs.Select(static run => run.Name).Order().ShouldBe(["first", "second"]);
        var first = runs.Single(static run => run.Name == "first");
        first.Status.ShouldBe(TrackingStatus.Killed, "it never ended here");
        first.Params["depth"].ShouldBe("3");
        (first.Tags["by"], first.Tags[TrackingMirror.SourceTag]).ShouldBe(("test", TrackingTestHome.First));
        (await target.GetHistoryAsync(first.RunId, "accuracy", Cancel)).ShouldBe(
            [new MetricPoint("accuracy", 0.5, 0, DateTimeOffset.FromUnixTimeMilliseconds(1))]);
        (await target.ListArtifactsAsync(first.RunId, "notes", Cancel)).Select(static file => file.Path).ShouldBe(["notes/a.txt"]);
    }

    [Fact]
    public async Task What_was_half_sent_is_completed_and_not_sent_again()
    {
        using var target = Target();
        var half = await target.StartRunAsync(
            "first", "churn", tags: [new(TrackingMirror.SourceTag, TrackingTestHome.First)], cancellationToken: Cancel);
        half.LogMetrics([new MetricPoint("accuracy", 0.5, 0, DateTimeOffset.FromUnixTimeMilliseconds(1))]);
        await half.FlushAsync(Cancel);
        await SendAsync(target);
        var run = (await RunsAsync(target)).Single(static run => run.Name == "first");
        (run.RunId, run.Params["depth"], run.Tags[TrackingMirror.CompleteTag]).ShouldBe((half.RunId, "3", "true"));
        (await target.GetHistoryAsync(run.RunId, "accuracy", Cancel)).Count.ShouldBe(1);
    }

    private MlflowTracker Target() => MlflowTracker.Create(
        Path.Join(_home.Host.Folder, "elsewhere"),
        new TrackerOptions { SystemTags = false, EndRunsAtExit = false, Environment = static _ => null });

    private Task SendAsync(MlflowTracker target) =>
        _home.UseAsync(tracking => new TrackingMirror(tracking, target).SendAsync("churn", Ids, Cancel));

    private static async Task<List<TrackingRunRecord>> RunsAsync(MlflowTracker target)
    {
        var experiment = (await target.FindExperimentAsync("churn", Cancel)).ShouldNotBeNull();
        var runs = new List<TrackingRunRecord>();
        await foreach (var run in target.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.ExperimentId] }, Cancel))
            runs.Add(run);
        return runs;
    }
}
