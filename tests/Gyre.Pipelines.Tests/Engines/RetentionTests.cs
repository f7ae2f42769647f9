using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Running;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Old attempts and runs go; what something leads to stays.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Yaml = """
        - step: {name: make, image: one, command: make, cache: false}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: make}]
            edges: []
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddDays(1);

    public async ValueTask InitializeAsync() =>
        _world = await EngineWorld.CreateAsync(
        moreTables: [.. Gyre.Tracking.TrackingStore.Migrations, .. Gyre.Datasets.DatasetService.Migrations]);

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_run_goes_with_everything_that_belongs_to_it()
    {
        var run = await _world.RunAsync(_world.Request(Yaml) with
        {
            Secrets = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "secret-of-run"),
        });
        (await RemoveAsync(TimeProvider.System.GetUtcNow().AddDays(-1))).Count.ShouldBe(0, "it is young");
        (await RemoveAsync(Soon, dryRun: true)).Count.ShouldBe(1);
        (await _world.Engine.Runs.FindAsync(run.Id, Cancel)).ShouldNotBeNull();
        (await RemoveAsync(Soon)).Count.ShouldBe(1);
        (await _world.Engine.Runs.FindAsync(run.Id, Cancel)).ShouldBeNull();
        foreach (var table in (string[])["runs", "run_plans", "node_runs", "run_numbers", "executions", "catalog_files", "sealed_values",
            "cache_questions"])
            (await CountAsync(table)).ShouldBe(0, table);
    }

    [Fact]
    public async Task A_run_with_a_cached_result_stays_until_that_is_gone()
    {
        await _world.RunAsync(Yaml.Replace(", cache: false", "", StringComparison.Ordinal));
        (await RemoveAsync(Soon)).ShouldBe(new Storage.ExpiredThings(0, Kept: 1));
        await _world.Engine.Cache.ClearAsync(null, Cancel);
        (await RemoveAsync(Soon)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_whose_file_has_an_alias_stays()
    {
        _world.Machine.Properties = static _ => ValueJson.Parse("""{"valohai.alias": "best"}""");
        await _world.RunAsync(Yaml);
        (await CountAsync("catalog_aliases")).ShouldBe(1);
        (await RemoveAsync(Soon)).ShouldBe(new Storage.ExpiredThings(0, Kept: 1));
        await _world.Store.Database.WriteAsync(session => session.Execute("DELETE FROM catalog_aliases"), Cancel);
        (await RemoveAsync(Soon)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_of_one_chain_go_together()
    {
        var (first, second) = (await _world.RunAsync(Yaml), await _world.RunAsync(Yaml));
        await _world.Store.Database.WriteAsync(session =>
            session.Execute("UPDATE runs SET parent = @parent WHERE id = @child", new { parent = first.Id, child = second.Id }), Cancel);
        await _world.Store.Database.WriteAsync(session =>
            session.Execute("UPDATE runs SET ended_at = @at WHERE id = @child", new { at = Soon.AddDays(5), child = second.Id }), Cancel);
        (await RemoveAsync(Soon)).Count.ShouldBe(0);
        (await RemoveAsync(Soon.AddDays(6))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_is_not_over_stays()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Machine.Behaviour = async _ =>
        {
            await gate.Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var run = await _world.Engine.Runs.StartAsync(_world.Request(Yaml), Cancel);
        var running = _world.Engine.RunToEndAsync(run, Cancel);
        (await RemoveAsync(Soon)).Count.ShouldBe(0);
        gate.SetResult();
        await running;
        (await RemoveAsync(Soon)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_folder_goes_when_its_run_ended_long_ago()
    {
        var run = await _world.RunAsync(Yaml);
        var order = _world.Machine.Started.ShouldHaveSingleItem();
        var folder = AttemptFolder.In(_world.Home, order.Attempt);
        Directory.CreateDirectory(folder.Root);
        await File.WriteAllTextAsync(folder.Order,
            $$"""{"attempt": "{{order.Attempt}}", "run": "{{run.Id}}", "nodePath": "a", "number": 1, "storage": {"home": "/"} }""",
            Cancel);
        await File.WriteAllTextAsync(folder.Result, "{}", Cancel);
        var attempts = new ExpiringAttempts(_world.Store.Database, _world.Home);
        (await attempts.RemoveAsync(TimeProvider.System.GetUtcNow().AddDays(-1), dryRun: false, Cancel)).Count.ShouldBe(0);
        await _world.Store.Database.WriteAsync(session => session.Execute("UPDATE runs SET state = 'Running'"), Cancel);
        (await attempts.RemoveAsync(Soon, dryRun: false, Cancel)).ShouldBe(new Storage.ExpiredThings(0, Kept: 1));
        await _world.Store.Database.WriteAsync(session => session.Execute("UPDATE runs SET state = 'Succeeded'"), Cancel);
        var plan = await attempts.RemoveAsync(Soon, dryRun: true, Cancel);
        plan.Count.ShouldBe(1);
        plan.Bytes.ShouldBeGreaterThan(50);
        Directory.Exists(folder.Root).ShouldBeTrue();
        (await attempts.RemoveAsync(Soon, dryRun: false, Cancel)).ShouldBe(plan);
        Directory.Exists(folder.Root).ShouldBeFalse();
    }

    private Task<Storage.ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun = false) =>
        new ExpiringRuns(_world.Store.Database).RemoveAsync(before, dryRun, Cancel);

    private Task<long> CountAsync(string table) =>
        _world.Store.Database.ReadAsync(session => session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM {table}"), Cancel);
}
