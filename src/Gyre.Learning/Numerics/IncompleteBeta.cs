namespace Gyre.Learning.Numerics;

/// <summary>
/// The regularised incomplete beta function, the distribution function of the beta distribution; relative error about 1e-13.
/// </summary>
/// <remarks>
/// M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 26.5.8 (continued fraction) and 26.5.2 (symmetry).
/// </remarks>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;
    private const int MaxLevels = 100_000;

    /// <summary>The chance of a value of at most <paramref name="x"/>; both shapes above 0.</summary>
    public static double Of(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        // The fraction converges quickly on this side of the mean only.
        return x > (a + 1) / (a + b + 2) ? 1 - Lower(b, a, 1 - x) : Lower(a, b, x);
    }

    /// <summary>The value that <paramref name="probability"/> lies below.</summary>
    public static double Quantile(double a, double b, double probability)
    {
        var (low, high) = (0.0, 1.0);
        // Halving cannot miss, and it ends when nothing lies between.
        for (var middle = 0.5; middle > low && middle < high; middle = low + ((high - low) / 2))
        {
            if (Of(a, b, middle) < probability)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    private static double Lower(double a, double b, double x)
    {
        var front = Math.Exp((a * Math.Log(x)) + (b * double.LogP1(-x)) - LogBeta(a, b)) / a;
        return front * Fraction(a, b, x);
    }

    // Lentz's way through a continued fraction from its front.
    private static double Fraction(double a, double b, double x)
    {
        var (c, d) = (1.0, 1 / Away(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m <= MaxLevels; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            (c, d) = (Away(1 + (even / c)), 1 / Away(1 + (even * d)));
            value *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            (c, d) = (Away(1 + (odd / c)), 1 / Away(1 + (odd * d)));
            value *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16)
                break;
        }
        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    // Stirling's series (6.1.41), after the recurrence has carried the argument to where it is exact.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 15; x++)
            shift -= Math.Log(x);
        var r = 1 / (x * x);
        var series = (1 - (r * ((1.0 / 30) - (r * ((1.0 / 105) - (r * ((1.0 / 140) - (r / 99)))))))) / (12 * x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }
}
