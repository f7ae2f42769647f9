using System.Collections.Immutable;
using Gyre.Learning.Agreement;

namespace Gyre.Learning;

/// <summary>How far apart two values are for the agreement of several people.</summary>
public enum MeasurementLevel
{
    /// <summary>Names: equal or not.</summary>
    Nominal,

    /// <summary>Ranks: what matters is how many values lie between.</summary>
    Ordinal,

    /// <summary>Numbers: the squared difference.</summary>
    Interval,

    /// <summary>Numbers with a true zero: the squared difference relative to the sum.</summary>
    Ratio,
}

/// <summary>The agreement of two people. A figure is null where chance explains everything or nothing was labelled by both.</summary>
/// <param name="Count">Items that both labelled.</param>
/// <param name="Observed">Share of these with the same label.</param>
/// <param name="Unweighted">Cohen's kappa, -1 to 1; 0 is chance.</param>
/// <param name="Linear">Kappa in which a disagreement counts by the distance of the two categories.</param>
/// <param name="Quadratic">Kappa in which a disagreement counts by the squared distance.</param>
public sealed record CohenKappa(int Count, double? Observed, double? Unweighted, double? Linear, double? Quadratic);

/// <summary>The agreement of a fixed number of ratings per item.</summary>
/// <param name="Kappa">1 is full agreement, 0 chance; null where chance explains everything.</param>
/// <param name="PerItem">Share of agreeing pairs of ratings per item; null with fewer than two ratings per item.</param>
public sealed record FleissKappa(double? Kappa, ImmutableArray<double?> PerItem);

/// <summary>How much the labels of several people agree, beyond what chance would give.</summary>
public static class LabelAgreement
{
    /// <summary>
    /// Cohen's kappa of two people (J. Cohen, "A coefficient of agreement for nominal scales", 1960, and "Weighted kappa", 1968).
    /// O(items + categories²).
    /// </summary>
    /// <param name="first">One category per item, from 0; null where the person gave none. Such items are left out.</param>
    /// <param name="second">The other person's, for the same items.</param>
    /// <param name="categories">How many categories there are; their order matters to the weighted figures.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a category is out of range.</exception>
    public static CohenKappa Cohen(IReadOnlyList<int?> first, IReadOnlyList<int?> second, int categories)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return PairTable.Of(first, second, categories).Kappa();
    }

    /// <summary>Fleiss' kappa (J. Fleiss, "Measuring nominal scale agreement among many raters", 1971). O(items x categories).</summary>
    /// <param name="counts">Per item, how many ratings each category got; each item has the same number of ratings and of
    /// categories.</param>
    /// <exception cref="ArgumentException">Items have different numbers of ratings or categories, or a count is negative.</exception>
    public static FleissKappa Fleiss(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return RatingCounts.Kappa(counts);
    }

    /// <summary>
    /// Krippendorff's alpha for any number of people and missing values (K. Krippendorff, "Computing Krippendorff's alpha-reliability",
    /// 2011). Units with fewer than two values are left out. O(values + distinct values²).
    /// </summary>
    /// <param name="ratings">Per person, one value per unit, null where there is none. Nominal values are any different numbers.</param>
    /// <param name="level">What the values are.</param>
    /// <returns>1 is full agreement, 0 chance; null where no two values can be paired or all are the same.</returns>
    /// <exception cref="ArgumentException">The people have different numbers of units, or a value is not finite.</exception>
    public static double? Krippendorff(IReadOnlyList<IReadOnlyList<double?>> ratings, MeasurementLevel level)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        return Coincidences.Of(ratings).Alpha(level);
    }

    /// <summary>The same with a distance of one's own, for labels that are no numbers, such as boxes with 1 - IoU.</summary>
    /// <param name="ratings">Per person, one value per unit, null where there is none.</param>
    /// <param name="distance">0 for equal values, symmetric, at least 0. Called for each pair of values: O(values²).</param>
    public static double? Krippendorff<T>(IReadOnlyList<IReadOnlyList<T?>> ratings, Func<T, T, double> distance)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(distance);
        return PairDistances.Alpha(ratings, distance);
    }
}
