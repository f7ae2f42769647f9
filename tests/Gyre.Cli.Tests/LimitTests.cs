using Gyre.Core;
using Gyre.Execution;
using Gyre.Home;

namespace Gyre.Cli.Tests;

/// <summary>Jobs and pools on the command line and in the configuration of a home.</summary>
public class LimitTests
{
    private const string Project = """
        - step: {name: train, command: echo, pool: [gpu, disk]}
        - pipeline:
            name: main
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        """;

    [Fact]
    public async Task What_stands_on_the_command_line_takes_the_place_of_what_the_home_says()
    {
        using var host = new TestHost();
        var serving = host.RunAsync("serve", "--jobs", "3", "--pool", "gpu=2", "--pool", "disk=5");
        await host.Server.Listening.Task;
        await host.InterruptAsync();
        (await serving).ShouldBe(CliExitCodes.Done);
        var limits = host.Server.Served.ShouldHaveSingleItem().Limits;
        limits.Jobs.ShouldBe(3);
        limits.Pools.ShouldBe([new PoolSize("gpu", 2), new PoolSize("disk", 5)]);
        var home = new ConcurrencyLimits { Jobs = 1, Pools = [new PoolSize("gpu", 1), new PoolSize("license", 9)] };
        var both = home.With(limits);
        (both.Jobs, both.SizeOf("gpu"), both.SizeOf("disk"), both.SizeOf("license")).ShouldBe((3, 2, 5, 9));
    }

    [Theory]
    [InlineData("gpu", "pool.syntax")]
    [InlineData("=1", "pool.syntax")]
    [InlineData("gpu=many", "pool.size")]
    [InlineData("gpu=-1", "pool.size")]
    [InlineData("gpu=99999999999", "pool.size")]
    [InlineData("a b=1", "pool.name")]
    [InlineData("-x=1", "pool.name")]
    public async Task A_pool_that_is_none_is_refused(string pool, string code)
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Project);
        (await host.RunAsync("lint", "gyre.yaml", "--pool=" + pool)).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain(code);
    }

    [Fact]
    public async Task Lint_names_the_place_of_a_pool_that_does_not_exist()
    {
        using var host = new TestHost();
        host.Write("gyre.yaml", Project);
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("gyre.yaml:1:");
        host.Out.ShouldContain("pool.unknown: Step 'train' asks for pool 'gpu', which does not exist.");
        host.Write(".gyre/home.json", """{"pools": {"gpu": 1, "disk": 0}} // the disk is away""");
        (await host.RunAsync("lint", "gyre.yaml")).ShouldBe(CliExitCodes.BadInput);
        host.Out.ShouldContain("pool.closed");
        (await host.RunAsync("lint", "gyre.yaml", "--pool", "disk=1")).ShouldBe(CliExitCodes.Done, host.Out);
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{", "line 1")]
    [InlineData("""{"jobs": 0}""", "jobs")]
    [InlineData("""{"jobs": "four"}""", "jobs")]
    [InlineData("""{"pools": 3}""", "pools")]
    [InlineData("""{"pools": {"gpu": 1.5}}""", "pools.gpu")]
    [InlineData("""{"pools": {"a b": 1}}""", "pools.a b")]
    public void A_configuration_that_is_not_valid_is_refused_with_file_and_field(string text, string path)
    {
        using var host = new TestHost();
        var file = host.Write("home.json", text);
        var refusal = Should.Throw<InvalidInputException>(() => HomeLimits.Load(host.Folder)).Diagnostics.ShouldHaveSingleItem();
        (refusal.Code, refusal.File, refusal.Path).ShouldBe(("home.limits", file, path));
        refusal.Remedy.ShouldNotBeNull().ShouldContain("pools");
    }

    [Fact]
    public void A_home_without_configuration_has_no_limits_and_other_settings_are_left_alone()
    {
        using var host = new TestHost();
        HomeLimits.Load(host.Folder).IsNone.ShouldBeTrue();
        host.Write("home.json", """{"retention": {}, "jobs": 2,}""");
        HomeLimits.Load(host.Folder).Jobs.ShouldBe(2);
    }
}
