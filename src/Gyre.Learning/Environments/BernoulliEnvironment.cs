using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Environments;

/// <summary>Coins.</summary>
internal sealed class BernoulliEnvironment(ImmutableArray<double> probabilities, ulong seed)
    : BanditEnvironment(seed, EnvironmentGuard.Names("arm", probabilities.Length), 0)
{
    private readonly ImmutableArray<double> _probabilities = probabilities;

    protected override BanditRound Draw(long number, SeededRandom random) =>
        new(number, [], _probabilities, random) { Noise = RewardNoise.Coin };
}
