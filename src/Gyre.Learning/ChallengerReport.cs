using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Gates;

namespace Gyre.Learning;

/// <summary>How sure a challenger has to be.</summary>
public enum ChallengerTest
{
    /// <summary>The figure alone decides.</summary>
    None,

    /// <summary>A percentile interval, resampled by items.</summary>
    Bootstrap,

    /// <summary>McNemar's exact test; only for scores of 0 and 1.</summary>
    McNemar,
}

/// <summary>What a challenger has to show.</summary>
public sealed record ChallengerRules
{
    /// <summary>The difference has to be larger; equal is not enough. Default 0.</summary>
    public double MinDelta { get; init; }

    /// <summary>Default: bootstrap.</summary>
    public ChallengerTest Test { get; init; } = ChallengerTest.Bootstrap;

    /// <summary>
    /// How much worse the challenger may be at the lower end of the interval. Null (the default) asks for better: a lower end above 0, or a
    /// p-value of at most 1 - level. A number asks for not worse.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>Of the interval, above 0 and below 1. Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>100 to 1,000,000. Default 10,000.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>Fixes the resamples.</summary>
    public ulong Seed { get; init; }

    /// <summary>Fewer test items are refused; at least 1. Default 1.</summary>
    public int MinimumItems { get; init; } = 1;

    /// <summary>No slice may lose more than this; null for no such guard.</summary>
    public double? LargestSliceLoss { get; init; }

    /// <summary>The guard looks at slices of at least so many items. Default 20.</summary>
    public int GuardedItems { get; init; } = 20;
}

/// <summary>One slice of the test items: a class, a tag, a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">How many.</param>
/// <param name="Champion">Score of the champion there.</param>
/// <param name="Challenger">Score of the challenger there.</param>
/// <param name="BreaksGuard">Whether it lost more than the guard allows.</param>
public sealed record SliceScore(string Name, int Items, double Champion, double Challenger, bool BreaksGuard);

/// <summary>Whether a challenger replaces the champion, and what would change.</summary>
public sealed record ChallengerReport
{
    /// <summary>Whether the challenger shows what the rules ask for.</summary>
    public required bool Promote { get; init; }

    /// <summary>Test items, the same for both.</summary>
    public required int Items { get; init; }

    /// <summary>The metric of the champion.</summary>
    public required double Champion { get; init; }

    /// <summary>The metric of the challenger.</summary>
    public required double Challenger { get; init; }

    /// <summary>Challenger minus champion.</summary>
    public double Difference => Challenger - Champion;

    /// <summary>Interval of the difference; both ends the difference itself without a test.</summary>
    public required ConfidenceInterval Interval { get; init; }

    /// <summary>McNemar's two-sided exact p-value for scores of 0 and 1, else null.</summary>
    public required double? PValue { get; init; }

    /// <summary>Items on which the challenger is better, by index.</summary>
    public required ImmutableArray<int> Fixed { get; init; }

    /// <summary>Items on which the challenger is worse: open these.</summary>
    public required ImmutableArray<int> Broken { get; init; }

    /// <summary>In the order given.</summary>
    public required ImmutableArray<SliceScore> Slices { get; init; }

    /// <summary>The answer as a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Compares by the mean of a score per item, such as 1 for right and 0 for wrong. O(items x resamples).</summary>
    /// <param name="champion">Score per test item.</param>
    /// <param name="challenger">Score for the same items.</param>
    /// <param name="slices">Items of each slice, by index; an item may be in several.</param>
    /// <param name="rules">What the challenger has to show.</param>
    /// <exception cref="InvalidInputException">There are too few items: a comparison without a test set means nothing.</exception>
    /// <exception cref="ArgumentException">Counts differ, an index or an option is out of range.</exception>
    public static ChallengerReport Of(
        IReadOnlyList<double> champion, IReadOnlyList<double> challenger, IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> slices, ChallengerRules rules)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentNullException.ThrowIfNull(slices);
        ArgumentNullException.ThrowIfNull(rules);
        return new ChallengerDecision(champion, challenger, rules).Decide(slices);
    }

    /// <summary>
    /// Compares by any metric that is computed from many items at once, such as F1 or a mean average precision, resampled by items; for
    /// detection an item is an image.
    /// </summary>
    /// <param name="champion">Score per test item, for what is fixed and broken.</param>
    /// <param name="challenger">Score for the same items.</param>
    /// <param name="metric">The champion's and the challenger's figure for items by index, which may repeat; null where it is undefined.</param>
    /// <param name="slices">Items of each slice, by index.</param>
    /// <param name="rules">What the challenger has to show; <see cref="ChallengerTest.McNemar"/> does not fit.</param>
    /// <inheritdoc cref="Of(IReadOnlyList{double}, IReadOnlyList{double}, IReadOnlyList{KeyValuePair{string, IReadOnlyList{int}}}, ChallengerRules)"/>
    public static ChallengerReport Of(
        IReadOnlyList<double> champion, IReadOnlyList<double> challenger, Func<IReadOnlyList<int>, (double? Champion, double? Challenger)> metric,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> slices, ChallengerRules rules)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(slices);
        ArgumentNullException.ThrowIfNull(rules);
        return new ChallengerDecision(champion, challenger, rules, metric).Decide(slices);
    }
}
