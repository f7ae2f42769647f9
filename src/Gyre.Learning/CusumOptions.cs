using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>
/// A one-sided cumulative sum on an error against the error that the model had at its gate. Values are errors in [0, 1].
/// </summary>
/// <remarks>
/// E. S. Page, "Continuous inspection schemes", 1954: the log likelihood ratio of the raised to the reference error, never below 0. O(1)
/// per value. The delay is about the threshold divided by the divergence of the two error rates; the run length to a false alarm grows as
/// the exponential of the threshold. Unlike a window it does not get used to a model that has been bad from the start.
/// </remarks>
public sealed record CusumOptions : DriftOptions
{
    /// <summary>
    /// Error of the model at its gate, in (0, 1). It is an estimate itself: use its upper bound, as <see cref="ForGate"/> does.
    /// </summary>
    public required double ReferenceError { get; init; }

    /// <summary>
    /// Error that should be found soon, above <see cref="ReferenceError"/> and below 1. Aiming at half of the expected shift costs
    /// little.
    /// </summary>
    public required double RaisedError { get; init; }

    /// <summary>Accumulated evidence for an alarm in nats, above 0; the dearer a retraining, the higher. Default 8.</summary>
    public double Threshold { get; init; } = 8;

    /// <summary>Values from a change to <see cref="RaisedError"/> to the alarm, about.</summary>
    [JsonIgnore]
    public double ExpectedDelay => Threshold
        / ((RaisedError * Math.Log(RaisedError / ReferenceError))
            + ((1 - RaisedError) * Math.Log((1 - RaisedError) / (1 - ReferenceError))));

    /// <summary>
    /// Settings from the errors on the gate's rows, with the upper 95% bound of the error (E. B. Wilson, "Probable inference", 1927) as
    /// the reference.
    /// </summary>
    /// <param name="errors">Errors on those rows, from 0.</param>
    /// <param name="rows">Rows, at least 1 and at least <paramref name="errors"/>.</param>
    /// <param name="shift">Increase of the error that should be found, above 0; the sum with the bound stays below 1.</param>
    /// <param name="threshold">See <see cref="Threshold"/>.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static CusumOptions ForGate(long errors, long rows, double shift, double threshold = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(errors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errors, rows);
        const double z = 1.6448536269514722; // The normal distribution's one-sided 95% point.
        var (rate, n) = ((double)errors / rows, (double)rows);
        var upper = (rate + (z * z / (2 * n)) + (z * Math.Sqrt((rate * (1 - rate) / n) + (z * z / (4 * n * n))))) / (1 + (z * z / n));
        if (!(shift > 0) || upper + shift >= 1)
            throw new ArgumentOutOfRangeException(
                nameof(shift),
                shift,
                $"The shift must be above 0 and below {NumberText.Of(1 - upper)}, so that the raised error stays below 1.");
        return new CusumOptions { ReferenceError = upper, RaisedError = upper + shift, Threshold = threshold };
    }
}
