using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Whether somebody drives a run, as its lease tells.</summary>
public sealed class RunOwnersTests : IAsyncLifetime
{
    private const string One = """
        - step: {name: make, image: none, command: make}
        - pipeline: {name: p, nodes: [{name: a, type: execution, step: make}], edges: []}
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData(RunState.Running, 1, false, true)]
    [InlineData(RunState.Cancelling, 1, false, true)]
    [InlineData(RunState.Running, 0, false, false)]
    [InlineData(RunState.Running, -1, false, false)]
    [InlineData(RunState.Running, 1, true, false)]
    [InlineData(RunState.Running, null, false, false)]
    [InlineData(RunState.Succeeded, 1, false, null)]
    [InlineData(RunState.Failed, null, false, null)]
    public void A_lease_that_is_held_by_somebody_who_is_there_counts(RunState state, int? secondsLeft, bool isGone, bool? expected)
    {
        var lease = secondsLeft is { } seconds ? new Lease("run/1", "owner", 1, Now.AddSeconds(seconds)) : null;
        RunOwners.IsDriven(state, lease, Now, owner => isGone && owner == "owner").ShouldBe(expected);
    }

    [Fact]
    public async Task A_run_is_driven_while_an_engine_has_it_and_not_before_or_after()
    {
        var gate = new TaskCompletionSource();
        _world.Machine.Behaviour = async _ =>
        {
            await gate.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var runs = _world.Engine.Runs;
        var run = await runs.StartAsync(_world.Request(One), Cancel);
        (await runs.FindAsync(run, Cancel))!.IsDriven.ShouldBe(false);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await Patience.UntilAsync(() => _world.Machine.Started.Count == 1, Cancel);
        (await runs.FindAsync(run, Cancel))!.IsDriven.ShouldBe(true);
        (await runs.ListAsync(10, null, Cancel)).ShouldHaveSingleItem().IsDriven.ShouldBe(true);
        await _world.RestartAsync();
        await driving.ContinueWith(static _ => { }, Cancel, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        (await _world.Engine.Runs.QueryAsync(new RunQuery(), Cancel)).Runs.ShouldHaveSingleItem().IsDriven.ShouldBe(false);
        gate.SetResult();
        (await _world.Engine.RunToEndAsync(run, Cancel)).IsDriven.ShouldBeNull();
    }

    [Fact]
    public async Task Runs_are_found_by_pipeline_and_time_and_have_short_ids()
    {
        var first = await _world.RunAsync(One);
        var second = await _world.RunAsync(One.Replace("name: p,", "name: q,", StringComparison.Ordinal));
        var runs = _world.Engine.Runs;
        (await runs.QueryAsync(new RunQuery { Pipeline = "q" }, Cancel)).Runs.Select(run => run.Id).ShouldBe([second.Id]);
        (await runs.QueryAsync(new RunQuery { Since = second.CreatedAt }, Cancel)).Runs.Select(run => run.Id).ShouldBe([second.Id]);
        (await runs.QueryAsync(new RunQuery { Since = second.CreatedAt.AddHours(1) }, Cancel)).Count.ShouldBe(0);
        (await runs.QueryAsync(new RunQuery { Before = second.Id }, Cancel)).Runs.Select(run => run.Id).ShouldBe([first.Id]);
        (await runs.QueryAsync(new RunQuery { Recorded = true }, Cancel)).Count.ShouldBe(0);
        (await runs.QueryAsync(new RunQuery { Offset = 1, Counted = false }, Cancel)).Count.ShouldBe(0);
        var ids = await runs.ShortIdsAsync([first.Id, second.Id], Cancel);
        ids[first.Id].ShouldBe(ShortIds.Of(first.Id.ToString(), [second.Id.ToString()]));
        second.Id.ToString().ShouldStartWith(ids[second.Id]);
        first.Id.ToString().ShouldNotStartWith(ids[second.Id]);
    }

    [Fact]
    public async Task Runs_are_found_by_text_that_is_taken_as_it_is()
    {
        var runs = _world.Engine.Runs;
        var request = _world.Request(One);
        var half = await runs.StartAsync(request with { Title = "Half 50% off!" }, Cancel);
        var other = await runs.StartAsync(request with { Title = "500 others_" }, Cancel);
        async Task<RunId[]> FindAsync(string text) =>
            [.. (await runs.QueryAsync(new RunQuery { Text = text }, Cancel)).Runs.Select(static run => run.Id)];
        (await FindAsync("hALF 50%")).ShouldBe([half]);
        (await FindAsync("50% ")).ShouldBe([half]);
        (await FindAsync("off!")).ShouldBe([half]);
        (await FindAsync("others_")).ShouldBe([other]);
        (await FindAsync("h_lf")).ShouldBeEmpty();
        (await FindAsync(other.ToString())).ShouldBe([other]);
    }

    [Fact]
    public async Task Runs_that_wait_for_a_person_are_found()
    {
        var runs = _world.Engine.Runs;
        await _world.RunAsync(One);
        var waiting = await runs.StartAsync(
            _world.Request(One.Replace("name: a, type: execution, step: make", "name: a, type: approval", StringComparison.Ordinal)), Cancel);
        var driving = _world.Engine.RunToEndAsync(waiting, Cancel);
        await Patience.UntilAsync(async () => (await runs.QueryAsync(new RunQuery { Waiting = true }, Cancel)).Count > 0, Cancel);
        (await runs.QueryAsync(new RunQuery { Waiting = true }, Cancel)).Runs.ShouldHaveSingleItem().Id.ShouldBe(waiting);
        (await runs.DecideApprovalAsync(waiting, "a", new ApprovalDecision(true, "ann", null), Cancel)).ShouldBeTrue();
        await driving;
        (await runs.QueryAsync(new RunQuery { Waiting = true }, Cancel)).Count.ShouldBe(0);
    }
}
