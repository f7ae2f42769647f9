using System.Collections.Immutable;

namespace Gyre.Experiments.Drawing;

/// <summary>Numbers along an axis, with round marks.</summary>
/// <param name="Low">At the start.</param>
/// <param name="High">At the end, above <paramref name="Low"/>.</param>
/// <param name="Step">Between two marks.</param>
internal sealed record Scale(double Low, double High, double Step)
{
    private const int Marks = 5;

    /// <summary>From 0 to 1 by fifths.</summary>
    public static Scale Unit { get; } = new(0, 1, 0.2);

    /// <summary>The numbers that get a mark.</summary>
    public ImmutableArray<double> Ticks =>
        [.. Enumerable.Range(0, (int)Math.Floor(((High - Low) / Step) + 1e-6) + 1).Select(i => Math.Round(Low + (i * Step), 12))];

    /// <summary>A scale that holds all numbers; those that are not finite do not count.</summary>
    /// <param name="numbers">What is drawn.</param>
    /// <param name="isWhole">Whether marks stand at whole numbers only.</param>
    public static Scale Of(IEnumerable<double> numbers, bool isWhole = false)
    {
        // Larger numbers would overflow in the difference of two.
        double[] finite = [.. numbers.Where(static number => Math.Abs(number) < 1e300)];
        if (finite.Length == 0)
            return Unit;
        var (low, high) = (finite.Min(), finite.Max());
        if (high - low <= Math.Abs(high) * 1e-9)
            (low, high) = isWhole ? (low - 1, high + 1) : low == 0 ? (-1, 1) : (low - (0.1 * Math.Abs(low)), high + (0.1 * Math.Abs(high)));
        var step = Round((high - low) / Marks);
        if (isWhole)
            step = Math.Max(1, Math.Round(step));
        return isWhole
            ? new Scale(low, high, step)
            : new Scale(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>Where a number stands, 0 to 1.</summary>
    public double Share(double number) => Math.Clamp((number - Low) / (High - Low), 0, 1);

    /// <summary>The next of 1, 2, 2.5 and 5 times a power of ten.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * (step / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
    }
}
