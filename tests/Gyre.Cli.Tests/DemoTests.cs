using Gyre.Cli.Demo;
using Gyre.Pipelines;

namespace Gyre.Cli.Tests;

public class DemoTests
{
    [Theory]
    [InlineData("condition", CliExitCodes.Done, true)]
    [InlineData("max-iterations", CliExitCodes.Failed, false)]
    [InlineData("error", CliExitCodes.Failed, false)]
    public async Task The_exit_code_says_whether_the_target_was_met(string reason, int code, bool met)
    {
        var home = Samples.Home();
        home.AllCycles.Add(Samples.Chain(CycleState.Stopped, reason));
        using var host = new TestHost(home);
        (await host.RunAsync("demo", "--home", "h", "--format", "json")).ShouldBe(code, host.Error);
        host.Json.GetProperty("target_met").GetBoolean().ShouldBe(met);
        home.Started.ShouldHaveSingleItem().Folder.ShouldBe(Path.Join(host.Folder, "h", "demo"));
        (await host.RunAsync("demo", "--home", "h")).ShouldBe(code);
        host.Out.ShouldContain("Next steps:");
        host.Out.ShouldContain("gyre cycle show last --home h");
    }

    [Fact]
    public async Task A_demo_that_was_answered_from_the_cache_says_so()
    {
        var home = Samples.Home();
        var chain = Samples.Chain(CycleState.Stopped, "condition");
        home.AllCycles.Add(chain with { Turns = [chain.Turns[0] with { Executions = 0, CacheHits = 7 }] });
        using var host = new TestHost(home);
        (await host.RunAsync("demo")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("All 7 results came from the cache; no step ran.");
    }

    [Fact]
    public async Task The_example_s_files_are_written_and_what_a_person_changed_stays()
    {
        using var host = new TestHost();
        var folder = await DemoFiles.WriteAsync(Path.Join(host.Folder, "demo"), host.Host, TestContext.Current.CancellationToken);
        var file = Path.Join(folder, "gyre.yaml");
        File.Exists(Path.Join(folder, "data", "digits.csv")).ShouldBeTrue();
        File.AppendAllText(file, "# mine\n");
        await DemoFiles.WriteAsync(folder, host.Host, TestContext.Current.CancellationToken);
        File.ReadAllText(file).ShouldEndWith("# mine\n");
        host.Error.ShouldContain("has been modified");
        Directory.EnumerateFiles(folder, "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
