namespace Gyre.Learning.Tests;

/// <summary>Central differences, to check gradients against.</summary>
internal static class FiniteDifferences
{
    public static double[] Of(Func<double[], double> function, double[] point)
    {
        const double step = 1e-5;
        var differences = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            var at = point.ToArray();
            at[i] = point[i] + step;
            var above = function(at);
            at[i] = point[i] - step;
            differences[i] = (above - function(at)) / (2 * step);
        }

        return differences;
    }
}
