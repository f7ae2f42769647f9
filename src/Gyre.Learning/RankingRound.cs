using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>One user of a <see cref="RankingEnvironment"/>.</summary>
public sealed class RankingRound
{
    private readonly ImmutableArray<double> _attention;
    private readonly ulong _noiseSeed;

    internal RankingRound(
        long number, ImmutableArray<double> context, DenseMatrix items, ImmutableArray<double> relevance,
        ImmutableArray<double> attention, ulong noiseSeed) =>
        (Number, Context, Items, Relevance, _attention, _noiseSeed) = (number, context, items, relevance, attention, noiseSeed);

    /// <summary>From 0.</summary>
    public long Number { get; }

    /// <summary>What a policy may see of the user.</summary>
    public ImmutableArray<double> Context { get; }

    /// <summary>A row of features per item.</summary>
    public DenseMatrix Items { get; }

    /// <summary>Probability of a click on each item when it is looked at; for judging a policy, not for it.</summary>
    public ImmutableArray<double> Relevance { get; }

    /// <summary>Items by falling relevance, as many as there are places: no other page has more expected clicks.</summary>
    public ImmutableArray<int> BestPage =>
        [.. Enumerable.Range(0, Relevance.Length).OrderByDescending(item => Relevance[item]).Take(_attention.Length)];

    /// <summary>Mean number of clicks on a page.</summary>
    /// <param name="page">Items from 0, first place first; as many as there are places, each once.</param>
    /// <exception cref="ArgumentException">The page does not have that form.</exception>
    public double ExpectedClicks(IReadOnlyList<int> page)
    {
        Check(page);
        return page.Select((item, place) => Relevance[item] * _attention[place]).Sum();
    }

    /// <summary>
    /// Which places are clicked. Whether an item suits the user and whether a place is looked at do not depend on the rest of the page.
    /// </summary>
    /// <param name="page">As for <see cref="ExpectedClicks"/>.</param>
    /// <exception cref="ArgumentException">The page does not have that form.</exception>
    public ImmutableArray<bool> Clicks(IReadOnlyList<int> page)
    {
        Check(page);
        return [.. page.Select((item, place) => Chance(2 * item) < Relevance[item] && Chance((2 * place) + 1) < _attention[place])];
    }

    private double Chance(int draw) => new SeededRandom(SeedMix.Of(_noiseSeed, (ulong)draw)).NextDouble();

    private void Check(IReadOnlyList<int> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var isKnown = page.All(item => item >= 0 && item < Relevance.Length);
        if (!isKnown || page.Count != _attention.Length || page.Distinct().Count() != page.Count)
            throw new ArgumentException(
                $"A page shows {_attention.Length} different items from 0 to {Relevance.Length - 1}, not [{string.Join(", ", page)}].",
                nameof(page));
    }
}
