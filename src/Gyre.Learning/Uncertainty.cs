using System.Collections.Immutable;
using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>The items that a model is least sure of.</summary>
public static class Uncertainty
{
    /// <summary>
    /// The least sure items first, of equals the lower index. One pass that keeps only what is asked for: O(items x classes + items log
    /// count)
    /// time, O(count) memory beside the block.
    /// </summary>
    /// <param name="probabilities">Items x classes.</param>
    /// <param name="measure">Which measure.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="isLeftOut">True for items that are not asked for; null for none.</param>
    /// <returns>Index and score, turned so that more is less sure: the margin is negative.</returns>
    public static ImmutableArray<(int Index, double Score)> Top(
        RowSource probabilities, UncertaintyMeasure measure, int count, Func<int, bool>? isLeftOut = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return BestRows.LeastSure(probabilities, measure, count, isLeftOut);
    }
}
