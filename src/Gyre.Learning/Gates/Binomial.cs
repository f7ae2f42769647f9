namespace Gyre.Learning.Gates;

/// <summary>Exact tails of a fair binomial distribution, O(trials).</summary>
internal static class Binomial
{
    private const int HugeExponent = 500;
    private static readonly double HugeStep = Math.ScaleB(1, HugeExponent);

    /// <summary>The probability of at least <paramref name="least"/> heads of <paramref name="trials"/> fair tosses.</summary>
    public static double AtLeast(long least, long trials)
    {
        if (least <= 0)
            return 1;
        if (least > trials)
            return 0;
        // Summed from the larger end of the smaller tail, so that nothing cancels or overflows.
        return least > trials - least ? Tail(least, trials) : 1 - Tail(trials - least + 1, trials);
    }

    private static double Tail(long least, long trials)
    {
        var (first, scale) = (1.0, -trials);
        for (var i = 1L; i <= trials - least; i++)
        {
            first *= (least + i) / (double)i;
            if (first < HugeStep)
                continue;
            // A product loses less than a sum of logarithms would, but has to be kept in range.
            first /= HugeStep;
            scale += HugeExponent;
        }
        var (sum, term) = (0.0, first);
        for (var heads = least; heads <= trials && term > 1e-20 * sum; heads++)
        {
            sum += term;
            term *= (trials - heads) / (heads + 1.0);
        }
        return Math.ScaleB(sum, (int)Math.Max(scale, int.MinValue));
    }
}
