using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

public class RunOutputTests
{
    [Fact]
    public async Task A_run_in_JSON_has_the_promised_shape_and_nothing_else_is_on_standard_output()
    {
        var home = Samples.Home(RunState.Succeeded, Samples.Node("write").WithResults(), Samples.Node("count[0]", cache: CacheOutcome.Hit), Samples.Node("last", NodeRunState.NotTriggered, null));
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe(
            "{\"run_id\":\"" + Samples.RunText + "\",\"state\":\"succeeded\",\"nodes\":["
            + "{\"name\":\"write\",\"state\":\"succeeded\",\"cache\":\"miss\",\"attempts\":1,\"metadata\":{\"accuracy\":0.5,\"rows\":3,\"name\":\"ä \\\"x\\\"\"},"
            + "\"outputs\":[{\"path\":\"model/m.json\",\"digest\":\"" + Digest.Of("x") + "\",\"size\":7}],\"iterations\":null},"
            + "{\"name\":\"count[0]\",\"state\":\"succeeded\",\"cache\":\"hit\",\"attempts\":1,\"metadata\":{},\"outputs\":[],\"iterations\":null},"
            + "{\"name\":\"last\",\"state\":\"not-triggered\",\"cache\":\"off\",\"attempts\":0,\"metadata\":{},\"outputs\":[],\"iterations\":null}],"
            + "\"seconds\":2.5}" + Environment.NewLine);
        host.Error.ShouldContain("write: succeeded");
    }

    [Theory]
    [InlineData(RunState.Succeeded, CliExitCodes.Done)]
    [InlineData(RunState.Stopped, CliExitCodes.Done)]
    [InlineData(RunState.Failed, CliExitCodes.Failed)]
    [InlineData(RunState.Cancelled, CliExitCodes.Failed)]
    public async Task The_exit_code_says_how_the_run_ended(RunState state, int code)
    {
        using var host = new TestHost(Samples.Home(state, Samples.Node("write")));
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run")).ShouldBe(code);
        host.Out.ShouldContain("NODE");
    }

    [Fact]
    public async Task A_wide_run_is_shown_by_its_top_nodes_and_a_failed_trial_is_still_named()
    {
        NodeRunView[] nodes = [Samples.Node("train", NodeRunState.Failed), .. Enumerable.Range(0, 100).Select(i => Samples.Node($"train[{i}]", i == 77 ? NodeRunState.Failed : NodeRunState.Succeeded))];
        using var host = new TestHost(Samples.Home(RunState.Failed, nodes));
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run")).ShouldBe(CliExitCodes.Failed);
        host.Out.ShouldNotContain("train[5]");
        host.Out.ShouldContain("... and 100 more node runs");
        host.Out.ShouldContain("train[77] failed");
    }

    [Fact]
    public async Task A_failure_names_its_reason_and_the_command_that_shows_the_log()
    {
        var failed = Samples.Node("train[1]", NodeRunState.Failed) with { Reason = "exit code 3", Attempt = AttemptId.From(Guid.Parse(Samples.RunText)) };
        using var host = new TestHost(Samples.Home(RunState.Failed, Samples.Node("train", NodeRunState.Failed) with { Reason = "a trial failed" }, failed));
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--home", "my home")).ShouldBe(CliExitCodes.Failed);
        host.Out.ShouldContain("train[1] failed: exit code 3");
        host.Out.ShouldContain($"gyre logs {Samples.RunText} 'train[1]' --home 'my home'");
        host.Out.ShouldNotContain("train failed: a trial failed");
    }

    [Fact]
    public async Task Escape_sequences_in_metadata_do_not_reach_the_terminal()
    {
        var node = Samples.Node("write") with { Metadata = new MapValue([new("x", Value.Of("\e[2Jgone\u202Etxt"))]) };
        using var host = new TestHost(Samples.Home(RunState.Succeeded, node));
        host.Write("gyre.yaml", Samples.Project);
        await host.RunAsync("run");
        (host.Out + host.Error).ShouldNotContain("\e");
        (host.Out + host.Error).ShouldNotContain("\u202E");
    }

    [Fact]
    public async Task Parameters_are_text_or_JSON_as_the_declaration_says()
    {
        var home = Samples.Home();
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        await host.RunAsync("run", "-p", "write.word=[1]=x", "-p", "write.many=[1, 2]", "--no-cache", "--title", "a title");
        var request = home.Started.ShouldHaveSingleItem();
        request.Parameters.Find("write.word").ShouldBe(Value.Of("[1]=x"));
        request.Parameters.Find("write.many").ShouldBe(Value.Of([Value.Of(1), Value.Of(2)]));
        request.UseCache.ShouldBeFalse();
        request.Title.ShouldBe("a title");
    }

    [Theory]
    [InlineData("word", "parameter.syntax")]
    [InlineData("=1", "parameter.syntax")]
    [InlineData("write.many=[1,]", "parameter.json")]
    public async Task A_parameter_that_is_none_is_refused(string text, string code)
    {
        var home = Samples.Home();
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--parameter", text)).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain(code);
        home.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_megabyte_of_parameter_is_passed_on_and_a_wrong_one_is_not_printed_back()
    {
        var home = Samples.Home();
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        var large = new string('x', 1 << 20);
        (await host.RunAsync("run", "-p", $"write.word={large}")).ShouldBe(CliExitCodes.Done);
        home.Started[0].Parameters.Find("write.word").ShouldBe(Value.Of(large));
        (await host.RunAsync("run", "-p", large)).ShouldBe(CliExitCodes.BadInput);
        host.Error.Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_plan_is_shown_and_nothing_runs()
    {
        using var host = new TestHost(Samples.Home());
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--plan", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldBe("""{"nodes":[{"name":"write","action":"run","reason":"no earlier result","commands":["true"]}]}""");
        (await host.RunAsync("run", "--plan")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("no earlier result");
    }

    [Fact]
    public async Task A_detached_run_prints_its_id_and_leaves()
    {
        var home = Samples.Home(RunState.Running);
        home.EndsOnlyWhenCancelled = true;
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--detach")).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldBe(Samples.RunText);
    }

    [Fact]
    public void The_parent_of_a_path_is_found()
    {
        NodeStates.Parent("train").ShouldBeNull();
        NodeStates.Parent("train[2]").ShouldBe("train");
        NodeStates.Parent("loop[1]/say").ShouldBe("loop");
        NodeStates.Parent("loop[1]/train[3]").ShouldBe("loop[1]/train");
    }
}
