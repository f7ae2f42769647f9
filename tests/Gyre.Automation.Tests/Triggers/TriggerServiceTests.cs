using Gyre.Automation;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Testing.Storage;

namespace Gyre.Automation.Tests.Triggers;

/// <summary>Triggers over a store; each store inherits.</summary>
public abstract class TriggerServiceTests : IAsyncLifetime
{
    private const string OnThing = "{name: t, pipeline: one, event: {type: thing.happened}, concurrency: {mode: queue}}";

    private TriggerWorld _world = null!;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public async ValueTask InitializeAsync() => _world = await TriggerWorld.CreateAsync(await NewStoreAsync());

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string?> NewStoreAsync();

    [Fact]
    public async Task Events_after_registering_start_a_run_each_with_values_from_them()
    {
        await _world.HappenAsync("thing.happened");
        await _world.RegisterAsync("{name: t, pipeline: one, event: {type: thing.happened, filter: event.data.n > 1}, parameters: {a.n: {from: event.data.n}}, concurrency: {mode: queue}}");
        await _world.HappenAsync("thing.happened", """{"n": 1}""");
        var second = await _world.HappenAsync("thing.happened", """{"n": 2}""");
        await _world.HappenAsync("other.happened", """{"n": 2}""");
        var third = await _world.HappenAsync("thing.happened", """{"n": 3}""");
        await _world.SettleAsync();
        var occurrences = await _world.OccurrencesAsync();
        occurrences.Select(occurrence => occurrence.Occurrence).ShouldBe([$"event:{second}", $"event:{third}"]);
        occurrences.ShouldAllBe(occurrence => occurrence.Outcome == OccurrenceOutcome.Started && occurrence.RunState == RunState.Succeeded && occurrence.Depth == 1);
        var run = await _world.Engine.Runs.FindAsync(occurrences[1].Run!.Value, Cancel);
        run!.Parameters.Find("a.n").ShouldBe(Value.Of(3));
        run.Tags.ShouldBe(["trigger:t"]);
        (await _world.EventsAsync("trigger.fired")).Count.ShouldBe(2);
        (await _world.TriggerAsync()).Running.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enough_joined_decisions_and_drift_start_a_run_each_in_any_process()
    {
        await _world.RegisterAsync(
            """
            {name: t, pipeline: one, event: {type: deployment.settled, filter: event.data.name == 'films',
            weight: event.data.joined, count: 1000}},
            {name: d, pipeline: one, event: {type: deployment.drifted, filter: event.data.name == 'films'}, cool-down: 1h}
            """);
        await SettledAsync("films", 600);
        await SettledAsync("other", 5000);
        await _world.SettleAsync();
        (await _world.OutcomesAsync()).ShouldBeEmpty();
        _world.Restart();
        await SettledAsync("films", 0);
        await SettledAsync("films", 400);
        await _world.SettleAsync();
        await SettledAsync("films", 999);
        await _world.SettleAsync();
        (await _world.OutcomesAsync()).ShouldBe(["Started"]);

        const string drifted =
            """
            {"name": "films", "version": 1, "detector": "psi", "field": "age", "statistic": 0.5, "threshold": 0.25,
            "reason": "It has moved."}
            """;
        await _world.HappenAsync("deployment.drifted", drifted);
        await _world.SettleAsync();
        await _world.HappenAsync("deployment.drifted", drifted);
        await _world.SettleAsync();
        var outcomes = (await _world.OutcomesAsync("d")).ToList();
        outcomes.Count.ShouldBe(2);
        outcomes[0].ShouldBe("Started");
        outcomes[1].ShouldStartWith("Skipped: the trigger cools down");
    }

    private Task<long> SettledAsync(string deployment, int joined) => _world.HappenAsync(
        "deployment.settled", $$"""{"name": "{{deployment}}", "joined": {{joined}}, "defaulted": 1}""");

    [Fact]
    public async Task Registering_again_disturbs_nothing_and_a_change_begins_anew()
    {
        var first = (await _world.RegisterAsync(OnThing)).ShouldHaveSingleItem();
        await _world.HappenAsync("thing.happened");
        (await _world.RegisterAsync(OnThing)).ShouldHaveSingleItem().ChangedAt.ShouldBe(first.ChangedAt);
        await _world.SettleAsync();
        (await _world.OccurrencesAsync()).Count.ShouldBe(1);
        await _world.HappenAsync("thing.happened");
        var changed = await _world.RegisterAsync("{name: t, pipeline: two, event: {type: thing.happened}}, {name: u, pipeline: two, manual: true}");
        changed.Select(view => view.Definition.Name).ShouldBe(["t", "u"]);
        changed[0].Definition.Pipeline.ShouldBe("two");
        await _world.SettleAsync();
        (await _world.OccurrencesAsync()).Count.ShouldBe(1);
        await _world.RegisterAsync("{name: u, pipeline: two, manual: true}");
        (await _world.Triggers.ListAsync(null, Cancel)).ShouldHaveSingleItem().Definition.Name.ShouldBe("u");
    }

    [Fact]
    public async Task A_trigger_that_waits_for_an_unknown_type_is_refused_by_name_and_changes_nothing()
    {
        await _world.RegisterAsync(OnThing);
        var project = new Project { Triggers = [new Trigger { Name = "d", Pipeline = "one", Source = new EventSource("drift.detected") }] };
        var refusal = await Should.ThrowAsync<InvalidInputException>(
            () => _world.Triggers.RegisterAsync(project, _world.World.Folder, "demo", Cancel));
        var problem = refusal.Diagnostics.ShouldHaveSingleItem();
        (problem.Code, problem.Path).ShouldBe(("trigger.event-unknown", "triggers/d/source/type"));
        problem.Message.ShouldContain("'drift.detected'");
        (await _world.TriggerAsync()).Definition.Name.ShouldBe("t");
    }

    [Fact]
    public async Task A_stored_trigger_whose_type_has_gone_is_shown_and_keeps_no_other_from_starting()
    {
        await _world.RegisterAsync(OnThing + ", {name: u, pipeline: two, manual: true}");
        _world.Language = _world.Language with { Events = EventTypes.Standard };
        _world.Restart();
        (await _world.TriggerAsync()).When.ShouldBe("event thing.happened");
        (await _world.TriggerAsync()).Problem.ShouldBeNull();
        await _world.Triggers.FireAsync((await _world.TriggerAsync("u")).Id, "k", Cancel);
        await _world.SettleAsync();
        (await _world.OutcomesAsync("u")).ShouldBe(["Started"]);
        (await _world.OccurrencesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_folder_with_the_same_name_takes_nothing_away()
    {
        await _world.RegisterAsync(OnThing);
        var other = Directory.CreateTempSubdirectory("gyre-other-").FullName;
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => _world.Triggers.RegisterAsync(new Project(), other, "demo", Cancel));
        refusal.Diagnostics[0].Code.ShouldBe("trigger.project-taken");
        Directory.Delete(other);
        (await _world.Triggers.ListAsync(null, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_fires_once()
    {
        var id = (await _world.RegisterAsync("{name: t, pipeline: one, manual: true}"))[0].Id;
        (await _world.Triggers.FireAsync(id, "k", Cancel)).ShouldBe(new TriggerRequestResult(TriggerRequestOutcome.Accepted, "hand:k"));
        (await _world.Triggers.FireAsync(id, "k", Cancel)).Outcome.ShouldBe(TriggerRequestOutcome.Known);
        await _world.SettleAsync();
        (await _world.Triggers.FireAsync(id, "k", Cancel)).Outcome.ShouldBe(TriggerRequestOutcome.Known);
        (await _world.Triggers.ReceiveAsync(id, "k", Value.True, Cancel)).Outcome.ShouldBe(TriggerRequestOutcome.Refused);
        (await _world.Triggers.FireAsync(new TriggerId(Guid.Empty), "k", Cancel)).Outcome.ShouldBe(TriggerRequestOutcome.Refused);
        (await _world.Triggers.FindOccurrenceAsync(id, "hand:k", Cancel))!.RunState.ShouldBe(RunState.Succeeded);
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_disabled_trigger_would_have_done_is_not_made_up_for()
    {
        var id = (await _world.RegisterAsync(OnThing))[0].Id;
        await _world.Triggers.EnableAsync(id, false, Cancel);
        (await _world.TriggerAsync()).Enabled.ShouldBeFalse();
        await _world.HappenAsync("thing.happened");
        await _world.Triggers.EnableAsync(id, true, Cancel);
        await _world.SettleAsync();
        (await _world.OutcomesAsync()).ShouldBeEmpty();
        await _world.HappenAsync("thing.happened");
        await _world.SettleAsync();
        (await _world.OutcomesAsync()).ShouldBe(["Started"]);
    }

    [Theory]
    [InlineData("skip", 0)]
    [InlineData("last", 1)]
    [InlineData("{mode: all, bound: 3}", 3)]
    public async Task Times_missed_while_nobody_was_there_follow_the_policy(string policy, int expected)
    {
        await _world.RegisterAsync($"{{name: t, pipeline: one, every: 1h, missed: {policy}, concurrency: {{mode: queue}}}}");
        await _world.TurnAsync();
        _world.Clock.Shift(TimeSpan.FromHours(5.5));
        _world.Restart();
        await _world.SettleAsync();
        var outcomes = (await _world.OccurrencesAsync()).GroupBy(occurrence => occurrence.Outcome).ToDictionary(group => group.Key, group => group.Count());
        outcomes.GetValueOrDefault(OccurrenceOutcome.Started).ShouldBe(expected);
        outcomes.GetValueOrDefault(OccurrenceOutcome.Skipped).ShouldBe(1);
        _world.Restart();
        await _world.SettleAsync();
        (await _world.Engine.Runs.ListAsync(100, null, Cancel)).Count.ShouldBe(expected);
        _world.Clock.Shift(TimeSpan.FromHours(0.5));
        await _world.SettleAsync();
        (await _world.Engine.Runs.ListAsync(100, null, Cancel)).Count.ShouldBe(expected + 1);
    }

    [Fact]
    public async Task Two_that_trigger_each_other_stop_by_depth()
    {
        await _world.RegisterAsync("{name: t, pipeline: one, run-ended: {pipeline: two}, limits: {depth: 4}}, {name: u, pipeline: two, run-ended: {pipeline: one}, limits: {depth: 4}}, {name: start, pipeline: one, manual: true}");
        await _world.Triggers.FireAsync((await _world.TriggerAsync("start")).Id, "go", Cancel);
        await _world.SettleAsync();
        (await _world.Engine.Runs.ListAsync(100, null, Cancel)).Count.ShouldBe(4);
        var all = (await _world.OccurrencesAsync("t")).Concat(await _world.OccurrencesAsync("u")).ToList();
        all.Where(occurrence => occurrence.Run is not null).Select(occurrence => occurrence.Depth).Order().ShouldBe([2, 3, 4]);
        all.ShouldContain(occurrence => occurrence.Outcome == OccurrenceOutcome.Skipped && occurrence.Reason!.Contains("in a chain of runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_triggers_itself_stops_by_depth()
    {
        await _world.RegisterAsync("{name: t, pipeline: one, event: {type: trigger.fired}, limits: {depth: 3}, concurrency: queue}, {name: start, pipeline: one, manual: true}");
        await _world.Triggers.FireAsync((await _world.TriggerAsync("start")).Id, "go", Cancel);
        await _world.SettleAsync();
        (await _world.Engine.Runs.ListAsync(100, null, Cancel)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_trigger_whose_start_always_fails_is_set_aside_and_the_others_go_on()
    {
        await _world.RegisterAsync(
            "{name: a, pipeline: one, event: {type: thing.happened}, parameters: {a.n: no number}, concurrency: queue, limits: {failures: 2}}, {name: z, pipeline: one, event: {type: thing.happened}, concurrency: queue}");
        for (var i = 0; i < 3; i++)
        {
            await _world.HappenAsync("thing.happened");
            await _world.SettleAsync();
        }
        (await _world.TriggerAsync("a")).SetAside.ShouldNotBeNull().ShouldContain("2 failures in a row");
        (await _world.OccurrencesAsync("a")).Select(occurrence => occurrence.Outcome).ShouldBe([OccurrenceOutcome.Failed, OccurrenceOutcome.Failed]);
        (await _world.OccurrencesAsync("z")).Count(occurrence => occurrence.RunState == RunState.Succeeded).ShouldBe(3);
        (await _world.EventsAsync("trigger.set-aside")).Count.ShouldBe(1);
        await _world.Triggers.EnableAsync((await _world.TriggerAsync("a")).Id, true, Cancel);
        (await _world.TriggerAsync("a")).SetAside.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_that_cannot_be_dealt_with_is_set_aside_and_the_next_ones_go_on_in_order()
    {
        await _world.RegisterAsync(OnThing);
        var first = await _world.HappenAsync("thing.happened");
        var poison = await _world.HappenAsync("thing.happened");
        var third = await _world.HappenAsync("thing.happened");
        var tries = 0;
        _world.Fault = what =>
        {
            if (what == $"event:{poison}" && ++tries > 0)
                throw new InvalidOperationException("poison");
        };
        await _world.SettleAsync();
        tries.ShouldBe(5);
        (await _world.OccurrencesAsync()).Select(occurrence => occurrence.Occurrence).ShouldBe([$"event:{first}", $"event:{third}"]);
        (await _world.EventsAsync("trigger.event-set-aside")).ShouldHaveSingleItem().ShouldContain("poison");
        (await _world.TriggerAsync()).Problem.ShouldNotBeNull().ShouldContain("poison");
    }

    [Fact]
    public async Task A_start_that_goes_wrong_for_a_while_is_tried_again()
    {
        await _world.RegisterAsync(OnThing);
        await _world.HappenAsync("thing.happened");
        var wrong = 2;
        _world.Fault = what =>
        {
            if (what.StartsWith("prepare", StringComparison.Ordinal) && wrong-- > 0)
                throw new IOException("the disk is away");
        };
        for (var i = 0; i < 3; i++)
        {
            await _world.SettleAsync();
            _world.Clock.Shift(TimeSpan.FromMinutes(1));
        }
        (await _world.OutcomesAsync()).ShouldBe(["Started"]);
        wrong.ShouldBe(-1);
    }

    [Fact]
    public async Task A_newer_occurrence_cancels_the_run_before()
    {
        var hold = new TaskCompletionSource();
        _world.World.Machine.Behaviour = async order =>
        {
            await hold.Task;
            return (Execution.AttemptOutcome.Succeeded, new MapValue([]));
        };
        await _world.RegisterAsync("{name: t, pipeline: one, event: {type: thing.happened}, concurrency: cancel-previous}");
        await _world.HappenAsync("thing.happened");
        await _world.TurnAsync();
        await _world.HappenAsync("thing.happened");
        await _world.TurnAsync();
        (await _world.TriggerAsync()).Waiting.Length.ShouldBe(1);
        var first = (await _world.OccurrencesAsync())[0].Run!.Value;
        (await _world.Engine.RunToEndAsync(first, Cancel)).State.ShouldBe(RunState.Cancelled);
        hold.SetResult();
        await _world.SettleAsync();
        (await _world.OccurrencesAsync()).Select(occurrence => occurrence.RunState).ShouldBe([RunState.Cancelled, RunState.Succeeded]);
    }

    [Fact]
    public async Task Old_occurrences_are_forgotten_and_still_start_nothing_again()
    {
        var id = (await _world.RegisterAsync("{name: t, pipeline: one, manual: true}"))[0].Id;
        await _world.Triggers.FireAsync(id, "k", Cancel);
        await _world.SettleAsync();
        _world.Clock.Shift(TimeSpan.FromDays(91));
        await _world.TurnAsync();
        (await _world.OccurrencesAsync()).ShouldBeEmpty();
        await _world.Triggers.FireAsync(id, "k", Cancel);
        await _world.SettleAsync();
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_replay_says_when_it_would_have_fired()
    {
        var from = _world.Clock.GetUtcNow();
        await _world.HappenAsync("thing.happened");
        await _world.HappenAsync("thing.happened");
        await _world.HappenAsync("thing.happened");
        var to = _world.Clock.GetUtcNow().AddSeconds(1);
        var trigger = new Trigger { Name = "t", Pipeline = "one", Source = new EventSource("thing.happened") { Count = 2 } };
        var replay = await _world.Triggers.ReplayAsync(trigger, "demo", from.AddSeconds(-1), to, Cancel);
        replay.Firings.ShouldHaveSingleItem().Skipped.ShouldBeNull();
        replay.IsWhole.ShouldBeTrue();
        var daily = trigger with { Source = new CronSource("0 3 * * *", "Europe/Berlin") };
        var begin = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var march = await _world.Triggers.ReplayAsync(daily, "demo", begin, begin.AddDays(31), Cancel);
        march.Firings.Length.ShouldBe(31);
        march.Firings[0].At.ShouldBe(begin.AddHours(2));
        march.Firings[30].At.ShouldBe(begin.AddDays(30).AddHours(1));
        await Should.ThrowAsync<InvalidInputException>(() => _world.Triggers.ReplayAsync(daily, "demo", begin, begin, Cancel));
    }
}

public sealed class SqliteTriggerServiceTests : TriggerServiceTests
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlTriggerServiceTests : TriggerServiceTests
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
