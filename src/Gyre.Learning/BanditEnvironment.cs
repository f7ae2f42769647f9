using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>A simulated world for a bandit policy: users who come one after the other, and what each arm would give them.</summary>
/// <remarks>
/// A round is a pure function of the seed and its number: every reader of an environment, in any order and in any process, sees the same
/// users, the same noise and the same rewards, so a reward can be computed where the decision is logged. Thread-safe. Own environments
/// derive from this class and draw from the generator that they are given, and from nothing else.
/// </remarks>
public abstract class BanditEnvironment
{
    /// <summary>Starts an environment.</summary>
    /// <param name="seed">Of all its rounds.</param>
    /// <param name="arms">Names of the arms, at least one, each once.</param>
    /// <param name="contextLength">Numbers in a context, at least 0.</param>
    /// <param name="armFeatureLength">Features per arm and round; 0, the default, for none.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or names are missing or repeat.</exception>
    protected BanditEnvironment(ulong seed, ImmutableArray<string> arms, int contextLength, int armFeatureLength = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contextLength);
        ArgumentOutOfRangeException.ThrowIfNegative(armFeatureLength);
        if (arms.IsDefaultOrEmpty || arms.Distinct(StringComparer.Ordinal).Count() != arms.Length)
            throw new ArgumentException("An environment needs at least one arm, and each name only once.", nameof(arms));
        (Seed, Arms, ContextLength, ArmFeatureLength) = (seed, arms, contextLength, armFeatureLength);
    }

    /// <summary>Of all rounds; what to record.</summary>
    public ulong Seed { get; }

    /// <summary>Names of the arms. Where arms change with each round they are places, and the round names what stands there.</summary>
    public ImmutableArray<string> Arms { get; }

    /// <summary>Numbers in a context.</summary>
    public int ContextLength { get; }

    /// <summary>Features per arm and round; 0 for none.</summary>
    public int ArmFeatureLength { get; }

    /// <summary>The user of a round and the rewards of the arms.</summary>
    /// <param name="number">Number of the round, from 0. In an environment that drifts it is the time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public BanditRound Round(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Draw(number, new SeededRandom(SeedMix.Of(Seed, (ulong)number)));
    }

    /// <summary>What the optimum, chance and the best single arm earn per round, averaged over the first rounds.</summary>
    /// <param name="rounds">At least 1. An environment of few users averages over all of them instead.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rounds"/> is below 1.</exception>
    public virtual BanditFigures Figures(int rounds = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        return BanditFigures.Of(Enumerable.Range(0, rounds).Select(number => Round(number).ExpectedRewards), Arms.Length);
    }

    /// <summary>Draws a round.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="random">The round's own generator.</param>
    protected abstract BanditRound Draw(long number, SeededRandom random);
}
