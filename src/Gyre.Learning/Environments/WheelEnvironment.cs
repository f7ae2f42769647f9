using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Environments;

/// <summary>The wheel of Riquelme and others (2018).</summary>
internal sealed class WheelEnvironment(double delta, double deviation, ulong seed)
    : BanditEnvironment(seed, EnvironmentGuard.Names("arm", 5), 2)
{
    private const double Safe = 1.2;
    private const double Low = 1;
    private const double High = 50;

    protected override BanditRound Draw(long number, SeededRandom random)
    {
        var (x, y) = InDisc(random);
        var rewards = ImmutableArray.Create(Safe, Low, Low, Low, Low);
        if ((x * x) + (y * y) > delta * delta)
            rewards = rewards.SetItem(1 + (x > 0 ? 0 : 2) + (y > 0 ? 0 : 1), High);
        return new BanditRound(number, [x, y], rewards, random) { Deviation = deviation };
    }

    // Points of the square until one is in the disc: no function whose last bit depends on the machine.
    private static (double X, double Y) InDisc(SeededRandom random)
    {
        while (true)
        {
            var (x, y) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            if ((x * x) + (y * y) <= 1)
                return (x, y);
        }
    }
}
