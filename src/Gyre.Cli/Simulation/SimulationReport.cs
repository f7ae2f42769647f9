using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Simulation;

/// <summary>What came of a simulation.</summary>
/// <param name="Deployment">Name of the deployment.</param>
/// <param name="FirstRound">The first user.</param>
/// <param name="Tally">The counts.</param>
/// <param name="Figures">What would have been possible.</param>
internal sealed record SimulationReport(string Deployment, long FirstRound, SimulationTally Tally, BanditFigures Figures)
{
    /// <summary>For programs.</summary>
    public MapValue ToJson() => Shape.Object(
        ("deployment", Value.Of(Deployment)),
        ("first_round", Value.Of(FirstRound)),
        ("decisions", Value.Of(Tally.Decisions)),
        ("seconds", Value.Of(Tally.Time.TotalSeconds)),
        ("decisions_per_second", Value.Of(Tally.PerSecond)),
        ("average_reward", Value.Of(Tally.AverageReward)),
        ("regret", Value.Of(Tally.Regret)),
        ("optimal", Value.Of(Figures.Optimal)),
        ("best_fixed", Value.Of(Figures.BestFixed)),
        ("uniform", Value.Of(Figures.Uniform)),
        ("versions", Shape.List(
            Tally.Versions, static pair => Shape.Object(("version", Value.Of(pair.Key)), ("decisions", Value.Of(pair.Value))))),
        ("rewards_sent", Value.Of(Tally.RewardsSent)),
        ("rewards_not_sent", Value.Of(Tally.RewardsPending)),
        ("fates", new MapValue([.. Tally.Fates.Select(static pair => new KeyValuePair<string, Value>(pair.Key, Value.Of(pair.Value)))])));

    /// <summary>For people.</summary>
    public void WriteTo(TextWriter writer)
    {
        var table = new TextTable("SIMULATION OF", Deployment);
        table.Add("decisions", Text(Tally.Decisions));
        table.Add("decisions per second", Shown.Number(Tally.PerSecond));
        table.Add("average reward", Shown.Number(Tally.AverageReward));
        table.Add("  optimum", Shown.Number(Figures.Optimal));
        table.Add("  best single arm", Shown.Number(Figures.BestFixed));
        table.Add("  chance", Shown.Number(Figures.Uniform));
        table.Add("regret", $"{Shown.Number(Tally.Regret)}, {Shown.Number(Tally.Decisions == 0 ? 0 : Tally.Regret / Tally.Decisions)} per decision");
        table.Add("versions", Join(Tally.Versions.Select(static pair => $"{pair.Key}: {Text(pair.Value)}")));
        table.Add("rewards sent", Tally.RewardsSent == 0
            ? "0"
            : $"{Text(Tally.RewardsSent)} ({Join(Tally.Fates.Select(static pair => $"{Text(pair.Value)} {pair.Key}"))})");
        if (Tally.RewardsPending > 0)
            table.Add("rewards not sent", Text(Tally.RewardsPending));
        table.WriteTo(writer);
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
