using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>What a cached result depends on, and what it does not.</summary>
public sealed class CacheTests : IAsyncLifetime
{
    private const string Project = """
        - step:
            name: make
            image: one
            command: make {parameters} < in
            parameters: [{name: n, type: integer, default: 1}]
            inputs: [{name: in, default: data.txt}]
            outputs: [{name: model}]
            environment-variables:
              - {name: MODE, default: fast}
              - {name: KEY, default: secret-one, secret: true}
            cache: {code: [make.py]}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
            edges: []
        """;

    private EngineWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        _world.Write("data.txt", "some rows");
        _world.Write("make.py", "print(1)");
        _world.Write("notes.txt", "nothing");
    }

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("default: 1}", "default: 2}")]
    [InlineData("outputs: [{name: model}]", "outputs: [{name: table}]")]
    [InlineData("image: one", "image: two")]
    [InlineData("make {parameters} < in", "make {parameters} <in")]
    [InlineData("default: fast", "default: slow")]
    [InlineData("{name: KEY, default", "{name: KEY2, default")]
    [InlineData("cache: {code: [make.py]}", "cache: {code: [notes.txt]}")]
    public async Task A_change_of_what_it_depends_on_is_a_miss(string before, string after) => (await RunsAfterAsync(before, after)).ShouldBe(2);

    [Theory]
    [InlineData("name: p\n", "name: q\n")]
    [InlineData("secret-one", "secret-two")]
    [InlineData("command:", "time-limit: 3h\n    command:")]
    [InlineData("command:", "description: something else\n    command:")]
    [InlineData("type: execution, step: make}", "type: execution, step: make, on-error: retry}")]
    [InlineData("cache: {code: [make.py]}", "cache: {code: [make.py], lifetime: 5h}")]
    public async Task A_change_of_anything_else_is_a_hit(string before, string after) => (await RunsAfterAsync(before, after)).ShouldBe(1);

    [Fact]
    public async Task Another_content_of_an_input_is_a_miss_and_the_same_content_under_another_time_a_hit()
    {
        await _world.RunAsync(Project);
        File.SetLastWriteTimeUtc(Path.Join(_world.Folder, "data.txt"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(1);
        _world.Write("data.txt", "other rows");
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_code_it_names_counts_and_without_names_all_of_it()
    {
        await _world.RunAsync(Project);
        _world.Write("notes.txt", "changed");
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(1);
        _world.Write("make.py", "print(2)");
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(2);
        var whole = Project.Replace("    cache: {code: [make.py]}\n", "", StringComparison.Ordinal);
        await _world.RunAsync(whole);
        _world.Write("notes.txt", "changed again");
        await _world.RunAsync(whole);
        _world.Machine.Started.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_chooses_a_Python_on_the_machine_counts()
    {
        await _world.RunAsync(Project);
        _world.ResultVariables = _world.ResultVariables.Add("VIRTUAL_ENV", "/opt/one");
        await _world.RestartAsync();
        await _world.RunAsync(Project);
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(2);
        // A step that sets it itself does not see the machine's.
        var own = Project.Replace("{name: MODE, default: fast}", "{name: VIRTUAL_ENV, default: /opt/own}", StringComparison.Ordinal);
        await _world.RunAsync(own);
        _world.ResultVariables = _world.ResultVariables.SetItem("VIRTUAL_ENV", "/opt/two");
        await _world.RestartAsync();
        await _world.RunAsync(own);
        _world.Machine.Started.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_variable_from_the_host_is_the_one_of_the_acceptance_and_counts()
    {
        var value = "north";
        _world.Host = HostVariables.OfUser(name => name == "REGION" ? value : null, []);
        await _world.RestartAsync();
        var project = Project.Replace("{name: MODE, default: fast}", "{name: REGION, from-host: true, default: nowhere}",
            StringComparison.Ordinal);
        await _world.RunAsync(project);
        await _world.RunAsync(project);
        _world.Machine.Started.ShouldHaveSingleItem().Environment["REGION"].ShouldBe("north");
        value = "south";
        await _world.RunAsync(project);
        _world.Machine.Started[^1].Environment["REGION"].ShouldBe("south");
        _world.Host = HostVariables.OfServer(_ => "kept back", []);
        await _world.RestartAsync();
        await _world.RunAsync(project);
        _world.Machine.Started[^1].Environment["REGION"].ShouldBe("nowhere");
        var required = project.Replace(", default: nowhere", ", optional: false", StringComparison.Ordinal);
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => _world.RunAsync(required));
        refusal.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("variable.not-allowed");
        refusal.Diagnostics[0].Remedy.ShouldNotBeNull().ShouldContain("--allow-secret REGION");
    }

    [Fact]
    public async Task Title_tags_and_another_run_are_no_part_of_it()
    {
        await _world.RunAsync(Project);
        await _world.RunAsync(_world.Request(Project) with { Title = "again", Tags = ["late"] });
        _world.Machine.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_step_can_opt_out_and_a_run_too()
    {
        var never = Project.Replace("cache: {code: [make.py]}", "cache: false", StringComparison.Ordinal);
        await _world.RunAsync(never);
        await _world.RunAsync(never);
        await _world.RunAsync(_world.Request(Project) with { UseCache = false });
        await _world.RunAsync(Project);
        _world.Machine.Started.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_failed_fills_nothing()
    {
        var broken = true;
        _world.Machine.Behaviour = _ => Task.FromResult((broken ? AttemptOutcome.Failed : AttemptOutcome.Succeeded, new MapValue([])));
        await _world.RunAsync(Project);
        broken = false;
        (await _world.RunAsync(Project)).State.ShouldBe(RunState.Succeeded);
        (await _world.Engine.Cache.ListAsync(10, null, EngineWorld.Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_hit_whose_content_is_gone_or_damaged_is_a_miss_that_is_told()
    {
        var run = await _world.RunAsync(Project);
        var output = (await _world.Engine.Runs.NodesAsync(run.Id, EngineWorld.Cancel))[0].Outputs[0];
        (await _world.Blobs.DeleteAsync(output.Digest, EngineWorld.Cancel)).ShouldBeTrue();
        var second = await _world.RunAsync(Project);
        second.State.ShouldBe(RunState.Succeeded);
        second.Executions.ShouldBe(1);
        (await _world.Store.Events.ReadAsync(0, 1000, null, EngineWorld.Cancel)).ShouldContain(stored => stored.Type == "cache.damaged");
        (await _world.RunAsync(Project)).Executions.ShouldBe(0);
    }

    [Fact]
    public async Task It_explains_what_differed_from_the_nearest_earlier_run_without_telling_a_secret()
    {
        await _world.RunAsync(Project);
        var run = await _world.RunAsync(Project.Replace("default: fast", "default: slow", StringComparison.Ordinal));
        var explanation = await _world.Engine.Cache.ExplainAsync(run.Id, "a", EngineWorld.Cancel);
        explanation.ShouldNotBeNull();
        explanation.Outcome.ShouldBe(CacheOutcome.Miss);
        explanation.Differences.ShouldHaveSingleItem().ShouldBe(new CacheDifference("environment MODE", "fast", "slow"));
        explanation.ToString().ShouldNotContain("secret-one");
    }

    [Fact]
    public async Task Cleared_it_knows_nothing()
    {
        await _world.RunAsync(Project);
        (await _world.Engine.Cache.ClearAsync("p", EngineWorld.Cancel)).ShouldBe(1);
        (await _world.RunAsync(Project)).Executions.ShouldBe(1);
    }

    private async Task<int> RunsAfterAsync(string before, string after)
    {
        Project.ShouldContain(before);
        await _world.RunAsync(Project);
        await _world.RunAsync(Project.Replace(before, after, StringComparison.Ordinal));
        return _world.Machine.Started.Count;
    }
}
