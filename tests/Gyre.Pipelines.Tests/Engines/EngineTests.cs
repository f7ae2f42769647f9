using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Tests.Machine;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>The engine over a store; each store inherits.</summary>
public abstract class EngineTests : IAsyncLifetime
{
    private const string Two = """
        - step:
            name: make
            image: none
            command: make {parameters}
            parameters: [{name: n, type: integer, default: 1}]
            inputs: [{name: in, optional: true}]
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
              - {name: b, type: execution, step: make}
            edges:
              - [a.output.*, b.input.in]
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    private FakeMachine Machine => _world.Machine;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync(await NewStoreAsync(), kinds: [new ReviewKind()]);

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string?> NewStoreAsync();

    [Fact]
    public async Task A_run_is_driven_to_its_end_and_kept_node_by_node()
    {
        var run = await _world.RunAsync(Two);
        run.State.ShouldBe(RunState.Succeeded);
        run.Executions.ShouldBe(2);
        (await _world.StatesAsync(run.Id)).ShouldBe("a=Succeeded b=Succeeded");
        Machine.Started[1].Inputs.ShouldHaveSingleItem().Files.ShouldHaveSingleItem().Name.ShouldBe("out.txt");
        var events = await _world.Store.Events.ReadAsync(0, 1000, $"run/{run.Id}", Cancel);
        events.Select(stored => stored.Type).ShouldBe(["run.accepted", "node.started", "node.ended", "node.started", "node.ended", "run.ended"], Case.Sensitive);
    }

    [Fact]
    public async Task The_same_request_again_is_answered_from_the_cache()
    {
        var first = await _world.RunAsync(Two);
        var second = await _world.RunAsync(Two);
        Machine.Started.Count.ShouldBe(2);
        second.Executions.ShouldBe(0);
        var nodes = await _world.Engine.Runs.NodesAsync(second.Id, Cancel);
        nodes.ShouldAllBe(node => node.Cache == CacheOutcome.Hit);
        nodes[1].Outputs.ShouldBe((await _world.Engine.Runs.NodesAsync(first.Id, Cancel))[1].Outputs);
    }

    [Fact]
    public async Task A_second_request_with_the_same_key_gets_the_first_ones_run()
    {
        var request = _world.Request(Two) with { IdempotencyKey = "k" };
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _world.Engine.Runs.StartAsync(request, Cancel)));
        ids.Distinct().Count().ShouldBe(1);
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_engine_takes_up_what_one_left_and_starts_nothing_twice()
    {
        var gate = new TaskCompletionSource();
        Machine.Behaviour = async order =>
        {
            await gate.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Two), Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await UntilAsync(() => Machine.Started.Count == 1);
        await _world.RestartAsync();
        gate.SetResult();
        (await _world.Engine.RunToEndAsync(run, Cancel)).State.ShouldBe(RunState.Succeeded);
        Machine.StartedPaths.ShouldBe(["a", "b"]);
        await Should.ThrowAsync<ObjectDisposedException>(driving);
    }

    [Fact]
    public async Task Engines_on_one_store_share_the_runs_and_none_runs_twice()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var other = _world.NewEngine();
        var loops = new[] { _world.Engine.RunAsync(stop.Token), other.RunAsync(stop.Token) };
        var request = _world.Request(Two) with { UseCache = false };
        var runs = new List<RunId>();
        for (var i = 0; i < 12; i++)
            runs.Add(await (i % 2 == 0 ? _world.Engine : other).Runs.StartAsync(request, Cancel));
        foreach (var run in runs)
            await UntilAsync(async () => (await other.Runs.FindAsync(run, Cancel))!.State == RunState.Succeeded);
        await stop.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Machine.Started.Count.ShouldBe(24);
        Machine.Started.Select(order => order.Attempt).Distinct().Count().ShouldBe(24);
    }

    [Fact]
    public async Task A_cancelled_run_ends_its_attempts()
    {
        Machine.Behaviour = _ => new TaskCompletionSource<(AttemptOutcome, MapValue)>().Task;
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Two), Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await UntilAsync(() => Machine.Started.Count == 1);
        (await _world.NewEngine().Runs.CancelAsync(run, "enough", Cancel)).ShouldBeTrue();
        (await driving).State.ShouldBe(RunState.Cancelled);
        (await _world.StatesAsync(run)).ShouldBe("a=Cancelled b=Cancelled");
    }

    [Fact]
    public async Task A_failed_run_goes_on_where_it_stopped()
    {
        var broken = true;
        Machine.Behaviour = order => Task.FromResult((order.NodePath == "b" && broken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
        var run = await _world.RunAsync(Two);
        run.State.ShouldBe(RunState.Failed);
        broken = false;
        (await _world.Engine.Runs.ResumeAsync(run.Id, Cancel)).ShouldBeTrue();
        (await _world.Engine.RunToEndAsync(run.Id, Cancel)).State.ShouldBe(RunState.Succeeded);
        Machine.StartedPaths.ShouldBe(["a", "b", "b"]);
    }

    [Fact]
    public async Task An_approval_waits_over_a_restart_and_goes_on_when_a_person_agrees()
    {
        var request = _world.Request(Two.Replace("{name: b, type: execution, step: make}", "{name: b, type: execution, step: make, actions: [{when: node-starting, then: require-approval}]}", StringComparison.Ordinal));
        var run = await _world.Engine.Runs.StartAsync(request, Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await UntilAsync(async () => (await _world.Engine.Runs.NodeAsync(run, "b", Cancel))?.State == NodeRunState.AwaitingApproval);
        await _world.RestartAsync();
        await Should.ThrowAsync<ObjectDisposedException>(driving);
        var again = _world.Engine.RunToEndAsync(run, Cancel);
        (await _world.Engine.Runs.DecideApprovalAsync(run, "b", new ApprovalDecision(true, "ann", "fine"), Cancel)).ShouldBeTrue();
        (await again).State.ShouldBe(RunState.Succeeded);
        (await _world.Engine.Runs.DecideApprovalAsync(run, "b", new ApprovalDecision(true, "ann", null), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_finds_its_node_by_the_key_that_its_kind_chose_and_counts_once()
    {
        var request = _world.Request(Two.Replace("{name: b, type: execution, step: make}", "{name: b, type: review, key: case-7}",
            StringComparison.Ordinal));
        var run = await _world.Engine.Runs.StartAsync(request, Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await UntilAsync(async () => (await _world.Engine.Runs.NodeAsync(run, "b", Cancel))?.Wait?.Key == "case-7");
        await _world.RestartAsync();
        await Should.ThrowAsync<ObjectDisposedException>(driving);
        var answer = new MapValue([new("stars", Value.Of(4))]);
        (await _world.Engine.Runs.AnswerAsync(run, "b", answer, "ann", Cancel)).ShouldBe(AnswerOutcome.NotWaiting);
        (await _world.Engine.Runs.AnswerAsync(run, "case-7", answer, "ann", Cancel)).ShouldBe(AnswerOutcome.Accepted);
        (await _world.Engine.Runs.AnswerAsync(run, "case-7", answer, "bob", Cancel)).ShouldBe(AnswerOutcome.AlreadyAnswered);
        (await _world.Engine.RunToEndAsync(run, Cancel)).State.ShouldBe(RunState.Succeeded);
        (await _world.Engine.Runs.AnswerAsync(run, "case-7", answer, "bob", Cancel)).ShouldBe(AnswerOutcome.NotWaiting);
        (await _world.Engine.Runs.NodeAsync(run, "b", Cancel))!.Results.Find("stars").ShouldBe(Value.Of(4));
        var events = await _world.Store.Events.ReadAsync(0, 1000, $"run/{run}", Cancel);
        events.Select(stored => stored.Type).Where(type =>
            type is "node.waiting" or "node.answered").ShouldBe(["node.waiting", "node.answered"], Case.Sensitive);
    }

    [Fact]
    public async Task An_approval_may_be_answered_with_a_document()
    {
        var request = _world.Request(Two.Replace("{name: b, type: execution, step: make}",
            "{name: b, type: approval, approval: {approvers: [ann]}}", StringComparison.Ordinal));
        var run = await _world.Engine.Runs.StartAsync(request, Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await UntilAsync(async () => (await _world.Engine.Runs.NodeAsync(run, "b", Cancel))?.Wait is { Key: "b", WaitsFor: "a person" });
        var yes = new MapValue([new("approved", Value.Of(true))]);
        (await CodeOfAsync(run, new MapValue([]), "ann")).ShouldBe("answer.approved");
        (await CodeOfAsync(run, yes, "bob")).ShouldBe("approval.not-allowed");
        (await _world.Engine.Runs.AnswerAsync(run, "b", yes, "ann", Cancel)).ShouldBe(AnswerOutcome.Accepted);
        (await driving).State.ShouldBe(RunState.Succeeded);
        (await _world.Engine.Runs.NodeAsync(run, "b", Cancel))!.Reason.ShouldBe("approved by ann");
    }

    [Fact]
    public async Task A_node_that_nobody_here_answers_is_refused_before_anything_is_kept()
    {
        var request = _world.Request(Two);
        var pipeline = request.Project.Pipelines[0];
        Pipeline With(Node node) => pipeline with { Graph = pipeline.Graph with { Nodes = [.. pipeline.Graph.Nodes, node] } };
        foreach (var node in (Node[])[new LabelingNode { Name = "n", Definition = new MapValue([]) },
            new OutsideNode { Name = "n", Kind = "survey" }])
        {
            var refused = await Should.ThrowAsync<InvalidInputException>(() =>
                _world.Engine.Runs.StartAsync(request with { Definition = With(node) }, Cancel));
            refused.Diagnostics[0].Message.ShouldBe($"Node 'n' has the kind {NodeKinds.WordOf(node)}, which this version cannot run.");
        }
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).ShouldBeEmpty();
    }

    private async Task<string> CodeOfAsync(RunId run, MapValue document, string by) =>
        (await Should.ThrowAsync<InvalidInputException>(() =>
            _world.Engine.Runs.AnswerAsync(run, "b", document, by, Cancel))).Diagnostics[0].Code;

    [Fact]
    public async Task Two_runs_that_want_one_result_compute_it_once()
    {
        var gate = new TaskCompletionSource();
        Machine.Behaviour = async _ =>
        {
            await gate.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var request = _world.Request(Two);
        var first = await _world.Engine.Runs.StartAsync(request, Cancel);
        var second = await _world.Engine.Runs.StartAsync(request, Cancel);
        var both = Task.WhenAll(_world.Engine.RunToEndAsync(first, Cancel), _world.NewEngine().RunToEndAsync(second, Cancel));
        await UntilAsync(() => Machine.Started.Count >= 1);
        gate.SetResult();
        (await both).ShouldAllBe(run => run.State == RunState.Succeeded);
        Machine.Started.Count.ShouldBe(2);
    }

    [Fact]
    public async Task When_the_one_that_computes_fails_the_other_does()
    {
        var failures = 1;
        var gate = new TaskCompletionSource();
        Machine.Behaviour = async order =>
        {
            await gate.Task;
            return (order.NodePath == "a" && Interlocked.Decrement(ref failures) >= 0 ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([]));
        };
        var request = _world.Request(Two);
        var first = await _world.Engine.Runs.StartAsync(request, Cancel);
        var second = await _world.Engine.Runs.StartAsync(request, Cancel);
        var both = Task.WhenAll(_world.Engine.RunToEndAsync(first, Cancel), _world.Engine.RunToEndAsync(second, Cancel));
        await UntilAsync(() => Machine.Started.Count >= 1);
        gate.SetResult();
        (await both).Select(run => run.State).Order().ShouldBe([RunState.Succeeded, RunState.Failed]);
    }

    [Fact]
    public async Task A_plan_says_what_then_happens()
    {
        var plan = await _world.Engine.Runs.PlanAsync(_world.Request(Two), Cancel);
        plan.Select(node => $"{node.Path}={node.Action}").ShouldBe(["a=run", "b=unknown"]);
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).ShouldBeEmpty();
        await _world.RunAsync(Two);
        (await _world.Engine.Runs.PlanAsync(_world.Request(Two), Cancel)).ShouldAllBe(node => node.Action == "hit");
    }

    [Fact]
    public async Task Refused_input_leaves_nothing_behind()
    {
        var request = _world.Request(Two, ("a.n", Value.Of("seven")));
        await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.StartAsync(request, Cancel));
        await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.StartAsync(_world.Request(Two, ("nobody.n", Value.Of(1))), Cancel));
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).ShouldBeEmpty();
        (await _world.Store.Events.LastAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_cycle_goes_on_with_new_values_and_carries_files_until_its_condition_fails()
    {
        Machine.Behaviour = order => Task.FromResult((AttemptOutcome.Succeeded, new MapValue([new("n", order.Parameters.Find("n")!)])));
        var cycle = await _world.CycleAsync(Two + """

