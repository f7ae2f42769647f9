using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Simulation;

/// <summary>How long after its decision a reward comes.</summary>
/// <param name="IsRandom">Whether it is drawn from an exponential distribution; else it is the mean each time.</param>
/// <param name="Mean">The mean; zero for rewards that come at once.</param>
internal sealed record RewardDelay(bool IsRandom, TimeSpan Mean)
{
    /// <summary>Rewards come at once.</summary>
    public static RewardDelay None { get; } = new(false, TimeSpan.Zero);

    /// <summary>Reads <c>exp:30s</c>, <c>fixed:5s</c> or <c>none</c>.</summary>
    /// <exception cref="InvalidInputException">It is none of them.</exception>
    public static RewardDelay Read(string text) => text.Split(':') switch
    {
        ["none"] => None,
        ["exp", var mean] => new RewardDelay(true, SpanText.Read("--delay", mean)),
        ["fixed", var span] => new RewardDelay(false, SpanText.Read("--delay", span)),
        _ => throw new InvalidInputException(
            "simulate.delay", $"'{Shown.Short(text, 40)}' is not a valid delay.", "Use exp:30s (random with this mean), fixed:5s or none."),
    };

    /// <summary>Draws a delay. One number of the generator is used in every case, so that the delay changes nothing else.</summary>
    public TimeSpan Draw(SeededRandom random)
    {
        var share = random.NextDouble();
        return IsRandom ? -Math.Log(1 - share) * Mean : Mean;
    }
}
