using System.Text.Json;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Conformance;

/// <summary>Whole projects written for another platform, run unmodified. Their last step posts the next turn.</summary>
public sealed class WholeProjectTests
{
    public static TheoryData<string> Projects()
    {
        // Without data one case is left, which says why it is skipped.
        string[] names = ConformanceData.IsThere("valohai") ? [.. Directory.EnumerateDirectories(WholeProject.Root).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)] : ["none"];
        return [.. names];
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task It_closes_its_loop_and_ends_as_recorded(string name)
    {
        using var project = await WholeProject.OpenAsync(name);
        await project.AskAsync("run", project.Folder, "--pipeline", project.Pipeline);
        await project.CompareAsync();
        Leaks(project.Home).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task It_ends_the_same_when_the_engine_is_killed_again_and_again(string name)
    {
        using var project = await WholeProject.OpenAsync(name);
        string[] command = ["run", project.Folder, "--pipeline", project.Pipeline, "--home", project.Home];
        foreach (var marks in new[] { 2, 9, 17, 30, 41, 55 })
        {
            using var engine = GyreProgram.Start(new Dictionary<string, string>(), command);
            await Patience.UntilAsync(() => engine.HasExited || Marks(project.Home) >= marks, TestContext.Current.CancellationToken);
            await engine.KillAsync();
            command = ["resume", "last", "--home", project.Home];
        }
        using (var last = GyreProgram.Start(new Dictionary<string, string>(), command))
            await last.EndAsync();
        await project.CompareAsync();
    }

    [Fact]
    public async Task A_chain_that_is_at_its_limit_refuses_the_next_turn_and_says_why()
    {
        using var project = await WholeProject.OpenAsync("rate-search");
        var run = await project.AskAsync("run", project.Folder, "--pipeline", project.Pipeline, "--max-iterations", "2", "--minimize", "pick.metadata.best_loss");
        var cycle = run.GetProperty("cycle");
        cycle.GetProperty("stop_reason").GetString().ShouldBe("max-iterations");
        cycle.GetProperty("turns").GetArrayLength().ShouldBe(2);
        cycle.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("state").GetString()).ShouldBe(["succeeded", "failed"]);
        var best = cycle.GetProperty("turns").EnumerateArray().Select(turn => Math.Round(turn.GetProperty("objective").GetDouble(), 5));
        best.ShouldBe([60.18487, 0.10594], tolerance: 0.001);
        // Raised, it goes on where it was refused.
        await project.AskAsync("cycle", "resume", "last", "--max-iterations", "5");
        await project.CompareAsync();
    }

    [Fact]
    public async Task Run_again_everything_but_the_step_that_acts_on_the_outside_comes_from_the_cache()
    {
        using var project = await WholeProject.OpenAsync("rate-search");
        await project.AskAsync("run", project.Folder, "--pipeline", project.Pipeline);
        await project.AskAsync("run", project.Folder, "--pipeline", project.Pipeline);
        var cycle = await project.AskAsync("cycle", "show", "last");
        cycle.GetProperty("turns").GetArrayLength().ShouldBe(3);
        foreach (var turn in cycle.GetProperty("turns").EnumerateArray())
        {
            var run = await project.AskAsync("runs", "show", turn.GetProperty("run_id").GetString()!);
            var ran = run.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("cache").GetString() == "miss").Select(node => node.GetProperty("name").GetString());
            // The last turn's 'again' started nothing, so it may be taken again.
            ran.ShouldBe(turn.GetProperty("turn").GetInt32() < 3 ? ["again"] : []);
        }
    }

    private static int Marks(string home)
    {
        var attempts = Path.Join(home, "attempts");
        return Directory.Exists(attempts)
            ? Directory.EnumerateDirectories(attempts).Sum(folder => Directory.EnumerateFiles(folder).Count(file => Path.GetFileName(file) is "order.json" or "claim.json" or "group.json" or "verdict.json"))
            : 0;
    }

    /// <summary>Files of a home that hold a step's token, but for the orders, which only their owner can read.</summary>
    private static List<string> Leaks(string home) =>
        [.. Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "order.json" && Holds(file, "gyre_s"u8))];

    private static bool Holds(string file, ReadOnlySpan<byte> text)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().IndexOf(text) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
