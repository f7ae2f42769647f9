using System.Net;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Server.Tests;

public sealed class RunsTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_run_of_a_folder_is_started_and_shown()
    {
        var folder = _home.ProjectFolder();
        var answer = await _home.PostAsync("/api/v1/runs", $$"""{"parameters": {"train.x": 1, "y": 1.0}, "folder": "{{folder}}", "pipeline": "main", "title": "first"}""");
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var run = answer.As<RunInfo>();
        run.Title.ShouldBe("first");
        answer.Headers["Location"].ShouldBe($"/api/v1/runs/{run.RunId}");
        _home.Engine.Started.TryDequeue(out var started).ShouldBeTrue();
        started.Folder.ShouldBe(folder);
        started.UseCache.ShouldBeTrue();
        started.ProjectName.ShouldBe("demo");
        ValueJson.Write(started.Parameters).ShouldBe("""{"train.x":1,"y":1.0}""");

        (await _home.GetAsync($"/api/v1/runs/{run.RunId}")).As<RunInfo>().RunId.ShouldBe(run.RunId);
        (await _home.PostAsync("/api/v1/runs", """{"project": "demo", "pipeline": "main"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Json_is_snake_case_with_kebab_case_words()
    {
        var run = _home.Engine.Add();
        _home.Engine.AddNode(run.Id, "wait", NodeRunState.AwaitingApproval);
        var json = (await _home.GetAsync($"/api/v1/runs/{run.Id}")).Json;
        json["run_id"]!.GetValue<string>().ShouldBe(run.Id.ToString());
        json["parent_run_id"].ShouldBeNull();
        json["state"]!.GetValue<string>().ShouldBe("running");
        json["parameters"]!["bad"]!["$float"]!.GetValue<string>().ShouldBe("nan");
        (await _home.GetAsync($"/api/v1/runs/{run.Id}/nodes")).Json["nodes"]![0]!["state"]!.GetValue<string>().ShouldBe("awaiting-approval");
    }

    [Fact]
    public async Task An_unknown_pipeline_is_refused_with_its_name()
    {
        var folder = _home.ProjectFolder();
        var problem = (await _home.PostAsync("/api/v1/runs", $$"""{"folder": "{{folder}}", "pipeline": "nope"}""")).ShouldBeProblem(400, "pipeline.unknown");
        problem.Errors.ShouldHaveSingleItem().Message.ShouldContain("nope");
    }

    [Fact]
    public async Task A_project_with_errors_is_refused_with_their_lines()
    {
        var folder = _home.ProjectFolder("broken", "- step:\n    name: [\n");
        var problem = (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{folder}}"}""")).ShouldBeProblem(400, "yaml.syntax");
        problem.Errors[0].File.ShouldBe("gyre.yaml");
        problem.Errors[0].Line.ShouldNotBeNull().ShouldBeGreaterThan(0);
        (await _home.GetAsync("/api/v1/projects")).As<ProjectList>().Projects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("relative/folder")]
    [InlineData("/tmp/../etc")]
    [InlineData("/no/such/folder/anywhere")]
    [InlineData("")]
    [InlineData("/tmp/a\\u0007b")]
    public async Task Folders_that_are_none_are_refused(string folder)
    {
        var problem = (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{folder}}"}""")).ShouldBeProblem(400, "project.folder");
        problem.Errors[0].Path.ShouldBe("folder");
    }

    [Fact]
    public async Task A_project_is_registered_once_per_name_in_any_spelling()
    {
        var folder = _home.ProjectFolder("Café");
        (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{folder}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
        (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{folder}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
        var other = _home.ProjectFolder("other");
        (await _home.PostAsync("/api/v1/projects", $$"""{"folder": "{{other}}", "name": "CAFE\u0301"}""")).ShouldBeProblem(409, "project.taken");
        var project = (await _home.GetAsync("/api/v1/projects/Caf%C3%A9")).As<ProjectInfo>();
        project.Pipelines.ShouldHaveSingleItem().Nodes.ShouldBe(["train"]);
        (await _home.SendAsync(HttpMethod.Delete, "/api/v1/projects/Caf%C3%A9")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.GetAsync("/api/v1/projects/Caf%C3%A9")).ShouldBeProblem(404, "project.unknown");
    }

    [Fact]
    public async Task Pages_of_runs_follow_each_other_without_gap_or_double()
    {
        var ids = Enumerable.Range(0, 25).Select(_ => _home.Engine.Add().Id).ToHashSet();
        var seen = new List<RunId>();
        string? cursor = null;
        do
        {
            var page = (await _home.GetAsync($"/api/v1/runs?limit=10{(cursor is null ? "" : $"&cursor={cursor}")}")).As<RunPage>();
            seen.AddRange(page.Runs.Select(run => run.RunId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        seen.Count.ShouldBe(25);
        seen.ToHashSet().SetEquals(ids).ShouldBeTrue();
    }

    [Theory]
    [InlineData("limit=0", "query.limit")]
    [InlineData("limit=-1", "query.limit")]
    [InlineData("limit=2147483648", "query.limit")]
    [InlineData("limit=1001", "query.limit")]
    [InlineData("limit=1e2", "query.limit")]
    [InlineData("limit=1&limit=2", "query.twice")]
    [InlineData("max=1", "query.unknown")]
    [InlineData("cursor=abc", "query.cursor")]
    [InlineData("cursor=", "query.cursor")]
    [InlineData("state=ended", "query.state")]
    [InlineData("state=failed,", "query.state")]
    [InlineData("order_by=title", "query.order_by")]
    [InlineData("order_by=--ended", "query.order_by")]
    [InlineData("since=yesterday", "query.since")]
    [InlineData("offset=-1", "query.offset")]
    [InlineData("offset=10000001", "query.offset")]
    [InlineData("waiting=yes", "query.waiting")]
    [InlineData("count=1", "query.count")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "query.cursor")]
    [InlineData("cursor=AAAA%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20", "query.cursor")]
    public async Task Lists_refuse_limits_and_cursors_that_are_none(string query, string code) =>
        (await _home.GetAsync($"/api/v1/runs?{query}")).ShouldBeProblem(400, code);

    [Fact]
    public async Task Lists_are_filtered_counted_and_read_from_any_place()
    {
        for (var i = 0; i < 12; i++)
            _home.Engine.Add(i % 3 == 0 ? RunState.Failed : RunState.Succeeded, title: $"night {i}", project: i < 6 ? "a" : "b");
        var failed = (await _home.GetAsync("/api/v1/runs?state=failed&count=true&limit=2")).As<RunPage>();
        (failed.Count, failed.Runs.Count).ShouldBe((4, 2));
        var rest = (await _home.GetAsync($"/api/v1/runs?state=failed&limit=10&cursor={failed.NextCursor}")).As<RunPage>();
        rest.Runs.Concat(failed.Runs).Select(static run => run.State).Distinct().ShouldBe(["failed"]);
        (rest.Runs.Count, rest.Count).ShouldBe((2, null));
        (await _home.GetAsync("/api/v1/runs?state=failed,succeeded&project=b&count=true")).As<RunPage>().Count.ShouldBe(6);
        (await _home.GetAsync("/api/v1/runs?text=NIGHT%2011")).As<RunPage>().Runs.ShouldHaveSingleItem().Title.ShouldBe("night 11");
        (await _home.GetAsync("/api/v1/runs?offset=10&limit=5")).As<RunPage>().Runs.Count.ShouldBe(2);
        (await _home.GetAsync($"/api/v1/runs?offset=1&cursor={failed.NextCursor}")).ShouldBeProblem(400, "query.offset");
        (await _home.GetAsync($"/api/v1/runs?text={new string('x', 501)}")).ShouldBeProblem(400, "query.text");
    }

    [Theory]
    [InlineData("created")]
    [InlineData("-created")]
    [InlineData("ended")]
    [InlineData("-duration")]
    [InlineData("state")]
    [InlineData("-pipeline")]
    public async Task Lists_in_any_order_are_read_to_the_end_with_each_run_once(string order)
    {
        for (var i = 0; i < 12; i++)
            _home.Engine.Add(i % 3 == 0 ? RunState.Running : RunState.Succeeded, title: $"night {i}");
        var whole = (await _home.GetAsync($"/api/v1/runs?order_by={order}")).As<RunPage>().Runs.Select(static run => run.RunId).ToList();
        var seen = new List<RunId>();
        string? cursor = null;
        do
        {
            var page = (await _home.GetAsync($"/api/v1/runs?limit=5&order_by={order}{(cursor is null ? "" : $"&cursor={cursor}")}")).As<RunPage>();
            seen.AddRange(page.Runs.Select(static run => run.RunId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        seen.ShouldBe(whole);
        var first = (await _home.GetAsync($"/api/v1/runs?limit=1&order_by={order}")).As<RunPage>().NextCursor;
        var other = order == "ended" ? "-ended" : "ended";
        (await _home.GetAsync($"/api/v1/runs?order_by={other}&cursor={first}")).ShouldBeProblem(400, "query.cursor");
    }

    [Fact]
    public async Task A_cursor_that_was_touched_is_refused()
    {
        for (var i = 0; i < 3; i++)
            _home.Engine.Add();
        var cursor = (await _home.GetAsync("/api/v1/runs?limit=1")).As<RunPage>().NextCursor!;
        var touched = (cursor[5] == 'A' ? 'B' : 'A').ToString();
        (await _home.GetAsync($"/api/v1/runs?cursor={cursor[..5]}{touched}{cursor[6..]}")).ShouldBeProblem(400, "query.cursor");
        (await _home.GetAsync($"/api/v1/runs?cursor={cursor[..^1]}")).ShouldBeProblem(400, "query.cursor");
    }

    [Fact]
    public async Task A_run_is_cancelled_once_and_taken_up_again()
    {
        var run = _home.Engine.Add();
        (await _home.SendAsync(HttpMethod.Post, $"/api/v1/runs/{run.Id}/cancel")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await _home.PostAsync($"/api/v1/runs/{run.Id}/cancel", """{"reason": "again"}""")).ShouldBeProblem(409, "run.over");
        (await _home.SendAsync(HttpMethod.Post, $"/api/v1/runs/{run.Id}/resume")).As<RunInfo>().State.ShouldBe("running");
        (await _home.SendAsync(HttpMethod.Post, $"/api/v1/runs/{run.Id}/resume")).ShouldBeProblem(409, "run.nothing-to-resume");
    }

    [Fact]
    public async Task Node_paths_may_hold_brackets_and_slashes()
    {
        var run = _home.Engine.Add();
        _home.Engine.AddNode(run.Id, "for-loop-2[1]/condition-3/say", NodeRunState.Succeeded);
        (await _home.GetAsync($"/api/v1/runs/{run.Id}/nodes/for-loop-2[1]/condition-3/say")).As<NodeInfo>().Name.ShouldBe("for-loop-2[1]/condition-3/say");
        (await _home.GetAsync($"/api/v1/runs/{run.Id}/cache/for-loop-2[1]/condition-3/say")).As<CacheExplanationInfo>().Cache.ShouldBe("miss");
        (await _home.GetAsync($"/api/v1/runs/{run.Id}/nodes/nope")).ShouldBeProblem(404, "node.unknown");
    }

    [Fact]
    public async Task An_approval_is_given_once_in_the_name_of_the_caller()
    {
        var run = _home.Engine.Add();
        _home.Engine.AddNode(run.Id, "ask", NodeRunState.AwaitingApproval);
        (await _home.PostAsync($"/api/v1/runs/{run.Id}/approvals/ask", """{"approved": true}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await _home.PostAsync($"/api/v1/runs/{run.Id}/approvals/ask", """{"approved": false}""")).ShouldBeProblem(409, "node.not-waiting");
        _home.Engine.Effects.ShouldContain("approval ask True local");
    }

    [Fact]
    public async Task Cycles_are_started_shown_stopped_and_taken_up_again()
    {
        var folder = _home.ProjectFolder();
        var cycle = (await _home.PostAsync("/api/v1/cycles", $$"""{"folder": "{{folder}}", "cycle": "improve"}""")).As<CycleInfo>();
        cycle.State.ShouldBe("running");
        (await _home.GetAsync("/api/v1/cycles")).As<CycleList>().Cycles.ShouldHaveSingleItem().Name.ShouldBe("improve");
        (await _home.SendAsync(HttpMethod.Post, $"/api/v1/cycles/{cycle.CycleId}/stop")).As<CycleInfo>().State.ShouldBe("stopped");
        (await _home.PostAsync($"/api/v1/cycles/{cycle.CycleId}/resume", """{"max_iterations": 0}""")).ShouldBeProblem(400, "cycle.max-iterations");
        (await _home.PostAsync($"/api/v1/cycles/{cycle.CycleId}/resume", """{"max_iterations": 9}""")).As<CycleInfo>().State.ShouldBe("running");
        _home.Engine.Effects.ShouldContain($"go on {cycle.CycleId} 9");
    }

    [Fact]
    public async Task The_cache_is_listed_and_cleared()
    {
        (await _home.GetAsync("/api/v1/cache?pipeline=main")).As<CacheEntryList>().Entries.ShouldBeEmpty();
        (await _home.PostAsync("/api/v1/cache/clear", """{"pipeline": "main"}""")).As<CacheCleared>().Removed.ShouldBe(7);
        _home.Engine.Effects.ShouldContain("clear main");
    }
}
