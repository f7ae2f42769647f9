namespace Gyre.Learning.Numerics;

/// <summary>The standard normal distribution; relative error about 1e-13 down to the smallest tails that a double can hold.</summary>
/// <remarks>
/// The middle by the series of G. Marsaglia, "Evaluating the normal distribution", 2004; the tails by Laplace's continued fraction of
/// Mills' ratio; the quantile by Halley's method from formula 26.2.23 of M. Abramowitz and I. Stegun, "Handbook of Mathematical
/// Functions", 1964.
/// </remarks>
internal static class NormalDistribution
{
    private const double Middle = 2.5;

    // At the middle's edge a hundred levels of the fraction leave an error below 1e-20.
    private const int FractionLevels = 100;

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    public static double Cdf(double x) => x < -Middle ? Tail(-x) : x > Middle ? 1 - Tail(x) : 0.5 + Density(x) * Series(x);

    /// <summary>The value that <paramref name="probability"/> lies below; infinite at 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static double Quantile(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must be between 0 and 1.");
        if (probability == 0)
            return double.NegativeInfinity;
        // Only the lower half is searched, where the distribution function keeps its relative precision.
        return probability > 0.5 ? -LowerQuantile(1 - probability) : LowerQuantile(probability);
    }

    private static double LowerQuantile(double probability)
    {
        if (probability == 0)
            return double.NegativeInfinity;
        var t = Math.Sqrt(-2 * Math.Log(probability));
        var x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
        for (var step = 0; step < 3; step++)
        {
            var error = (Cdf(x) - probability) / Density(x);
            if (!double.IsFinite(error))
                break;
            x -= error / (1 + 0.5 * x * error);
        }
        return x;
    }

    private static double Series(double x)
    {
        var term = x;
        var sum = x;
        for (var k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2)
        {
            term *= x * x / k;
            sum += term;
        }
        return sum;
    }

    private static double Tail(double x)
    {
        if (double.IsPositiveInfinity(x))
            return 0;
        var fraction = x;
        for (var level = FractionLevels; level > 0; level--)
            fraction = x + level / fraction;
        return Density(x) / fraction;
    }
}
