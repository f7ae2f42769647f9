using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>How the reward of an arm varies around its expectation.</summary>
public enum RewardNoise
{
    /// <summary>A normal deviation; of 0, the reward is its expectation.</summary>
    Normal,

    /// <summary>The reward is 1 with the expectation as its probability, and 0 otherwise.</summary>
    Coin,
}

/// <summary>One user of a <see cref="BanditEnvironment"/>.</summary>
public sealed class BanditRound
{
    private readonly ulong _noiseSeed;

    /// <summary>Makes a round; its noise is seeded by one number of the generator.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="context">What a policy may see of the user; finite numbers.</param>
    /// <param name="expectedRewards">Mean reward per arm, finite; probabilities for <see cref="RewardNoise.Coin"/>.</param>
    /// <param name="random">The round's generator.</param>
    /// <exception cref="ArgumentException">There is no reward, or a number is not finite.</exception>
    public BanditRound(long number, ImmutableArray<double> context, ImmutableArray<double> expectedRewards, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (expectedRewards.IsDefaultOrEmpty)
            throw new ArgumentException("A round needs the reward of at least one arm.", nameof(expectedRewards));
        if (context.IsDefault || context.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new ArgumentException("A context must consist of finite numbers.", nameof(context));
        if (expectedRewards.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new ArgumentException("Expected rewards must be finite numbers.", nameof(expectedRewards));
        (Number, Context, ExpectedRewards, _noiseSeed) = (number, context, expectedRewards, random.NextUInt64());
    }

    /// <summary>From 0.</summary>
    public long Number { get; }

    /// <summary>What a policy may see of the user.</summary>
    public ImmutableArray<double> Context { get; }

    /// <summary>Mean reward per arm; for judging a policy, not for it.</summary>
    public ImmutableArray<double> ExpectedRewards { get; }

    /// <summary>One row of features per arm, or null. They must be logged with the decision: another round has others.</summary>
    public DenseMatrix? ArmFeatures { get; init; }

    /// <summary>What stands at each arm's place where that changes with the round, or null.</summary>
    public ImmutableArray<string>? Candidates { get; init; }

    /// <summary>How rewards vary. Default normal.</summary>
    public RewardNoise Noise { get; init; }

    /// <summary>Standard deviation of normal noise, at least 0. Default 0.</summary>
    public double Deviation { get; init; }

    /// <summary>The arm with the highest mean reward, the lowest of equals. Others can be as good: compare rewards, not arms.</summary>
    public int OptimalArm => Kernels.IndexOfMax(ExpectedRewards.AsSpan());

    /// <summary>The highest mean reward.</summary>
    public double OptimalReward => ExpectedRewards[OptimalArm];

    /// <summary>The reward of an arm: the same each time, and independent of the other arms'.</summary>
    /// <param name="arm">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such arm.</exception>
    public double Reward(int arm)
    {
        if (arm < 0 || arm >= ExpectedRewards.Length)
            throw new ArgumentOutOfRangeException(nameof(arm), arm, $"The arm must be from 0 to {ExpectedRewards.Length - 1}.");
        var expected = ExpectedRewards[arm];
        if (Noise == RewardNoise.Normal && Deviation == 0)
            return expected;
        var random = new SeededRandom(SeedMix.Of(_noiseSeed, (ulong)arm));
        return Noise == RewardNoise.Normal ? random.NextGaussian(expected, Deviation) : random.NextDouble() < expected ? 1 : 0;
    }
}