            - cycle:
                name: c
                pipeline: p
                repeat-while: a.metadata.n < 7
                max-iterations: 10
                objective: {metric: a.metadata.n, direction: maximize}
                next:
                  a.n: {step: {start: 1, by: 3, integer: true}}
                carry:
                  - [b.output.out.txt, a.input.in]
            """);
        cycle.StopReason.ShouldBe("condition");
        cycle.Turns.Select(turn => turn.Objective).ShouldBe([1, 4, 7]);
        cycle.BestTurn.ShouldBe(3);
        var secondA = Machine.Started.Where(order => order.NodePath == "a").ElementAt(1);
        secondA.Inputs.ShouldHaveSingleItem().Files.ShouldHaveSingleItem().Name.ShouldBe("out.txt");
        var runs = await _world.Engine.Runs.ListAsync(10, null, Cancel);
        runs.Select(run => run.Parent).ShouldBe([runs[1].Id, runs[2].Id, null]);
    }

    [Fact]
    public async Task A_cycle_without_an_end_stops_at_its_limit_and_goes_on_when_a_person_raises_it()
    {
        var cycle = await _world.CycleAsync(Two + Endless("max-iterations: 2"));
        cycle.StopReason.ShouldBe("max-iterations");
        cycle.Turns.Length.ShouldBe(2);
        (await _world.Engine.Cycles.ResumeAsync(cycle.Id, null, Cancel)).ShouldBeFalse();
        (await _world.Engine.Cycles.ResumeAsync(cycle.Id, 3, Cancel)).ShouldBeTrue();
        (await _world.Engine.RunToEndAsync(cycle.Id, Cancel)).Turns.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_budget_of_nothing_runs_nothing()
    {
        var cycle = await _world.CycleAsync(Two + Endless("max-iterations: 5\n    budget: {executions: 0}"));
        cycle.StopReason.ShouldBe("budget");
        cycle.Turns.ShouldBeEmpty();
        Machine.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task Engines_that_race_for_a_chain_make_one_next_turn()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var engines = new[] { _world.Engine, _world.NewEngine(), _world.NewEngine() };
        var loops = engines.Select(engine => engine.RunAsync(stop.Token)).ToList();
        var request = _world.Request(Two + Endless("max-iterations: 4")) with { UseCache = false };
        var cycle = await engines[0].Cycles.StartAsync(request, "c", Cancel);
        await UntilAsync(async () => (await engines[1].Cycles.FindAsync(cycle, Cancel))!.State == CycleState.Stopped);
        await stop.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        (await _world.Engine.Cycles.FindAsync(cycle, Cancel))!.Turns.Select(turn => turn.Number).ShouldBe([1, 2, 3, 4]);
        Machine.Started.Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_cycle_that_is_asked_for_twice_with_one_key_is_one()
    {
        var request = _world.Request(Two + Endless("max-iterations: 1")) with { IdempotencyKey = "k" };
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _world.Engine.Cycles.StartAsync(request, "c", Cancel)));
        ids.Distinct().Count().ShouldBe(1);
        (await _world.Engine.Cycles.ListAsync(10, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stopped_cycle_cancels_its_turn_and_makes_no_other()
    {
        Machine.Behaviour = _ => new TaskCompletionSource<(AttemptOutcome, MapValue)>().Task;
        var request = _world.Request(Two + Endless("max-iterations: 9"));
        var cycle = await _world.Engine.Cycles.StartAsync(request, "c", Cancel);
        var driving = _world.Engine.RunToEndAsync(cycle, Cancel);
        await UntilAsync(() => Machine.Started.Count == 1);
        (await _world.Engine.Cycles.StopAsync(cycle, "enough", Cancel)).ShouldBeTrue();
        var view = await driving;
        view.StopReason.ShouldBe("cancelled");
        view.Turns.ShouldHaveSingleItem().State.ShouldBe(RunState.Cancelled);
    }

    private static string Endless(string limits) => $"\n- cycle:\n    name: c\n    pipeline: p\n    repeat-while: true\n    {limits}\n";

    private static Task UntilAsync(Func<bool> holds) => Patience.UntilAsync(holds, Cancel);

    private static Task UntilAsync(Func<Task<bool>> holds) => Patience.UntilAsync(holds, Cancel);
}

public sealed class SqliteEngineTests : EngineTests
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlEngineTests : EngineTests
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
