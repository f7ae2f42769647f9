using Gyre.Core;
using Gyre.Datasets;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Runs that steps start, what they leave behind, and what later runs take over; each store inherits.</summary>
public abstract class TurnTests : IAsyncLifetime
{
    private const string Project = """
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

    private DatasetService Datasets => new(_world.Store.Database);

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync(await NewStoreAsync());

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string?> NewStoreAsync();

    [Fact]
    public async Task A_run_that_a_step_starts_is_the_next_turn_of_its_chain()
    {
        var first = await HoldAsync(_world.Request(Project));
        var second = await StartAsync(first, "turn 2");
        first.Release();
        await _world.Engine.RunToEndAsync(first.Run, Cancel);
        var view = await _world.Engine.Runs.FindAsync(second, Cancel);
        (view!.Parent, view.Turn, view.Title).ShouldBe((first.Run, 2, "turn 2"));
        var cycle = await _world.Engine.RunToEndAsync(view.Cycle!.Value, Cancel);
        cycle.ByHand.ShouldBeTrue();
        cycle.Turns.Select(turn => turn.Run).ShouldBe([first.Run, second]);
        (cycle.StopReason, cycle.StopDetail).ShouldBe(("condition", "turn 2 did not start another turn"));
    }

    [Fact]
    public async Task Another_attempt_of_a_node_gets_the_run_that_the_first_one_started()
    {
        var first = await HoldAsync(_world.Request(Project));
        var second = await StartAsync(first, "turn 2");
        var again = first with { Attempt = new AttemptId(Guid.NewGuid()) };
        (await StartAsync(again, "another title")).ShouldBe(second);
        var third = await StartAsync(again, "turn 3");
        third.ShouldNotBe(second);
        (await StartAsync(first, "turn 3 too")).ShouldBe(third, "the second one of each attempt is one");
        first.Release();
    }

    [Fact]
    public async Task A_chain_takes_no_more_turns_than_it_may_until_a_person_raises_the_limit()
    {
        var first = await HoldAsync(_world.Request(Project) with { Limits = new CycleLimits { MaxIterations = 2 } });
        await StartAsync(first, "turn 2");
        (await Should.ThrowAsync<TurnRefusedException>(() => StartAsync(first, "turn 3"))).Code.ShouldBe("cycle.max-iterations");
        var cycle = (await _world.Engine.Runs.FindAsync(first.Run, Cancel))!.Cycle!.Value;
        (await _world.Engine.Cycles.FindAsync(cycle, Cancel))!.StopReason.ShouldBe("max-iterations");
        (await Should.ThrowAsync<TurnRefusedException>(() => StartAsync(first, "turn 3"))).Code.ShouldBe("cycle.closed");
        (await _world.Engine.Cycles.ResumeAsync(cycle, 3, Cancel)).ShouldBeTrue();
        await StartAsync(first, "turn 3");
        first.Release();
        (await _world.Engine.RunToEndAsync(cycle, Cancel)).Turns.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_person_who_stops_the_chain_closes_it()
    {
        var first = await HoldAsync(_world.Request(Project));
        await StartAsync(first, "turn 2");
        var cycle = (await _world.Engine.Runs.FindAsync(first.Run, Cancel))!.Cycle!.Value;
        (await _world.Engine.Cycles.StopAsync(cycle, "enough", Cancel)).ShouldBeTrue();
        var refused = await Should.ThrowAsync<TurnRefusedException>(() => StartAsync(first, "turn 3"));
        refused.Code.ShouldBe("cycle.closed");
        refused.Message.ShouldContain("enough");
        first.Release();
    }

    [Fact]
    public async Task A_step_that_started_a_run_is_not_answered_from_the_cache()
    {
        var first = await HoldAsync(_world.Request(Project));
        _world.Machine.Behaviour = static _ => Task.FromResult((AttemptOutcome.Failed, new MapValue([])));
        await StartAsync(first, "turn 2");
        first.Release();
        await _world.Engine.RunToEndAsync(first.Run, Cancel);
        var again = await _world.RunAsync(_world.Request(Project));
        (await _world.Engine.Runs.NodesAsync(again.Id, Cancel)).Single(node => node.Path == "a").Cache.ShouldBe(CacheOutcome.Miss, "the first run's step succeeded, and turn 2 leaves nothing in the cache");
    }

    [Fact]
    public async Task What_is_left_behind_is_in_the_catalog_under_the_id_that_steps_see()
    {
        _world.Machine.Properties = static path => ValueJson.Parse($$"""{"valohai.tags": ["t"], "valohai.alias": "best", "valohai.dataset-versions": ["dataset://set/v-{{path}}"], "score": 1}""");
        var run = await _world.RunAsync(_world.Request(Project));
        var nodes = await _world.Engine.Runs.NodesAsync(run.Id, Cancel);
        var catalog = _world.Engine.Catalog;
        var file = (await catalog.FindAsync(CatalogIds.Of(nodes[0].Attempt!.Value, "out.txt"), Cancel)).ShouldNotBeNull();
        nodes[1].Inputs[0].Files[0].Uri.ShouldBe($"datum://{file.Id:D}");
        (file.Digest, file.NodePath, file.Run).ShouldBe((nodes[0].Outputs[0].Digest, "a", run.Id));
        file.Tags.ShouldBe(["t"]);
        (await catalog.ResolveAsync(run.Project, "best", Cancel))!.NodePath.ShouldBe("b", "the alias moved on");
        (await catalog.AliasHistoryAsync(run.Project, "best", Cancel)).Count.ShouldBe(2);
        (await Datasets.VersionsAsync(run.Project, "set", Cancel)).Select(version => version.Version).ShouldBe(["v-b", "v-a"]);
        (await Datasets.FindVersionAsync(run.Project, "set", "latest",
            Cancel))!.Files.ShouldBe([CatalogIds.Of(nodes[1].Attempt!.Value, "out.txt")]);
        (await catalog.ListAsync(new CatalogQuery { Tag = "t" }, Cancel)).Count.ShouldBe(2);
        (await catalog.FindExecutionAsync(nodes[0].Attempt!.Value, Cancel))!.NodePath.ShouldBe("a");
        (await catalog.RunNumberAsync(run.Id, Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_dataset_version_takes_no_more_files()
    {
        _world.Machine.Properties = static _ => ValueJson.Parse("""{"valohai.dataset-versions": ["dataset://set/one"]}""");
        var run = await _world.RunAsync(_world.Request(Project));
        (await Datasets.VersionsAsync(run.Project, "set", Cancel)).ShouldHaveSingleItem().Files.Length.ShouldBe(1);
        var events = await _world.Store.Events.ReadAsync(0, 1000, null, Cancel);
        events.ShouldContain(entry => entry.Type == "file.property-refused" && entry.Data.Contains("closed", StringComparison.Ordinal));
        events.Count(entry => entry.Type == "dataset.version-created").ShouldBe(1);
    }

    [Fact]
    public async Task A_dataset_version_that_begins_with_an_unknown_one_is_not_made_at_all()
    {
        _world.Machine.Properties = static _ => ValueJson.Parse("""{"valohai.dataset-versions": [{"uri": "dataset://set/two", "from": "one"}]}""");
        var run = await _world.RunAsync(_world.Request(Project));
        (await Datasets.VersionsAsync(run.Project, "set", Cancel)).ShouldBeEmpty();
        (await _world.Store.Events.ReadAsync(0, 1000, null, Cancel)).ShouldContain(
            entry => entry.Type == "file.property-refused" && entry.Data.Contains("was not created", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_stands_in_with_what_an_earlier_execution_came_to()
    {
        var before = await _world.RunAsync(_world.Request(Project));
        var taken = (await _world.Engine.Runs.NodesAsync(before.Id, Cancel))[0];
        var started = _world.Machine.Started.Count;
        var request = _world.Request(Project);
        var pipeline = request.Project.Pipelines[0];
        var graph = pipeline.Graph with { Nodes = [new ReusedNode { Name = "a", Source = taken.Attempt.ToString()! }, .. pipeline.Graph.Nodes[1..]] };
        var run = await _world.RunAsync(request with { Definition = pipeline with { Graph = graph }, UseCache = false });
        run.State.ShouldBe(RunState.Succeeded);
        var nodes = await _world.Engine.Runs.NodesAsync(run.Id, Cancel);
        (nodes[0].Cache, nodes[0].Attempt, nodes[0].Step).ShouldBe((CacheOutcome.Reused, taken.Attempt, "make"));
        nodes[0].Commands.ShouldBe(taken.Commands);
        nodes[1].Inputs[0].Files[0].Digest.ShouldBe(taken.Outputs[0].Digest);
        (_world.Machine.Started.Count - started).ShouldBe(1, "only the second node ran");
        var missing = graph with { Nodes = [new ReusedNode { Name = "a", Source = Guid.Empty.ToString() }, .. graph.Nodes[1..]] };
        (await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.StartAsync(request with { Definition = pipeline with { Graph = missing } }, Cancel)))
            .Diagnostics[0].Code.ShouldBe("node.reuse");
    }

    [Fact]
    public async Task Only_those_who_are_named_may_answer()
    {
        const string Asking = """
            - pipeline:
                name: p
                nodes: [{name: ask, type: approval, question: go on, approval: {expires: 30d, on-expiry: approve, approvers: [ann, bob]}}]
                edges: []
            """;
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Asking), Cancel);
        var driving = _world.Engine.RunToEndAsync(run, Cancel);
        await Patience.UntilAsync(async () => (await _world.Engine.Runs.NodesAsync(run, Cancel))[0].State == NodeRunState.AwaitingApproval, Cancel);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.DecideApprovalAsync(run, "ask", new ApprovalDecision(true, "eve", null), Cancel));
        refused.Diagnostics[0].Remedy.ShouldBe("Allowed: ann, bob.");
        (await _world.Engine.Runs.DecideApprovalAsync(run, "ask", new ApprovalDecision(true, "bob", "fine"), Cancel)).ShouldBeTrue();
        (await driving).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task One_node_can_be_ended_and_counts_as_failed()
    {
        var held = await HoldAsync(_world.Request(Project));
        (await _world.Engine.Runs.CancelNodeAsync(held.Run, "a", "stopped by hand", Cancel)).ShouldBeTrue();
        var run = await _world.Engine.RunToEndAsync(held.Run, Cancel);
        run.State.ShouldBe(RunState.Failed);
        run.Reason!.ShouldContain("stopped by hand");
        (await _world.Engine.Runs.CancelNodeAsync(held.Run, "a", "again", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_that_a_step_starts_takes_over_nothing_of_another_project()
    {
        var other = await _world.Engine.Runs.StartAsync(_world.Request(Project) with { ProjectName = "other" }, Cancel);
        (await _world.Engine.RunToEndAsync(other, Cancel)).State.ShouldBe(RunState.Succeeded);
        var source = (await _world.Engine.Runs.NodeAsync(other, "a", Cancel))!.Attempt!.Value.ToString();
        var held = await HoldAsync(_world.Request(Project, ("a.n", Value.Of(3))));
        var request = _world.Request(Project) with
        {
            Definition = new Pipeline { Name = "again", Graph = new Graph { Nodes = [new ReusedNode { Name = "a", Source = source }] } },
        };
        var refused = await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Cycles.StartTurnAsync(
            request with { Folder = "" }, new StepOrigin(held.Run, "a", held.Attempt), Cancel));
        refused.Diagnostics[0].Message.ShouldContain("no execution or node");
        (await _world.Engine.Runs.StartAsync(request, Cancel)).ShouldNotBe(other, "people may");
        held.Release();
    }

    private Task<RunId> StartAsync(Held held, string title)
    {
        // Another value, so that what its steps come to is no answer for the first turn's.
        var request = _world.Request(Project, ("a.n", Value.Of(2))) with { Folder = "", Title = title };
        return _world.Engine.Cycles.StartTurnAsync(request, new StepOrigin(held.Run, "a", held.Attempt), Cancel);
    }

    /// <summary>Starts a run whose first node works until it is released.</summary>
    private async Task<Held> HoldAsync(StartRun request)
    {
        var reached = new TaskCompletionSource<AttemptOrder>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Machine.Behaviour = async order =>
        {
            if (order.NodePath == "a" && reached.TrySetResult(order))
                await release.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var run = await _world.Engine.Runs.StartAsync(request, Cancel);
        _ = _world.Engine.RunToEndAsync(run, Cancel);
        return new Held(run, (await reached.Task).Attempt, () => release.TrySetResult());
    }

    private sealed record Held(RunId Run, AttemptId Attempt, Action Release);
}

public sealed class SqliteTurnTests : TurnTests
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlTurnTests : TurnTests
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        if (server is null)
            Assert.Skip(PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
