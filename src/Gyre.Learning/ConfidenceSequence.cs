using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>What a <see cref="ConfidenceSequence"/> has seen, in units of its range. The default value is the start.</summary>
/// <param name="Count">Values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Squares">Sum of the squared deviations from the mean up to each.</param>
/// <param name="Bets">Sum of the bets.</param>
/// <param name="Weighted">Sum of bets times values.</param>
/// <param name="Variation">Sum of what the bets on the variance cost.</param>
/// <param name="Low">Greatest lower bound so far.</param>
/// <param name="High">Least upper bound so far; without values it is not used.</param>
public readonly record struct ConfidenceState(
    long Count, double Sum, double Squares, double Bets, double Weighted, double Variation, double Low, double High);

/// <summary>
/// Bounds of the mean of values in a known range that hold at all times at once, however often one looks and whenever one stops.
/// </summary>
/// <remarks>
/// The predictable plug-in empirical Bernstein sequence of I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables
/// by betting", 2024, theorem 2, intersected over time. Needs no independence, only that the mean given the past stays the same. O(1) per
/// value.
/// </remarks>
public sealed record ConfidenceSequence
{
    /// <summary>The range that values cannot leave. Default 0 to 1.</summary>
    public ConfidenceInterval Range { get; init; } = new(0, 1);

    /// <summary>Probability that all intervals contain the mean, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>The state after one more value.</summary>
    /// <exception cref="ArgumentException">The value is outside the range, or a setting is out of range.</exception>
    public ConfidenceState Next(ConfidenceState state, double value)
    {
        Check();
        if (!Range.Contains(value))
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"The value must be from {ShortNumber.Of(Range.Low)} to {ShortNumber.Of(Range.High)}.");
        return PlugInBernstein.Next(state, (value - Range.Low) / Range.Width, PlugInBernstein.Evidence(1 - Level));
    }

    /// <summary>The bounds of the mean; the whole range at the start.</summary>
    public ConfidenceInterval Interval(ConfidenceState state) =>
        state.Count == 0 ? Range : new(Range.Low + state.Low * Range.Width, Range.Low + state.High * Range.Width);

    /// <summary>Mean of the values; the middle of the range at the start.</summary>
    public double Mean(ConfidenceState state) => Range.Low + Range.Width * (state.Count == 0 ? 0.5 : state.Sum / state.Count);

    private void Check()
    {
        Settings.Range(nameof(Range), Range);
        Settings.Level(Level);
    }
}
