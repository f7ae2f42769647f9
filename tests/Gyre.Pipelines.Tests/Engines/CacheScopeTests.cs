using Gyre.Core;
using Gyre.Pipelines.Cache;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Who shares results: by default the pipelines of a project.</summary>
public sealed class CacheScopeTests : IAsyncLifetime
{
    private const string Project = """
        - step: {name: make, image: none, command: make}
        - pipeline: {name: one, nodes: [{name: a, type: execution, step: make}], edges: []}
        - pipeline: {name: two, nodes: [{name: b, type: execution, step: make}], edges: []}
        - pipeline: {name: three, cache-scope: pipeline, nodes: [{name: c, type: execution, step: make}], edges: []}

        """;

    private EngineWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("", "one two", 1)]
    [InlineData("", "one one", 1)]
    [InlineData("", "one three", 2)]
    [InlineData("", "three three", 1)]
    [InlineData("- settings: {cache-scope: project}\n", "one two", 1)]
    [InlineData("- settings: {cache-scope: pipeline}\n", "one two", 2)]
    [InlineData("- settings: {cache-scope: home}\n", "one two", 1)]
    [InlineData("- settings: {cache-scope: home}\n", "one three", 2)]
    [InlineData("", "one two@elsewhere", 2)]
    [InlineData("- settings: {cache-scope: pipeline}\n", "one one@elsewhere", 2)]
    [InlineData("- settings: {cache-scope: home}\n", "one two@elsewhere", 1)]
    public async Task A_result_is_shared_as_far_as_the_file_says(string settings, string runs, int started)
    {
        foreach (var run in runs.Split(' '))
        {
            var request = _world.Request(settings + Project) with { Pipeline = run.Split('@')[0], ProjectName = run.Contains('@', StringComparison.Ordinal) ? "elsewhere" : "here" };
            (await _world.RunAsync(request)).State.ShouldBe(RunState.Succeeded);
        }
        _world.Machine.Started.Count.ShouldBe(started);
    }

    [Fact]
    public async Task What_an_earlier_program_kept_by_the_pipeline_s_name_is_found_by_the_default()
    {
        var request = _world.Request(Project);
        // As programs did that knew no scopes.
        var old = request with { Project = request.Project with { Pipelines = [.. request.Project.Pipelines.Select(pipeline => pipeline with { CacheScope = null })] } };
        await _world.RunAsync(old);
        var run = await _world.RunAsync(request);
        run.Executions.ShouldBe(0);
        _world.Machine.Started.Count.ShouldBe(1);
        // Whoever asks for a scope gets it.
        await _world.RunAsync(_world.Request("- settings: {cache-scope: pipeline}\n" + Project));
        _world.Machine.Started.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_says_what_differs_as_the_explanation_does_afterwards()
    {
        const string WithCode = """
            - step:
                name: make
                image: one
                command: make {parameters} < in
                parameters: [{name: n, type: integer, default: 1}]
                inputs: [{name: in, default: data.txt}]
            - pipeline: {name: p, nodes: [{name: a, type: execution, step: make}], edges: []}
            """;
        _world.Write("data.txt", "rows");
        _world.Write("train.py", string.Join('\n', Enumerable.Range(1, 12).Select(line => $"line {line}")));
        var first = await _world.RunAsync(WithCode);
        _world.Write("train.py", string.Join('\n', Enumerable.Range(1, 12).Select(line => line is >= 3 and <= 9 ? $"other {line}" : $"line {line}")));
        var changed = _world.Request(WithCode.Replace("default: 1}", "default: 2}", StringComparison.Ordinal).Replace("image: one", "image: two", StringComparison.Ordinal));
        var planned = (await _world.Engine.Runs.PlanAsync(changed, EngineWorld.Cancel)).ShouldHaveSingleItem();
        planned.Action.ShouldBe("run");
        planned.Reason.ShouldContain("train.py changed: lines 3-9");
        planned.Reason.ShouldContain("gyre.yaml changed: line");
        planned.Reason.ShouldContain("parameter n: 1 -> 2");
        planned.Reason.ShouldContain("image: one -> two");
        planned.Reason.ShouldNotContain("input");

        var run = await _world.RunAsync(changed);
        var explained = (await _world.Engine.Cache.ExplainAsync(run.Id, "a", EngineWorld.Cancel)).ShouldNotBeNull();
        explained.Nearest.ShouldBe(first.Id);
        Differences.InWords(explained.Differences).ShouldBe(planned.Reason);
        explained.Differences.Single(difference => difference.Part == "code").Detail.ShouldNotBeNull().ShouldContain("train.py changed: lines 3-9");

        _world.Write("data.txt", "other rows");
        (await _world.Engine.Runs.PlanAsync(changed, EngineWorld.Cancel)).ShouldHaveSingleItem().Reason.ShouldContain("input in changed");
        _world.Write("data.txt", "rows");
        (await _world.Engine.Runs.PlanAsync(changed, EngineWorld.Cancel)).ShouldHaveSingleItem().Action.ShouldBe("hit");
    }

    [Fact]
    public async Task A_node_that_never_ran_has_nothing_to_compare_with() =>
        (await _world.Engine.Runs.PlanAsync(_world.Request(Project), EngineWorld.Cancel)).ShouldHaveSingleItem().Reason.ShouldBe("no earlier result has the same key");
}
