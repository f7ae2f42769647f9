using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Tracking.Tests.Cleanup;

/// <summary>Freeing what was deleted, and packing of histories, on both engines.</summary>
public sealed class CleanupTests
{
    private static readonly DatabaseKind[] Engines = [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];
    private readonly ManualClock _clock = new();

    public static TheoryData<DatabaseKind> Both => [.. Engines];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_deleted_long_ago_is_freed_and_nothing_else(DatabaseKind engine)
    {
        await using var store = await OpenAsync(engine);
        var tracking = await TrackingAsync(store);
        var old = await FullRunAsync(tracking, 0);
        await tracking.Runs.DeleteAsync(old, Cancel);
        _clock.Advance(TimeSpan.FromDays(31));
        var young = await FullRunAsync(tracking, 0);
        await tracking.Runs.DeleteAsync(young, Cancel);
        var alive = await FullRunAsync(tracking, 0);

        var foreseen = await tracking.Cleanup.CollectAsync(new CleanupRequest { DryRun = true }, Cancel);
        (await tracking.Runs.GetAsync(old, Cancel)).Params.ShouldNotBeEmpty("a dry run changes nothing");
        var report = await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel);
        report.ShouldBe(foreseen);
        report.Runs.ShouldBe(1);
        report.HistoryBytes.ShouldBe(24);
        (await Should.ThrowAsync<TrackingException>(() => tracking.Runs.GetAsync(old, Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);
        (await tracking.Runs.HistoryAsync(alive, "loss", Cancel)).Length.ShouldBe(1);
        (await tracking.Runs.GetAsync(alive, Cancel)).Datasets.ShouldHaveSingleItem();
        await tracking.Runs.RestoreAsync(young, Cancel);
        (await tracking.Runs.GetAsync(young, Cancel)).Tags.ShouldContain(new Tag("kind", "full"));
        foreach (var (table, rows) in await CountAsync(store, "tracking_params", "tracking_latest", "tracking_points", "tracking_dataset_inputs", "tracking_runs"))
            rows.ShouldBe(2, table);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_name_of_a_deleted_experiment_becomes_free_with_all_that_was_in_it(DatabaseKind engine)
    {
        await using var store = await OpenAsync(engine);
        var tracking = await TrackingAsync(store);
        var experiment = await tracking.Experiments.CreateAsync("mine", null, [new Tag("a", "b")], Cancel);
        for (var i = 0; i < 250; i++)
            await tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = experiment }, Cancel);
        await FullRunAsync(tracking, experiment);
        await tracking.Experiments.DeleteAsync(experiment, Cancel);
        await tracking.Experiments.DeleteAsync(0, Cancel);
        _clock.Advance(TimeSpan.FromDays(2));
        (await tracking.Cleanup.CollectAsync(new CleanupRequest { OlderThan = TimeSpan.FromDays(3) }, Cancel)).Runs.ShouldBe(0);

        var request = new CleanupRequest { OlderThan = TimeSpan.FromDays(1) };
        var foreseen = await tracking.Cleanup.CollectAsync(request with { DryRun = true }, Cancel);
        var report = await tracking.Cleanup.CollectAsync(request, Cancel);
        report.ShouldBe(foreseen);
        (report.Runs, report.Experiments).ShouldBe((251, 1));
        (await tracking.Experiments.CreateAsync("mine", null, [], Cancel)).ShouldBeGreaterThan(experiment, "no id is given twice");
        (await tracking.Experiments.GetAsync(0, Cancel)).Stage.ShouldBe(LifecycleStage.Deleted, "the first one stays");
        foreach (var (table, rows) in await CountAsync(store, "tracking_experiment_tags", "tracking_datasets", "tracking_tags"))
            rows.ShouldBe(0, table);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_run_that_a_registered_version_was_made_by_is_kept_with_its_experiment(DatabaseKind engine)
    {
        await using var store = await OpenAsync(engine);
        var tracking = await TrackingAsync(store);
        var experiment = await tracking.Experiments.CreateAsync("mine", null, [], Cancel);
        var run = await FullRunAsync(tracking, experiment);
        await tracking.Registry.CreateAsync("model", "", [], Cancel);
        await tracking.ModelVersions.CreateAsync("model", new NewModelVersion { Source = $"runs:/{run}/model", RunId = run }, Cancel);
        await tracking.Experiments.DeleteAsync(experiment, Cancel);
        _clock.Advance(TimeSpan.FromDays(31));
        var report = await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel);
        (report.Runs, report.Experiments, report.Kept).ShouldBe((0, 0, 1));
        (await tracking.Runs.GetAsync(run, Cancel)).Params.ShouldNotBeEmpty();

        await tracking.Registry.DeleteAsync("model", Cancel);
        report = await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel);
        (report.Runs, report.Experiments, report.Kept).ShouldBe((1, 1, 0));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Packed_histories_read_as_before_and_are_not_packed_again(DatabaseKind engine)
    {
        await using var store = await OpenAsync(engine);
        var tracking = await TrackingAsync(store);
        var run = (await tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel)).Info.RunId;
        for (var i = 0; i < 80; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await tracking.Runs.LogMetricAsync(run, new LoggedMetric("loss", new MetricPoint(1000 - i, i, i % 7 == 0 ? double.NaN : 1.0 / i)), Cancel);
            await tracking.Runs.LogBatchAsync(run, new LogBatch { Metrics = [new LoggedMetric("a/b", new MetricPoint(i, -i, i)), new LoggedMetric("loss", new MetricPoint(5, 5, 5))] }, Cancel);
        }
        var (loss, other) = (await tracking.Runs.HistoryAsync(run, "loss", Cancel), await tracking.Runs.HistoryAsync(run, "a/b", Cancel));
        (loss.Length, other.Length).ShouldBe((81, 80));
        (await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel)).Packed.ShouldBe(0, "the run goes on");

        await tracking.Runs.UpdateAsync(run, new TrackingRunChange { Status = TrackingRunStatus.Finished }, Cancel);
        (await tracking.Cleanup.CollectAsync(new CleanupRequest { DryRun = true }, Cancel)).Packed.ShouldBe(1);
        (await CountAsync(store, "tracking_points"))["tracking_points"].ShouldBe(80);
        (await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel)).Packed.ShouldBe(1);
        (await CountAsync(store, "tracking_points", "tracking_mixed_points")).Values.ShouldBe([2L, 0L]);
        (await tracking.Runs.HistoryAsync(run, "loss", Cancel)).ShouldBe(loss);
        (await tracking.Runs.HistoryAsync(run, "a/b", Cancel)).ShouldBe(other);
        (await tracking.Cleanup.CollectAsync(new CleanupRequest(), Cancel)).Packed.ShouldBe(0);

        await tracking.Runs.LogMetricAsync(run, new LoggedMetric("loss", new MetricPoint(9999, 9999, 1)), Cancel);
        (await tracking.Runs.HistoryAsync(run, "loss", Cancel)).ShouldBe(loss.Add(new MetricPoint(9999, 9999, 1)));
    }

    [Fact]
    public async Task Changes_of_runs_are_events_and_what_is_logged_is_not()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);
        var tracking = await TrackingAsync(store);
        var run = await FullRunAsync(tracking, 0);
        await tracking.Runs.UpdateAsync(run, new TrackingRunChange { Status = TrackingRunStatus.Finished }, Cancel);
        await tracking.Runs.DeleteAsync(run, Cancel);
        await tracking.Runs.DeleteAsync(run, Cancel);
        await tracking.Runs.RestoreAsync(run, Cancel);
        var events = await store.Events.ReadAsync(0, 100, $"tracking-run/{run}", Cancel);
        events.Select(found => found.Type).ShouldBe(["tracking.run-created", "tracking.run-changed", "tracking.run-changed", "tracking.run-changed"]);
        events[1].Data.ShouldContain("\"status\":\"finished\"");
        events[2].Data.ShouldContain("\"stage\":\"deleted\"");
    }

    [Fact]
    public async Task A_listener_hears_of_writes_to_its_run_alone()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);
        var tracking = await TrackingAsync(store);
        var (run, other) = (await FullRunAsync(tracking, 0), await FullRunAsync(tracking, 0));
        using var watch = tracking.Runs.Watch(run);
        var wait = watch.WaitAsync(TimeSpan.FromHours(1), Cancel);
        await tracking.Runs.LogMetricAsync(other, new LoggedMetric("x", new MetricPoint(1, 1, 1)), Cancel);
        wait.IsCompleted.ShouldBeFalse();
        await tracking.Runs.LogMetricAsync(run, new LoggedMetric("x", new MetricPoint(1, 1, 1)), Cancel);
        await wait.WaitAsync(Patience.Limit, Cancel);
    }

    [Fact]
    public async Task Lineage_leads_from_data_over_a_run_to_a_version_and_back()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);
        var tracking = await TrackingAsync(store);
        var parent = (await tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0, Name = "whole", Tags = [new Tag("gyre.run", "R"), new Tag("gyre.node", "train")] }, Cancel)).Info.RunId;
        var run = await FullRunAsync(tracking, 0);
        await tracking.Runs.SetTagAsync(run, new Tag("mlflow.parentRunId", parent), Cancel);
        var model = await tracking.LoggedModels.CreateAsync(new NewLoggedModel { Experiment = 0, Name = "net", SourceRunId = run }, Cancel);
        await tracking.Registry.CreateAsync("a model", "", [], Cancel);
        await tracking.ModelVersions.CreateAsync("a model", new NewModelVersion { Source = $"models:/{model.ModelId}", RunId = run }, Cancel);
        var reader = await FullRunAsync(tracking, 0);
        await tracking.Runs.LogInputsAsync(reader, [], [model.ModelId], Cancel);

        var ofRun = await tracking.Lineage.FindAsync(LineageKind.Run, run, Cancel);
        ofRun.MadeFrom.ShouldBe([new LineageLink(LineageKind.Run, parent, "whole", "parent"), new LineageLink(LineageKind.Dataset, "d1", "data", "input")]);
        ofRun.LedTo.ShouldBe([new LineageLink(LineageKind.LoggedModel, model.ModelId, "net", "output"), new LineageLink(LineageKind.ModelVersion, "a model/1", "a model", "output")]);
        var ofParent = await tracking.Lineage.FindAsync(LineageKind.Run, parent, Cancel);
        ofParent.MadeFrom.Select(link => (link.Kind, link.Id)).ShouldBe([(LineageKind.PipelineRun, "R"), (LineageKind.NodeRun, "R/train")]);
        ofParent.LedTo.ShouldHaveSingleItem().Id.ShouldBe(run);
        var ofVersion = await tracking.Lineage.FindAsync(LineageKind.ModelVersion, "a model/1", Cancel);
        ofVersion.MadeFrom.Select(link => link.Id).ShouldBe([run, model.ModelId]);
        ofVersion.LedTo.ShouldHaveSingleItem().Id.ShouldBe(reader);
        (await tracking.Lineage.FindAsync(LineageKind.Dataset, "d1", Cancel)).LedTo.Select(link => link.Id).ShouldBe([run, reader]);
        (await Should.ThrowAsync<TrackingException>(() => tracking.Lineage.FindAsync(LineageKind.ModelVersion, "a model/2", Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);
    }

    private static async Task<string> FullRunAsync(TrackingStore tracking, long experiment)
    {
        var run = (await tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = experiment, Tags = [new Tag("kind", "full")] }, Cancel)).Info.RunId;
        await tracking.Runs.LogParamAsync(run, new Tag("p", "1"), Cancel);
        await tracking.Runs.LogMetricAsync(run, new LoggedMetric("loss", new MetricPoint(1, 1, 0.5)), Cancel);
        await tracking.Runs.LogInputsAsync(run, [new DatasetInput { Name = "data", Digest = "d1" }], [], Cancel);
        return run;
    }

    private static async Task<Dictionary<string, long>> CountAsync(IStore store, params string[] tables)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
            counts[table] = await store.Database.ReadAsync(session => session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM {table}"), Cancel);
        return counts;
    }

    private async Task<IStore> OpenAsync(DatabaseKind engine)
    {
        var options = new StorageOptions { Home = Directory.CreateTempSubdirectory("gyre-cleanup-").FullName };
        if (engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            if (server is null)
                Assert.Skip(PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        return await GyreStore.OpenAsync(options, TrackingStore.Migrations, _clock, Cancel);
    }

    private async Task<TrackingStore> TrackingAsync(IStore store)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-cleanup-").FullName;
        var blobs = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = folder }, _clock, Cancel);
        return await TrackingStore.OpenAsync(store, blobs, _clock, Cancel);
    }
}
