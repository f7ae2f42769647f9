using Gyre.Core;
using Gyre.Learning.Gates;

namespace Gyre.Learning;

/// <summary>Decides on the same test items whether a challenger replaces the champion.</summary>
public static class ChallengerComparison
{
    /// <summary>Compares by the mean of a score per item, such as 1 for right and 0 for wrong. O(items x resamples).</summary>
    /// <param name="champion">Score per test item.</param>
    /// <param name="challenger">Score for the same items.</param>
    /// <param name="slices">Items of each slice, by index; an item may be in several.</param>
    /// <param name="rules">What the challenger has to show.</param>
    /// <exception cref="InvalidInputException">There are too few items: a comparison without a test set means nothing.</exception>
    /// <exception cref="ArgumentException">Counts differ, an index or an option is out of range.</exception>
    public static ChallengerReport Of(
        IReadOnlyList<double> champion, IReadOnlyList<double> challenger, IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> slices,
        ChallengerRules rules)
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
    /// <param name="metric">The champion's and the challenger's figure for items by index, which may repeat; null where it is
    /// undefined.</param>
    /// <param name="slices">Items of each slice, by index.</param>
    /// <param name="rules">What the challenger has to show; <see cref="ChallengerTest.McNemar"/> does not fit.</param>
    /// <inheritdoc cref="Of(IReadOnlyList{double}, IReadOnlyList{double}, IReadOnlyList{KeyValuePair{string, IReadOnlyList{int}}}, ChallengerRules)"/>
    public static ChallengerReport Of(
        IReadOnlyList<double> champion, IReadOnlyList<double> challenger,
        Func<IReadOnlyList<int>, (double? Champion, double? Challenger)> metric,
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
