using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

public class InterruptTests
{
    [Fact]
    public async Task The_first_interrupt_cancels_the_run_and_waits_for_its_end()
    {
        var home = Samples.Home(RunState.Running, Samples.Node("write", NodeRunState.Running));
        home.EndsOnlyWhenCancelled = true;
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        var running = host.RunAsync("run", "--format", "json");
        await home.Watched.Task;
        await host.InterruptAsync();
        (await running).ShouldBe(CliExitCodes.Interrupted);
        home.Cancelled.ShouldBe(["interrupted from the keyboard"]);
        host.Json.GetProperty("state").GetString().ShouldBe("cancelled");
        host.Error.ShouldContain($"gyre resume {Samples.RunText}");
    }

    [Fact]
    public async Task The_first_interrupt_stops_a_cycle()
    {
        var home = Samples.Home(RunState.Running, Samples.Node("write", NodeRunState.Running));
        home.AllCycles.Add(Samples.Chain(CycleState.Running, null));
        home.EndsOnlyWhenCancelled = true;
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project + "\n- cycle:\n    name: tune\n    pipeline: count\n    max-iterations: 3\n");
        var running = host.RunAsync("run", "--cycle", "tune");
        await home.Watched.Task;
        await host.InterruptAsync();
        (await running).ShouldBe(CliExitCodes.Interrupted);
        host.Error.ShouldContain($"gyre cycle resume {Samples.CycleText}");
    }

    [Fact]
    public async Task The_second_interrupt_leaves_at_once_and_says_how_to_go_on()
    {
        var home = Samples.Home(RunState.Running, Samples.Node("write", NodeRunState.Running));
        home.EndsOnlyWhenCancelled = true;
        using var host = new TestHost(home);
        host.Write("gyre.yaml", Samples.Project);
        var running = host.RunAsync("run");
        await home.Watched.Task;
        await host.LeaveAsync();
        (await running).ShouldBe(CliExitCodes.Interrupted);
        host.Error.ShouldContain($"gyre resume {Samples.RunText}");
        home.Cancelled.ShouldBeEmpty();
    }
}
