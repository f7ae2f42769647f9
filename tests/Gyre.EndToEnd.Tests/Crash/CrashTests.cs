using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>Real processes, killed in the middle, come to what they would have come to undisturbed.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int KillsPerHome = 10;

    [Fact]
    public async Task Killed_engines_supervisors_and_steps_change_nothing_of_what_comes_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found in /proc");
        var expected = await UndisturbedAsync();
        var tally = new ConcurrentBag<Kill>();
        // A home may end before all its kills; so there are homes to spare.
        await Parallel.ForAsync(0, 2 * Budget.Kills / KillsPerHome + 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            if (tally.Count >= Budget.Kills)
                return;
            try
            {
                foreach (var kill in await DisturbAsync(seed, expected))
                    tally.Add(kill);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Home {seed}: {exception.Message}", exception);
            }
        });
        var open = tally.Count(kill => kill.WasSomethingOpen);
        output.WriteLine($"{tally.Count} kills, {open} between intent and acknowledgement; {string.Join(", ", tally.CountBy(kill => kill.Victim).Select(pair => $"{pair.Value} {pair.Key}s"))}");
        tally.Count.ShouldBeGreaterThanOrEqualTo(Budget.Kills);
        // Kills that only ever hit idle moments would prove nothing.
        open.ShouldBeGreaterThanOrEqualTo(tally.Count / 20);
    }

    private static async Task<IReadOnlyList<string>> UndisturbedAsync()
    {
        using var home = new CrashHome();
        using var program = Run(home);
        var (code, _, errors) = await program.EndAsync();
        code.ShouldBe(0, errors);
        home.ReadEffects().Count.ShouldBe(CrashProject.Turns * 6);
        return await home.ResultAsync();
    }

    private static async Task<List<Kill>> DisturbAsync(int seed, IReadOnlyList<string> expected)
    {
        using var home = new CrashHome();
        var random = new SeededRandom((ulong)seed);
        var kills = new List<Kill>();
        var program = Run(home);
        try
        {
            while (true)
            {
                if (kills.Count < KillsPerHome && await WaitForMomentAsync(home, program, random))
                {
                    var kill = await KillOneAsync(home, program, random);
                    if (kill is not null)
                        kills.Add(kill);
                    if (kill?.Victim != Victim.Engine)
                        continue;
                }
                else if (await EndedWellAsync(program))
                {
                    break;
                }
                program.Dispose();
                program = await GoOnAsync(home);
            }
        }
        finally
        {
            program.Dispose();
        }
        await CheckAsync(home, expected);
        return kills;
    }

    private static async Task CheckAsync(CrashHome home, IReadOnlyList<string> expected)
    {
        var result = await home.ResultAsync();
        foreach (var (actual, undisturbed) in result.Zip(expected))
            actual.ShouldBe(undisturbed);
        result.Count.ShouldBe(expected.Count);
        var effects = home.ReadEffects();
        effects.Distinct().Count().ShouldBe(effects.Count, "an attempt was started twice");
        foreach (var (run, node, attempt) in await home.CountedAsync())
            effects.ShouldContain($"{run} {node} {attempt}");
        home.Steps().ShouldBeEmpty("steps were left behind");
    }

    /// <summary>Waits until a seeded number of things has happened, then a little. False when the program ended first.</summary>
    private static async Task<bool> WaitForMomentAsync(CrashHome home, GyreProgram program, SeededRandom random)
    {
        var begin = home.Marks;
        var goal = begin + random.NextInt(0, 9);
        var (seen, since) = (begin, Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        // The goal may be more than there is left to do before the engine has to be killed to go on: nothing happens any more. A program that has not begun yet is
        // given longer, because on a busy machine it would otherwise be killed again and again before there is anything to break.
        while (seen < goal && !program.HasExited && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(seen == begin ? 20 : 2))
        {
            await timer.WaitForNextTickAsync();
            if (home.Marks is var marks && marks != seen)
                (seen, since) = (marks, Stopwatch.GetTimestamp());
        }
        var spin = random.NextInt(0, 20_000);
        Thread.SpinWait(spin);
        return !program.HasExited;
    }

    private static async Task<Kill?> KillOneAsync(CrashHome home, GyreProgram program, SeededRandom random)
    {
        var victim = random.NextInt(0, 10) switch { < 5 => Victim.Engine, < 7 => Victim.Supervisor, _ => Victim.Step };
        var open = home.IsSomethingOpen;
        if (victim == Victim.Engine)
        {
            await program.KillAsync();
            return new Kill(victim, home.IsSomethingOpen || open);
        }
        var processes = victim == Victim.Supervisor ? home.Supervisors() : home.Shells();
        return processes.Count > 0 && Signals.Kill(processes[random.NextInt(0, processes.Count)]) ? new Kill(victim, open) : null;
    }

    private static async Task<bool> EndedWellAsync(GyreProgram program)
    {
        var (code, _, errors) = await program.EndAsync().WaitAsync(Patience.Limit);
        code.ShouldBeOneOf([0, 1], errors);
        return code == 0;
    }

    /// <summary>What a person would do: go on with the cycle, or start it when nothing of it was kept.</summary>
    private static async Task<GyreProgram> GoOnAsync(CrashHome home)
    {
        if (!Directory.Exists(home.Home))
            return Run(home);
        var list = await GyreProgram.AskAsync("cycle", "list", "--home", home.Home);
        return list.GetProperty("cycles").GetArrayLength() == 0 ? Run(home) : GyreProgram.Start(new Dictionary<string, string>(), "cycle", "resume", "last", "--home", home.Home);
    }

    private static GyreProgram Run(CrashHome home) =>
        GyreProgram.Start(new Dictionary<string, string>(), "run", home.Project, "--cycle", "c", "--no-cache", "--home", home.Home, "--format", "json");

    private sealed record Kill(Victim Victim, bool WasSomethingOpen);

    private enum Victim
    {
        Engine,
        Supervisor,
        Step,
    }
}
