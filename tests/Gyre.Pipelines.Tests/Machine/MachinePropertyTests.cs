using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Pipelines.Tests.Machine;

public sealed class MachinePropertyTests
{
    private const int MostSteps = 2000;

    [Fact]
    public void Whatever_happens_in_whatever_order_the_rules_hold_and_the_run_ends()
    {
        var histories = Budget.RunHistories;
        var ends = new int[Enum.GetValues<RunState>().Length];
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Parallel.For(0, histories, seed =>
        {
            try
            {
                var world = Live(seed);
                Interlocked.Increment(ref ends[(int)world.State.State]);
                foreach (var type in world.Facts.Select(fact => fact.Type.Name).Distinct())
                    seen.AddOrUpdate(type, 1, static (_, before) => before + 1);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"History {seed}: {exception.Message}", exception);
            }
        });
        // A generator that never reaches an end proves nothing about it.
        foreach (var state in (RunState[])[RunState.Succeeded, RunState.Failed, RunState.Cancelled, RunState.Stopped])
            ends[(int)state].ShouldBeGreaterThan(histories / 100, state.ToString());
        foreach (var type in (string[])["node.awaiting-approval", "node.approval", "node.waiting", "node.answered", "node.reminder"])
            seen.GetValueOrDefault(type).ShouldBeGreaterThan(histories / 100, type);
    }

    private static MachineWorld Live(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        var world = new MachineWorld(MachineGraphs.Random(random));
        world.Start();
        var disturbances = random.NextInt(0, 25);
        for (var i = 0; i < disturbances; i++)
        {
            if (random.NextInt(0, 3) == 0)
                world.Disturb(random);
            else
                world.Progress(random);
            if (random.NextInt(0, 12) == 0)
                world.Restart();
        }
        for (var steps = 0; !world.State.State.IsEnd(); steps++)
        {
            if (world.IsQuiet)
                throw new InvalidOperationException($"nothing is under way, and the run is {world.State.State}");
            if (steps > MostSteps)
                throw new InvalidOperationException($"the run has not ended after {MostSteps} steps");
            world.Progress(random);
        }
        return world;
    }
}
