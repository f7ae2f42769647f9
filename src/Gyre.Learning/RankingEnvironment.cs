using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Environments;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>
/// Users to whom a page of items is shown in an order. An item is clicked when its place is looked at and it suits the user.
/// </summary>
/// <remarks>
/// The position-based model: N. Craswell, O. Zoeter, M. Taylor and B. Ramsey, "An experimental comparison of click position-bias models",
/// 2008. Rounds are pure functions of seed and number, as in <see cref="BanditEnvironment"/>. Thread-safe.
/// </remarks>
public sealed class RankingEnvironment
{
    private readonly RankingEnvironmentOptions _options;

    internal RankingEnvironment(RankingEnvironmentOptions options, ulong seed)
    {
        if (options.Places < 1 || options.Items < options.Places || options.FeatureLength < 1)
            throw new ArgumentException(
                "Places and FeatureLength must be at least 1 and Items at least Places, "
                + $"not {options.Places}, {options.FeatureLength} and {options.Items}.",
                nameof(options));
        if (!(options.BiasExponent >= 0) || !double.IsFinite(options.BiasExponent))
            throw new ArgumentOutOfRangeException(
                nameof(options), options.BiasExponent, "BiasExponent must be a finite number of at least 0.");
        (_options, Seed) = (options, seed);
        Attention = [.. Enumerable.Range(1, options.Places).Select(place => Math.Pow(place, -options.BiasExponent))];
    }

    /// <summary>Of all rounds; what to record.</summary>
    public ulong Seed { get; }

    /// <summary>Probability that a place is looked at, first place first; what a learner has to divide by.</summary>
    public ImmutableArray<double> Attention { get; }

    /// <summary>The user and the items of a round.</summary>
    /// <param name="number">Number of the round, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public RankingRound Round(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var random = new SeededRandom(SeedMix.Of(Seed, (ulong)number));
        var context = EnvironmentGuard.Sphere(_options.FeatureLength, random);
        var (items, relevance) = (new DenseMatrix(_options.Items, _options.FeatureLength), new double[_options.Items]);
        for (var item = 0; item < relevance.Length; item++)
        {
            EnvironmentGuard.Sphere(_options.FeatureLength, random).CopyTo(items.Row(item));
            relevance[item] = 1 / (1 + Math.Exp(-4 * Kernels.Dot(context, items.Row(item))));
        }
        return new RankingRound(number, [.. context], items, [.. relevance], Attention, random.NextUInt64());
    }
}
