using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Spectre.Console;

namespace Gyre.Cli.Simulation;

/// <summary>Says how far a simulation is: one line in place on a terminal, else a line now and then.</summary>
/// <param name="host">Where it is said.</param>
internal sealed class SimulationDisplay(CliHost host)
{
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Shows progress while something runs.</summary>
    /// <param name="tally">What is shown.</param>
    /// <param name="work">Is given what to call after each step.</param>
    public Task ShowAsync(SimulationTally tally, Func<Action, Task> work)
    {
        if (!host.ErrorIsTerminal)
            return work(Every(BetweenLines, () => host.Say(LineOf(tally))));
        return Screen.For(host.Error, host).Live(new Text("")).AutoClear(true)
            .StartAsync(context => work(Every(BetweenDrawings, () => context.UpdateTarget(new Text(LineOf(tally))))));
    }

    private static string LineOf(SimulationTally tally)
    {
        var version = tally.Versions.Count == 0 ? "-" : tally.Versions.Keys.Max().ToString(CultureInfo.InvariantCulture);
        return $"{tally.Decisions} decisions ({Shown.Number(tally.PerSecond)}/s)  average reward {Shown.Number(tally.AverageReward)}  "
            + $"version {version}  {tally.RewardsSent} rewards sent, {tally.RewardsPending} to come";
    }

    private Action Every(TimeSpan span, Action draw)
    {
        var last = host.Clock.GetTimestamp();
        return () =>
        {
            if (host.Clock.GetElapsedTime(last) < span)
                return;
            last = host.Clock.GetTimestamp();
            draw();
        };
    }
}
