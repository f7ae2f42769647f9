using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

/// <summary>What differs between two runs, and what to do after a failure.</summary>
public class RunDiffTests
{
    private const string OtherText = "0199c1f4-8888-7b4a-9d5e-3f2a1b0c9d8e";

    private static FakeHome Home()
    {
        var home = Samples.Home(RunState.Succeeded, Node(0.1, 0.5, "old"), Samples.Node("gone") with { Metadata = new MapValue([new("rows", Value.Of(3))]) });
        var other = RunId.From(Guid.Parse(OtherText));
        home.AllRuns.Add(Samples.View(other));
        home.Nodes[other] = [Node(0.2, 0.75, "new")];
        home.Changes = new ProjectChanges("/project", [new CodeChange("train.py", CodeChangeKind.Changed, "lines 3-9"), new CodeChange("new.py", CodeChangeKind.Added, null)]);
        return home;
    }

    private static NodeRunView Node(double rate, double accuracy, string content) => Samples.Node("train") with
    {
        Parameters = new MapValue([new("rate", Value.Of(rate)), new("same", Value.Of(1))]),
        Metadata = new MapValue([new("accuracy", Value.Of(accuracy)), new("same", Value.Of(1))]),
        Inputs = [new InputOrder("data", [new InputFile { Name = "d.csv", Uri = "x", Digest = Digest.Of(content), SizeInBytes = 1 }])],
    };

    [Fact]
    public async Task Two_runs_are_compared_by_parameters_metrics_code_and_inputs()
    {
        using var host = new TestHost(Home());
        (await host.RunAsync("diff", "last", "0199c1f4-88", "--home", ".", "--format", "json")).ShouldBe(0, host.Error);
        host.Json.EnumerateObject().Select(entry => entry.Name).ShouldBe(["before", "after", "parameters", "metrics", "code", "inputs"]);
        host.Json.GetProperty("before").GetProperty("run_id").GetString().ShouldBe(Samples.RunText);
        host.Json.GetProperty("parameters").GetRawText().ShouldBe("""[{"name":"train.rate","before":0.1,"after":0.2}]""");
        host.Json.GetProperty("metrics").GetRawText().ShouldBe("""[{"name":"train.accuracy","before":0.5,"after":0.75},{"name":"gone.rows","before":3,"after":null}]""");
        host.Json.GetProperty("code").GetRawText().ShouldBe("""[{"path":"train.py","change":"changed","lines":"lines 3-9"},{"path":"new.py","change":"added","lines":null}]""");
        var input = host.Json.GetProperty("inputs").EnumerateArray().ShouldHaveSingleItem();
        input.GetProperty("name").GetString().ShouldBe("train.data");
        input.GetProperty("after")[0].GetProperty("digest").GetString().ShouldBe(Digest.Of("new").ToString());

        (await host.RunAsync("diff", "last", OtherText, "--home", ".")).ShouldBe(0, host.Error);
        host.Out.ShouldContain("train.rate");
        host.Out.ShouldContain("lines 3-9");
        host.Out.ShouldNotContain("same");
    }

    [Fact]
    public async Task Runs_that_do_not_differ_say_so()
    {
        var home = Home();
        home.Changes = new ProjectChanges("/project", []);
        using var host = new TestHost(home);
        (await host.RunAsync("diff", "last", "last", "--home", ".")).ShouldBe(0, host.Error);
        host.Error.ShouldContain("do not differ");
        host.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_failure_a_changed_project_is_run_and_an_unchanged_one_resumed()
    {
        var home = Samples.Home(RunState.Failed, Samples.Node("write", NodeRunState.Failed) with { Reason = "exit code 1" });
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("runs", "show", "last", "--home", ".")).ShouldBe(0, host.Error);
        host.Out.ShouldContain($"Run 'gyre resume {Samples.RunText} --home .' to resume; finished nodes are kept.");

        home.Changes = new ProjectChanges(host.Folder, [new CodeChange("train.py", CodeChangeKind.Changed, "lines 3-9")]);
        home.Plan = [new PlannedNode { Path = "load", Action = "hit", Reason = "" }, new PlannedNode { Path = "write", Action = "run", Reason = "" }];
        (await host.RunAsync("runs", "show", "last", "--home", ".")).ShouldBe(0, host.Error);
        host.Out.ShouldContain("The project has changed since the run began: train.py changed: lines 3-9.");
        host.Out.ShouldContain("Run 'gyre run --pipeline count --home .' to use the changes; taken from the cache: load.");
        host.Out.ShouldContain("add --with-changes");
        host.Out.ShouldNotContain("finished nodes are kept");
    }

    [Fact]
    public async Task Resuming_says_that_the_run_has_its_own_copy_of_the_code()
    {
        var home = Samples.Home(RunState.Failed, Samples.Node("write"));
        home.Changes = new ProjectChanges("/project", [new CodeChange("train.py", CodeChangeKind.Changed, "lines 3-9")]);
        using var host = new TestHost(home);
        await host.RunAsync("resume", "last", "--home", ".");
        host.Error.ShouldContain("The run continues with its own copy of the code.");
        host.Error.ShouldContain("Not used: train.py changed: lines 3-9. Use --with-changes");
        home.Resumed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Resuming_with_changes_takes_the_project_as_it_is()
    {
        var home = Samples.Home(RunState.Failed, Samples.Node("write"));
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        await host.RunAsync("resume", "last", "--with-changes", "--home", ".");
        host.Error.ShouldContain("resume.folder");
        home.Changes = new ProjectChanges(host.Folder, [new CodeChange("train.py", CodeChangeKind.Changed, "lines 3-9")]);
        await host.RunAsync("resume", "last", "--with-changes", "--home", ".");
        host.Error.ShouldContain("What has not finished uses the changed files: train.py changed: lines 3-9.");
        home.Resumed.ShouldHaveSingleItem().Folder.ShouldBe(host.Folder);
    }

    [Fact]
    public async Task A_run_that_goes_on_takes_no_changes()
    {
        using var host = new TestHost(Samples.Home(RunState.Running));
        (await host.RunAsync("resume", "last", "--with-changes", "--home", ".")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("run.not-over");
    }

    [Fact]
    public async Task A_plan_says_what_differs_in_words_and_in_JSON()
    {
        var home = Samples.Home();
        home.Plan =
        [
            new PlannedNode
            {
                Path = "write",
                Action = "run",
                Reason = "train.py changed: lines 3-9",
                Differences = [new CacheDifference("code", "a", "b") { Changes = [new CodeChange("train.py", CodeChangeKind.Changed, "lines 3-9")] }],
            },
        ];
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        (await host.RunAsync("run", "--plan")).ShouldBe(0, host.Error);
        host.Out.ShouldContain("train.py changed: lines 3-9");
        (await host.RunAsync("run", "--plan", "--format", "json")).ShouldBe(0, host.Error);
        host.Json.GetProperty("nodes")[0].GetProperty("differences").GetRawText().ShouldBe(
            """[{"part":"code","before":"a","now":"b","detail":"train.py changed: lines 3-9"}]""");
    }
}
