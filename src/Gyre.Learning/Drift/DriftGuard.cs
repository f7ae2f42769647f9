using System.Globalization;
using Gyre.Core;

namespace Gyre.Learning.Drift;

/// <summary>Checks what callers hand in, and writes numbers for people.</summary>
internal static class DriftGuard
{
    public static void Level(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be between 0 and 1, both excluded.");
    }

    public static void Sample(ReadOnlySpan<double> sample, string name)
    {
        if (sample.IsEmpty)
            throw new ArgumentException("A sample needs at least one value.", name);
        for (var i = 0; i < sample.Length; i++)
        {
            if (!double.IsFinite(sample[i]))
                throw new ArgumentException($"Value {i} is {NumberText.Of(sample[i])}; a sample needs finite values.", name);
        }
    }

    public static string Probability(double number) =>
        number.ToString(number < 1e-4 ? "0.##e-0" : "0.####", CultureInfo.InvariantCulture);

    public static string Shown(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
