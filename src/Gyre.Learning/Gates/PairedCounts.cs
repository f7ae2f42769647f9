using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Gates;

/// <summary>Tests over the items on which two models differ, and intervals of their mean difference.</summary>
internal static class PairedCounts
{
    public static PairedOutcomes Of(IReadOnlyList<bool> oldRight, IReadOnlyList<bool> newRight)
    {
        var better = oldRight.Zip(newRight).Count(static pair => pair.Second && !pair.First);
        var worse = oldRight.Zip(newRight).Count(static pair => pair.First && !pair.Second);
        var (least, differing) = (Math.Min(better, worse), better + worse);
        var tail = Binomial.AtLeast(differing - least, differing);
        // Half of both tails: what was seen counts once and not twice.
        var seen = tail - Binomial.AtLeast(differing - least + 1, differing);
        var corrected = differing == 0 ? 0 : Math.Pow(Math.Abs(better - worse) - 1, 2) / differing;
        return new()
        {
            Items = oldRight.Count,
            OnlyNewRight = better,
            OnlyOldRight = worse,
            Difference = oldRight.Count == 0 ? null : (better - worse) / (double)oldRight.Count,
            ExactP = Math.Min(1, 2 * tail),
            MidP = Math.Min(1, (2 * tail) - seen),
            ChiSquare = corrected,
            ChiSquareP = 2 * NormalDistribution.Cdf(-Math.Sqrt(corrected)),
        };
    }

    public static ConfidenceInterval? Bootstrapped(ReadOnlySpan<double> differences, double level, int resamples, ulong seed)
    {
        Settings.Level(level);
        Settings.Between(nameof(resamples), resamples, 100, 1_000_000);
        if (differences.IsEmpty)
            return null;
        var means = Bootstrap.Ratios(differences, [], resamples, new SeededRandom(seed));
        return new(Bootstrap.Percentile(means, (1 - level) / 2), Bootstrap.Percentile(means, (1 + level) / 2));
    }
}
