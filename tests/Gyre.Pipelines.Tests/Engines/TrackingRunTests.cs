using System.Globalization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;
using Gyre.Projects;
using Gyre.Testing;
using Gyre.Tracking;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>The tracking runs that the engine keeps: they follow the runs they stand for.</summary>
public sealed class TrackingRunTests : IAsyncLifetime
{
    private const string Two = """
        - step: {name: make, image: none, command: make, inputs: [{name: in, optional: true}]}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: make}, {name: b, type: execution, step: make}]
            edges: [[a.output.*, b.input.in]]
        """;

    private const string Trials = """
        - step:
            name: make
            image: none
            command: make {parameters}
            parameters: [{name: n, type: integer, default: 1}]
        - task: {name: two, step: make, parameters: [{name: n, style: multiple, rules: {items: [1, 2]}}]}
        - pipeline:
            name: p
            nodes: [{name: sweep, type: task, task: two}]
            edges: []
        """;

    private EngineWorld _world = null!;
    private TrackingStore _tracking = null!;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync(records: true);
        _tracking = await TrackingStore.OpenAsync(_world.Store, _world.Blobs, TimeProvider.System, Cancel);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task After_a_good_resumption_the_tracking_runs_are_finished_and_keep_that_there_was_a_failure()
    {
        var isBroken = true;
        _world.Machine.Behaviour = order => Task.FromResult(
            (order.NodePath == "b" && isBroken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
        var run = await _world.RunAsync(Two);
        run.State.ShouldBe(RunState.Failed);
        foreach (var id in (string[])[NodeRecorder.IdOf(run.Id), NodeRecorder.IdOf(run.Id, "b")])
            (await FindAsync(id)).Info.Status.ShouldBe(TrackingRunStatus.Failed);
        isBroken = false;
        await _world.Engine.Runs.ResumeAsync(run.Id, Cancel);
        (await _world.Engine.RunToEndAsync(run.Id, Cancel)).State.ShouldBe(RunState.Succeeded);

        var node = await FindAsync(NodeRecorder.IdOf(run.Id, "b"));
        node.Info.Status.ShouldBe(TrackingRunStatus.Finished);
        node.Info.EndTime.ShouldNotBeNull();
        TagOf(node, TrackingResumption.EarlierTag).ShouldNotBeNull().ShouldEndWith("failed: it was told to fail");
        TagOf(node, NodeRecorder.ReasonTag).ShouldBeNull();
        var whole = await FindAsync(NodeRecorder.IdOf(run.Id));
        whole.Info.Status.ShouldBe(TrackingRunStatus.Finished);
        TagOf(whole, TrackingResumption.EarlierTag).ShouldNotBeNull().ShouldEndWith("failed: b failed: it was told to fail");
        TagOf(await FindAsync(NodeRecorder.IdOf(run.Id, "a")), TrackingResumption.EarlierTag).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_resumed_and_fails_again_is_failed_with_both_failures()
    {
        _world.Machine.Behaviour = _ => Task.FromResult((AttemptOutcome.Failed, new MapValue([])));
        var run = await _world.RunAsync(Two);
        await _world.Engine.Runs.ResumeAsync(run.Id, Cancel);
        (await _world.Engine.RunToEndAsync(run.Id, Cancel)).State.ShouldBe(RunState.Failed);
        var node = await FindAsync(NodeRecorder.IdOf(run.Id, "a"));
        node.Info.Status.ShouldBe(TrackingRunStatus.Failed);
        TagOf(node, TrackingResumption.EarlierTag).ShouldNotBeNull().Split('\n').Length.ShouldBe(1);
        TagOf(node, NodeRecorder.ReasonTag).ShouldBe("it was told to fail");
    }

    [Fact]
    public async Task What_a_step_said_of_its_own_end_counts_for_that_try_alone()
    {
        // A client in the step marks its run as failed before the step exits; the next try is a run that is at work.
        var tries = 0;
        _world.Machine.Behaviour = async order =>
        {
            if (++tries > 1)
                return (AttemptOutcome.Succeeded, new MapValue([]));
            await Patience.UntilAsync(
                async () => (await _tracking.Runs.GetManyAsync([NodeRecorder.IdOf(order.Run, "a")], Cancel)).Length == 1, Cancel);
            await _tracking.Runs.UpdateAsync(NodeRecorder.IdOf(order.Run, "a"), new TrackingRunChange { Status = TrackingRunStatus.Failed, EndTime = 1 }, Cancel);
            return (AttemptOutcome.Failed, new MapValue([]));
        };
        var run = await _world.RunAsync("""
            - step: {name: make, image: none, command: make}
            - pipeline: {name: p, nodes: [{name: a, type: execution, step: make, on-error: retry}], edges: []}
            """);
        run.State.ShouldBe(RunState.Succeeded);
        (await FindAsync(NodeRecorder.IdOf(run.Id, "a"))).Info.Status.ShouldBe(TrackingRunStatus.Finished);
    }

    [Fact]
    public async Task A_trial_s_tracking_run_begins_when_the_trial_begins_and_its_wait_is_a_figure_of_its_own()
    {
        var begins = new TaskCompletionSource();
        _world.Machine.BeforeStart = order => order.NodePath == "sweep[1]" ? begins.Task : Task.CompletedTask;
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Trials), Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await Patience.UntilAsync(async () => (await _tracking.Runs.GetManyAsync([Id(run)], Cancel)).Length == 1, Cancel);
        (await FindAsync(Id(run))).Info.Status.ShouldBe(TrackingRunStatus.Scheduled);
        var released = TimeProvider.System.GetUtcNow();
        begins.SetResult();
        await driving;
        var trial = await FindAsync(Id(run));
        trial.Info.Status.ShouldBe(TrackingRunStatus.Finished);
        trial.Info.StartTime.ShouldBeGreaterThanOrEqualTo(released.ToUnixTimeMilliseconds());
        var node = (await _world.Engine.Runs.NodeAsync(run, "sweep[1]", Cancel))!;
        var waited = node.QueuedFor.ShouldNotBeNull();
        waited.ShouldBeGreaterThan(TimeSpan.Zero);
        double.Parse(TagOf(trial, NodeRecorder.QueuedTag)!, CultureInfo.InvariantCulture).ShouldBe(waited.TotalSeconds, 0.001);
        (node.StartedAt!.Value - waited).ShouldBeLessThan(released);

        static string Id(RunId run) => NodeRecorder.IdOf(run, "sweep[1]");
    }

    [Fact]
    public async Task A_trial_that_was_cancelled_in_the_queue_took_no_time()
    {
        _world.Machine.BeforeStart = order => order.NodePath == "sweep[1]" ? new TaskCompletionSource().Task : Task.CompletedTask;
        _world.Machine.Behaviour = _ => new TaskCompletionSource<(AttemptOutcome, MapValue)>().Task;
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Trials), Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await Patience.UntilAsync(() => Task.FromResult(_world.Machine.Started.Count == 2), Cancel);
        var asked = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await _world.Engine.Runs.CancelAsync(run, "enough", Cancel);
        await driving;
        var trial = (await FindAsync(NodeRecorder.IdOf(run, "sweep[1]"))).Info;
        trial.Status.ShouldBe(TrackingRunStatus.Killed);
        trial.EndTime.ShouldNotBeNull();
        trial.StartTime.ShouldBeGreaterThanOrEqualTo(asked);
    }

    [Fact]
    public async Task A_point_s_time_is_the_time_of_its_line()
    {
        DateTimeOffset[] times = [.. Enumerable.Range(1, 3).Select(hour => new DateTimeOffset(2026, 3, 1, hour, 0, 0, TimeSpan.Zero))];
        var points = times.Select((time, index) => new MetadataPoint(time, new MapValue([new("loss", Value.Of(index))]))).ToList();
        _world.Machine.Metadata = (_, from, _, _) => from.Points > 0 ? MetadataBatch.Empty(from) : new MetadataBatch(points, new MetadataPlace(1, 0), IsMore: false);
        var run = await _world.RunAsync(Two);
        var history = await _tracking.Runs.HistoryAsync(NodeRecorder.IdOf(run.Id, "a"), "loss", Cancel);
        history.Select(point => point.Timestamp).ShouldBe(times.Select(time => time.ToUnixTimeMilliseconds()));
    }

    private async Task<TrackingRun> FindAsync(string id) => (await _tracking.Runs.GetManyAsync([id], Cancel)).ShouldHaveSingleItem();

    private static string? TagOf(TrackingRun run, string key) => run.Tags.FirstOrDefault(tag => tag.Key == key)?.Value;
}
