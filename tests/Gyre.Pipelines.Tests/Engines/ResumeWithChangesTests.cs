using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>A run that failed takes the mended project for what has not finished, or goes on with its own copy.</summary>
public sealed class ResumeWithChangesTests : IAsyncLifetime
{
    private const string Two = """
        - step: {name: first, image: none, command: first old}
        - step: {name: second, image: none, command: second old, inputs: [{name: in, optional: true}]}
        - pipeline:
            name: p
            nodes: [{name: a, type: execution, step: first}, {name: b, type: execution, step: second}]
            edges: [[a.output.*, b.input.in]]
        """;

    private EngineWorld _world = null!;
    private bool _isBroken = true;

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        _world.Machine.Behaviour = order => Task.FromResult((order.NodePath != "a" && _isBroken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
    }

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task What_has_not_finished_runs_with_the_changed_files_and_definitions()
    {
        _world.Write("code.py", "old");
        var run = await _world.RunAsync(Two);
        run.State.ShouldBe(RunState.Failed);
        _isBroken = false;
        _world.Write("code.py", "new");
        var changed = _world.Request(Two.Replace("second old", "second new", StringComparison.Ordinal).Replace("first old", "first new", StringComparison.Ordinal));
        var changes = (await _world.Engine.Runs.FindChangesAsync(run.Id, null, Cancel)).ShouldNotBeNull();
        changes.Folder.ShouldBe(_world.Folder);
        changes.Changes.Select(change => change.ToString()).ShouldBe(["code.py changed: line 1", "gyre.yaml changed: lines 1-2"]);

        (await _world.Engine.Runs.ResumeWithChangesAsync(run.Id, changed, Cancel)).ShouldBeTrue();
        var done = await _world.Engine.RunToEndAsync(run.Id, Cancel);
        done.State.ShouldBe(RunState.Succeeded);
        done.Revision.ShouldNotBe(run.Revision);
        _world.Machine.StartedPaths.ShouldBe(["a", "b", "b"]);
        _world.Machine.Started[2].Commands.ShouldBe(["second new"]);
        _world.Machine.Started[2].Code.ShouldNotBe(_world.Machine.Started[1].Code);
        var nodes = await _world.Engine.Runs.NodesAsync(run.Id, Cancel);
        nodes[0].Commands.ShouldBe(["first old"]);
        nodes[1].Commands.ShouldBe(["second new"]);
        var resumed = (await _world.Store.Events.ReadAsync(0, 1000, $"run/{run.Id}", Cancel)).Single(stored => stored.Type == "run.resumed");
        resumed.Data.ShouldContain($"\"revision\":\"{done.Revision}\"");
        (await _world.Engine.Runs.FindChangesAsync(run.Id, null, Cancel)).ShouldNotBeNull().Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_them_the_run_goes_on_with_its_own_copy()
    {
        _world.Write("code.py", "old");
        var run = await _world.RunAsync(Two);
        _isBroken = false;
        _world.Write("code.py", "new");
        await _world.Engine.Runs.ResumeAsync(run.Id, Cancel);
        (await _world.Engine.RunToEndAsync(run.Id, Cancel)).State.ShouldBe(RunState.Succeeded);
        _world.Machine.Started[2].Code.ShouldBe(_world.Machine.Started[1].Code);
    }

    [Fact]
    public async Task The_code_that_was_left_behind_is_kept_as_long_as_the_run()
    {
        _world.Write("code.py", "the first version");
        var run = await _world.RunAsync(Two);
        _world.Write("code.py", "the second version");
        await _world.Engine.Runs.ResumeWithChangesAsync(run.Id, _world.Request(Two), Cancel);
        var kept = await _world.Engine.Content.InUseAsync(Cancel).ToListAsync(Cancel);
        kept.ShouldContain(Digest.Of("the first version"));
        kept.ShouldContain(Digest.Of("the second version"));
    }

    [Fact]
    public async Task The_trials_of_a_sweep_that_had_begun_keep_their_values_and_take_the_new_command()
    {
        const string Sweep = """
            - step:
                name: make
                image: none
                command: old {parameters}
                parameters: [{name: n, type: integer, default: 1}]
            - task: {name: two, step: make, parameters: [{name: n, style: multiple, rules: {items: [1, 2]}}]}
            - pipeline:
                name: p
                nodes: [{name: sweep, type: task, task: two}]
                edges: []
            """;
        _world.Machine.Behaviour = order => Task.FromResult((order.NodePath == "sweep[1]" && _isBroken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
        var run = await _world.RunAsync(Sweep);
        _isBroken = false;
        (await _world.Engine.Runs.ResumeWithChangesAsync(run.Id, _world.Request(Sweep.Replace("old", "new", StringComparison.Ordinal)), Cancel)).ShouldBeTrue();
        var done = await _world.Engine.RunToEndAsync(run.Id, Cancel);
        done.State.ShouldBe(RunState.Succeeded, done.Reason);
        _world.Machine.Started.Count.ShouldBe(3);
        _world.Machine.Started[2].NodePath.ShouldBe("sweep[1]");
        _world.Machine.Started[2].Commands.ShouldHaveSingleItem().ShouldBe("new --n=2");
    }

    [Theory]
    [InlineData("{name: b, type: execution, step: second}", "{name: c, type: execution, step: second}", "[a.output.*, b.input.in]", "[a.output.*, c.input.in]", "'b', 'c'")]
    [InlineData("edges: [[a.output.*, b.input.in]]", "edges: []", "", "", "'b'")]
    public async Task Another_graph_is_refused_and_changes_nothing(string before, string after, string edge, string other, string named)
    {
        var run = await _world.RunAsync(Two);
        var text = Two.Replace(before, after, StringComparison.Ordinal);
        var changed = _world.Request(edge.Length > 0 ? text.Replace(edge, other, StringComparison.Ordinal) : text);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.ResumeWithChangesAsync(run.Id, changed, Cancel));
        refused.Diagnostics[0].Code.ShouldBe("resume.graph");
        refused.Diagnostics[0].Message.ShouldContain(named);
        (await _world.Engine.Runs.FindAsync(run.Id, Cancel)).ShouldNotBeNull().Revision.ShouldBe(run.Revision);
        (await _world.Engine.RunToEndAsync(run.Id, Cancel)).State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public async Task A_run_that_is_over_well_takes_nothing()
    {
        _isBroken = false;
        var run = await _world.RunAsync(Two);
        (await _world.Engine.Runs.ResumeWithChangesAsync(run.Id, _world.Request(Two), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_code_of_two_runs_is_compared_file_by_file()
    {
        _isBroken = false;
        _world.Write("same.py", "same");
        _world.Write("gone.py", "gone");
        _world.Write("data.bin", "a\0b");
        var first = await _world.RunAsync(Two);
        File.Delete(Path.Join(_world.Folder, "gone.py"));
        _world.Write("new.py", "new");
        _world.Write("data.bin", "a\0c");
        var second = await _world.RunAsync(Two);
        (await _world.Engine.Runs.CompareCodeAsync(first.Id, second.Id, Cancel)).ShouldNotBeNull().Select(change => change.ToString())
            .ShouldBe(["data.bin changed", "gone.py removed", "new.py added"]);
        (await _world.Engine.Runs.CompareCodeAsync(first.Id, first.Id, Cancel)).ShouldNotBeNull().ShouldBeEmpty();
    }
}
