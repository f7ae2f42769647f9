using Gyre.Core;

namespace Gyre.Learning.Choosing;

/// <summary>The items that strategies by clusters look at: what is typical is not rare, so a large pool need not be seen whole.</summary>
internal static class PoolSample
{
    /// <summary>Items of a large pool.</summary>
    public const int MaxItems = 10_000;

    /// <summary>Items where each pair is looked at.</summary>
    public const int MaxCovered = 5_000;

    /// <summary>Clusters at most, as in the paper of TypiClust.</summary>
    public const int MaxClusters = 500;

    /// <summary>Indexes in rising order: all of a small pool, else the labelled ones and a random part of the others.</summary>
    public static int[] Of(ItemPool pool, SeededRandom random, int most = MaxItems)
    {
        if (pool.Count <= most)
            return [.. Enumerable.Range(0, pool.Count)];
        var labelled = pool.Labelled.Distinct().ToHashSet();
        int[] others = [.. Enumerable.Range(0, pool.Count).Where(index => !labelled.Contains(index))];
        random.Shuffle(others.AsSpan());
        return [.. labelled.Take(most / 2).Concat(others.Take(Math.Max(most / 2, most - labelled.Count))).Order()];
    }
}
