namespace Gyre.Learning.Drift;

/// <summary>The chi-square distribution.</summary>
/// <remarks>
/// M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 6.5.29 (series), 6.5.31 (continued fraction) and 26.4.
/// </remarks>
internal static class ChiSquare
{
    /// <summary>
    /// The value that a variable with so many degrees of freedom exceeds with probability <paramref name="level"/>, to about 12 digits.
    /// </summary>
    public static double Quantile(int degrees, double level)
    {
        var (low, high) = (0.0, (double)degrees + 10);
        while (Above(degrees, high) > level)
            high *= 2;
        // Halving until nothing lies between: slow against Newton's method, but it cannot miss.
        for (var middle = high / 2; middle > low && middle < high; middle = low + ((high - low) / 2))
        {
            if (Above(degrees, middle) > level)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>The probability of a value above <paramref name="value"/>.</summary>
    public static double Above(int degrees, double value)
    {
        var (shape, x) = (degrees / 2.0, value / 2);
        if (x <= 0)
            return 1;
        var front = Math.Exp((shape * Math.Log(x)) - x - LogGamma(degrees));
        return x < shape + 1 ? 1 - (front * Series(shape, x)) : front * Fraction(shape, x);
    }

    private static double Series(double shape, double x)
    {
        var term = 1 / shape;
        var sum = term;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (shape + k);
            sum += term;
        }
        return sum;
    }

    // Evaluated from the front as a ratio of two recurrences, rescaled before they overflow.
    private static double Fraction(double shape, double x)
    {
        var (before, now) = ((Top: 0.0, Bottom: 1.0), (Top: 1.0, Bottom: x + 1 - shape));
        var last = 0.0;
        for (var k = 1; k < 10_000; k++)
        {
            var (a, b) = (-k * (k - shape), x + (2 * k) + 1 - shape);
            (before, now) = (now, ((b * now.Top) + (a * before.Top), (b * now.Bottom) + (a * before.Bottom)));
            var scale = 1 / now.Bottom;
            (before, now) = ((before.Top * scale, before.Bottom * scale), (now.Top * scale, 1));
            if (Math.Abs(now.Top - last) <= 1e-16 * now.Top)
                break;
            last = now.Top;
        }
        return now.Top;
    }

    /// <summary>The logarithm of the gamma function at half of a whole number, which is a product of few factors.</summary>
    private static double LogGamma(int halves)
    {
        var sum = halves % 2 == 0 ? 0 : 0.5 * Math.Log(Math.PI);
        for (var factor = halves - 2; factor > 0; factor -= 2)
            sum += Math.Log(factor / 2.0);
        return sum;
    }
}
