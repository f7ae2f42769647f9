using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>What runs read and made, on every store.</summary>
public abstract class RunLineageConformance : IAsyncLifetime
{
    private const string Two = """
        - step: {name: make, image: none, command: make, inputs: [{name: in, optional: true}]}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: make}, {name: b, type: execution, step: make}]
            edges: [[a.output.*, b.input.in]]
        """;

    private const string Trials = """
        - step: {name: make, image: none, command: make, inputs: [{name: in, optional: true}]}
        - step:
            name: try
            image: none
            command: try {parameters}
            parameters: [{name: n, type: integer, default: 1}]
            inputs: [{name: in, optional: true}]
        - task: {name: two, step: try, parameters: [{name: n, style: multiple, rules: {items: [1, 2]}}]}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: make}, {name: sweep, type: task, task: two}]
            edges: [[a.output.*, sweep.input.in]]
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync(await NewStoreAsync(), records: true);

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Content_is_followed_from_node_to_node()
    {
        var run = await _world.RunAsync(Two);
        var first = await OutputOfAsync(run.Id, "a");
        var second = await OutputOfAsync(run.Id, "b");

        var between = await FindAsync(LineageKind.Artifact, first);
        (between.Id, between.Name).ShouldBe((first, "out.txt"));
        between.MadeFrom.ShouldBe([new LineageLink(LineageKind.NodeRun, $"{run.Id}/a", "a", "source")]);
        between.LedTo.ShouldBe([new LineageLink(LineageKind.NodeRun, $"{run.Id}/b", "b", "reader")]);

        var node = await FindAsync(LineageKind.NodeRun, $"{run.Id}/b");
        node.MadeFrom.ShouldBe([new LineageLink(LineageKind.Artifact, first, "out.txt", "input")]);
        node.LedTo.ShouldBe(
        [
            new LineageLink(LineageKind.Artifact, second, "out.txt", "output"),
            new LineageLink(LineageKind.Run, NodeRecorder.IdOf(run.Id, "b"), "b", "recorded"),
        ]);

        var whole = await FindAsync(LineageKind.PipelineRun, run.Id.ToString());
        whole.Name.ShouldBe("p");
        whole.MadeFrom.ShouldBeEmpty("what it read it had made itself");
        whole.LedTo.Select(static link => (link.Kind, link.Id, link.Relation)).ShouldBe(
        [
            .. new[] { first, second }.Order(StringComparer.Ordinal).Select(static digest => (LineageKind.Artifact, digest, "output")),
            (LineageKind.Run, NodeRecorder.IdOf(run.Id), "recorded"),
        ]);
    }

    [Fact]
    public async Task What_comes_from_the_cache_leads_to_the_node_run_that_made_it()
    {
        var run = await _world.RunAsync(Two);
        var again = await _world.RunAsync(Two);
        (await _world.Engine.Runs.NodesAsync(again.Id, Cancel)).ShouldAllBe(static node => node.Cache == CacheOutcome.Hit);
        var first = await OutputOfAsync(run.Id, "a");
        (await FindAsync(LineageKind.NodeRun, $"{again.Id}/a")).LedTo.ShouldContain(
            new LineageLink(LineageKind.Artifact, first, "out.txt", "output"));
        var content = await FindAsync(LineageKind.Artifact, first);
        content.MadeFrom.Select(static link => link.Id).ShouldBe([$"{run.Id}/a"]);
        content.LedTo.Select(static link => link.Id).ShouldBe([$"{run.Id}/b", $"{again.Id}/b"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_trial_reads_what_its_task_reads()
    {
        var run = await _world.RunAsync(Trials);
        var first = await OutputOfAsync(run.Id, "a");
        (await FindAsync(LineageKind.NodeRun, $"{run.Id}/sweep[1]")).MadeFrom.ShouldBe([new LineageLink(LineageKind.Artifact, first, "out.txt", "input")]);
    }

    [Fact]
    public async Task After_a_resumption_only_what_counts_is_there()
    {
        var isBroken = true;
        _world.Machine.Behaviour = order => Task.FromResult(
            (order.NodePath == "b" && isBroken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
        var run = await _world.RunAsync(Two);
        (await FindAsync(LineageKind.NodeRun, $"{run.Id}/b")).LedTo.ShouldAllBe(static link => link.Relation == "recorded");
        isBroken = false;
        await _world.Engine.Runs.ResumeAsync(run.Id, Cancel);
        await _world.Engine.RunToEndAsync(run.Id, Cancel);
        (await FindAsync(LineageKind.NodeRun, $"{run.Id}/b")).LedTo.Count(static link => link.Relation == "output").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_there_or_not_of_the_project_is_not_found()
    {
        var run = await _world.RunAsync(Two);
        var project = (await _world.Engine.Runs.FindAsync(run.Id, Cancel))!.Project;
        var first = await OutputOfAsync(run.Id, "a");
        foreach (var (kind, id) in new[]
                 {
                     (LineageKind.Artifact, first), (LineageKind.PipelineRun, run.Id.ToString()), (LineageKind.NodeRun, $"{run.Id}/a"),
                 })
        {
            (await _world.Engine.Lineage.FindAsync(kind, id, project, Cancel)).ShouldNotBeNull();
            (await _world.Engine.Lineage.FindAsync(kind, id, "other", Cancel)).ShouldBeNull();
        }
        (await _world.Engine.Lineage.FindAsync(LineageKind.NodeRun, $"{run.Id}/c", null, Cancel)).ShouldBeNull();
        (await _world.Engine.Lineage.FindAsync(LineageKind.NodeRun, run.Id.ToString(), null, Cancel)).ShouldBeNull();
        (await _world.Engine.Lineage.FindAsync(LineageKind.PipelineRun, "none", null, Cancel)).ShouldBeNull();
        (await _world.Engine.Lineage.FindAsync(LineageKind.Artifact, "none", null, Cancel)).ShouldBeNull();
        (await _world.Engine.Lineage.FindAsync(LineageKind.Artifact, "sha256:" + new string('0', 64), null, Cancel)).ShouldBeNull();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _world.Engine.Lineage.FindAsync(LineageKind.Dataset, "d", null, Cancel));
    }

    protected abstract Task<string?> NewStoreAsync();

    private async Task<LineageView> FindAsync(LineageKind kind, string id) =>
        (await _world.Engine.Lineage.FindAsync(kind, id, null, Cancel)).ShouldNotBeNull();

    private async Task<string> OutputOfAsync(RunId run, string path) =>
        (await _world.Engine.Runs.NodesAsync(run, Cancel)).Single(node => node.Path == path).Outputs[0].Digest.ToString();
}

public sealed class SqliteRunLineageConformanceTests : RunLineageConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgreSqlRunLineageConformanceTests : RunLineageConformance
{
    protected override async Task<string?> NewStoreAsync()
    {
        var server = await PostgresServer.SharedAsync();
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }
}
