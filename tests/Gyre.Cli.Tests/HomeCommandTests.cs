using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

public class HomeCommandTests
{
    private static FakeHome TwoRuns()
    {
        var home = Samples.Home(RunState.Succeeded, Samples.Node("write").WithResults());
        home.AllRuns.Add(Samples.View(RunId.From(Guid.Parse("0199c1f4-8888-7b4a-9d5e-3f2a1b0c9d8e")), RunState.Failed));
        return home;
    }

    private static async Task<(int Code, TestHost Host)> RunAsync(FakeHome home, string line)
    {
        var host = new TestHost(home);
        return (await host.RunAsync([.. line.Split(' '), "--home", "."]), host);
    }

    [Theory]
    [InlineData("last", CliExitCodes.Done)]
    [InlineData(Samples.RunText, CliExitCodes.Done)]
    [InlineData("0199c1f4-8", CliExitCodes.Done)]
    [InlineData("0199c1f4", CliExitCodes.BadInput)]
    [InlineData("ffff", CliExitCodes.BadInput)]
    [InlineData("01", CliExitCodes.BadInput)]
    [InlineData("LAST", CliExitCodes.BadInput)]
    [InlineData("../../etc/passwd", CliExitCodes.BadInput)]
    [InlineData("00000000-0000-0000-0000-000000000000", CliExitCodes.BadInput)]
    public async Task A_run_is_found_by_id_unique_beginning_or_last(string text, int expected)
    {
        var (code, host) = await RunAsync(TwoRuns(), $"runs show {text}");
        using (host)
        {
            code.ShouldBe(expected, host.Error);
            host.Error.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task An_ambiguous_beginning_names_the_candidates()
    {
        var (_, host) = await RunAsync(TwoRuns(), "runs show 0199c1f4");
        using (host)
            host.Error.ShouldContain(
                $"run.ambiguous: '0199c1f4' matches 2 run ids. Use a longer prefix: {Samples.RunText}, 0199c1f4-8888");
    }

    [Fact]
    public async Task Runs_are_listed_as_a_table_and_in_JSON()
    {
        var (_, text) = await RunAsync(TwoRuns(), "runs");
        using (text)
            text.Out.Split('\n').Length.ShouldBe(4);
        var (_, json) = await RunAsync(TwoRuns(), "runs --format json --limit 1");
        using (json)
        {
            var run = json.Json.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
            run.EnumerateObject().Select(entry => entry.Name).ShouldBe(
                ["run_id", "state", "reason", "project", "pipeline", "title", "parameters", "created_at", "ended_at", "seconds", "parent_run_id", "cycle_id", "turn", "executions", "tags", "revision", "commit", "reference", "dirty"]);
            run.GetProperty("created_at").GetString().ShouldBe("2026-03-01T12:00:00.000Z");
        }
    }

    [Fact]
    public async Task A_run_in_detail_has_the_shape_of_a_run_and_more()
    {
        var (_, host) = await RunAsync(TwoRuns(), "runs show last --format json");
        using (host)
        {
            var node = host.Json.GetProperty("nodes")[0];
            node.EnumerateObject().Select(entry => entry.Name).Take(6).ShouldBe(["name", "state", "cache", "attempts", "metadata", "outputs"]);
            node.GetProperty("seconds").GetDouble().ShouldBe(1);
        }
    }

    [Fact]
    public async Task An_unknown_node_is_refused_with_those_there_are()
    {
        var (code, host) = await RunAsync(TwoRuns(), "logs last nope");
        using (host)
        {
            code.ShouldBe(CliExitCodes.BadInput);
            host.Error.ShouldContain("Available node runs: write.");
        }
    }

    [Fact]
    public async Task Cancelling_what_is_over_is_refused()
    {
        var (code, host) = await RunAsync(TwoRuns(), "cancel last");
        using (host)
        {
            code.ShouldBe(CliExitCodes.BadInput);
            host.Error.ShouldContain("run.over");
        }
    }

    [Fact]
    public async Task Cancelling_waits_for_the_end()
    {
        var home = Samples.Home(RunState.Running);
        home.EndsOnlyWhenCancelled = true;
        var (code, host) = await RunAsync(home, "cancel last --reason enough");
        using (host)
        {
            code.ShouldBe(CliExitCodes.Done);
            home.Cancelled.ShouldBe(["enough"]);
            host.Out.ShouldContain("cancelled");
        }
    }

    [Fact]
    public async Task A_person_s_answer_is_passed_on_with_the_name()
    {
        var home = Samples.Home(RunState.Running, Samples.Node("ask", NodeRunState.AwaitingApproval));
        var (code, host) = await RunAsync(home, "refuse last ask --as maria --comment no");
        using (host)
        {
            code.ShouldBe(CliExitCodes.Done);
            home.Decisions.ShouldBe([new ApprovalDecision(false, "maria", "no")]);
        }
    }

    [Theory]
    [InlineData("answer last case-7 --as maria --document {\"stars\":4}", CliExitCodes.Done, "case-7 answered")]
    [InlineData("answer last review --as maria", CliExitCodes.BadInput, "answer.none")]
    [InlineData("answer last case-7 --as maria --document [4]", CliExitCodes.BadInput, "not a JSON object")]
    [InlineData("answer last case-7 --as maria --document stars", CliExitCodes.BadInput, "not valid JSON")]
    public async Task An_answer_finds_its_node_by_the_key(string line, int expected, string words)
    {
        var waiting = Samples.Node("review",
            NodeRunState.AwaitingAnswer) with
        { Wait = new NodeWaitView("case-7", "a review", new MapValue([]), null) };
        var (code, host) = await RunAsync(Samples.Home(RunState.Running, waiting), line);
        using (host)
        {
            code.ShouldBe(expected);
            (host.Out + host.Error).ShouldContain(words);
        }
    }

    [Fact]
    public async Task Only_what_failed_can_be_resumed()
    {
        var (code, host) = await RunAsync(TwoRuns(), "resume last");
        using (host)
        {
            code.ShouldBe(CliExitCodes.BadInput);
            host.Error.ShouldContain("run.not-resumable");
        }
    }

    [Theory]
    [InlineData("condition", CliExitCodes.Done)]
    [InlineData("max-iterations", CliExitCodes.Done)]
    [InlineData("budget", CliExitCodes.Done)]
    [InlineData("no-gain", CliExitCodes.Done)]
    [InlineData("error", CliExitCodes.Failed)]
    [InlineData("cancelled", CliExitCodes.Failed)]
    public async Task A_cycle_ends_with_its_turns_and_an_exit_code(string reason, int expected)
    {
        var home = Samples.Home();
        home.AllCycles.Add(Samples.Chain(CycleState.Stopped, reason));
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project + "\n- cycle:\n    name: tune\n    pipeline: count\n    max-iterations: 3\n");
        (await host.RunAsync("run", "--format", "json")).ShouldBe(expected, host.Error);
        host.Json.EnumerateObject().Select(entry => entry.Name).ShouldBe(["cycle_id", "state", "stop_reason", "turns", "best_turn", "runs", "seconds"]);
        host.Json.GetProperty("turns")[0].EnumerateObject().Select(entry => entry.Name).ShouldBe(
            ["turn", "run_id", "state", "parameters", "objective", "best_so_far", "metrics", "executions", "cache_hits", "created_at", "ended_at", "seconds"]);
        host.Json.GetProperty("runs")[0].GetProperty("run_id").GetString().ShouldBe(Samples.RunText);
    }

    [Fact]
    public async Task Cycles_are_listed_shown_and_resumed_within_their_limits()
    {
        var home = Samples.Home();
        home.AllCycles.Add(Samples.Chain(CycleState.Stopped, "max-iterations"));
        var (_, list) = await RunAsync(home, "cycle list");
        using (list)
            list.Out.ShouldContain("tune");
        var (_, show) = await RunAsync(home, "cycle show last");
        using (show)
        {
            show.Out.ShouldContain("Best: turn 1 with compare.metadata.accuracy = 0.75");
            show.Out.ShouldContain("max-iterations");
        }
        var (code, resume) = await RunAsync(home, "cycle resume last --max-iterations 3");
        using (resume)
        {
            code.ShouldBe(CliExitCodes.BadInput);
            resume.Error.ShouldContain("cycle.not-resumable");
        }
    }

    [Fact]
    public async Task The_cache_explains_itself()
    {
        var home = TwoRuns();
        home.Explanation = new CacheExplanation { NodePath = "write", Outcome = CacheOutcome.Miss, Summary = "A parameter differs.", Differences = [new CacheDifference("parameter word", "a", "b")] };
        var (_, text) = await RunAsync(home, "cache explain last write");
        using (text)
            text.Out.ShouldContain("parameter word  a       b");
        var (_, json) = await RunAsync(home, "cache explain last write --format json");
        using (json)
            json.Out.Trim().ShouldBe("""{"name":"write","cache":"miss","key":null,"summary":"A parameter differs.","nearest_run_id":null,"differences":[{"part":"parameter word","before":"a","now":"b"}]}""");
    }
}
