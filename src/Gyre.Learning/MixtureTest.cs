using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>What a <see cref="MixtureTest"/> has seen. The default value is the start.</summary>
/// <param name="Count">Differences.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Evidence">The greatest logarithm of the likelihood ratio so far, at least 0.</param>
public readonly record struct MixtureState(long Count, double Sum, double Evidence)
{
    /// <summary>The always-valid p-value, 1 at the start; it never rises.</summary>
    public double PValue => Math.Exp(-Evidence);

    /// <summary>Mean difference; 0 at the start.</summary>
    public double Mean => Count == 0 ? 0 : Sum / Count;
}

/// <summary>
/// The mixture sequential probability ratio test: paired differences may be looked at after each one, and the level still holds.
/// </summary>
/// <remarks>
/// R. Johari, L. Pekelis and D. Walsh, "Always valid inference: continuous monitoring of A/B tests", 2022. The differences are normal
/// with a known variance, or so many that their mean is. O(1) per difference.
/// </remarks>
public sealed record MixtureTest
{
    /// <summary>Variance of a difference, v; finite, above 0. Of two independent rewards the sum of their variances.</summary>
    public required double Variance { get; init; }

    /// <summary>Variance of the effects that are expected, t^2; finite, above 0. Best near the square of the effect to find.</summary>
    public required double MixingVariance { get; init; }

    /// <summary>Level of the test and its interval, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>The state after one more difference, challenger minus champion.</summary>
    /// <exception cref="ArgumentException">The difference is not finite, or a setting is out of range.</exception>
    public MixtureState Next(MixtureState state, double difference)
    {
        Settings.Finite(nameof(difference), difference);
        var (count, sum) = (state.Count + 1, state.Sum + difference);
        return new(count, sum, Math.Max(state.Evidence, LogLikelihood(count, sum)));
    }

    /// <summary>The likelihood ratio of some effect against none: sqrt(v / (v + n t^2)) exp(t^2 S^2 / (2 v (v + n t^2))).</summary>
    /// <param name="count">Differences n, 0 or more.</param>
    /// <param name="sum">Their sum S.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public double Likelihood(long count, double sum) => Math.Exp(LogLikelihood(count, sum));

    /// <summary>Half the width of the always-valid interval around the mean.</summary>
    /// <param name="count">Differences, 1 or more.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public double HalfWidth(long count)
    {
        Check();
        Settings.Between(nameof(count), count, 1, long.MaxValue);
        var total = Variance + count * MixingVariance;
        return Math.Sqrt(2 * Variance * total / MixingVariance * Math.Log(Math.Sqrt(total / Variance) / (1 - Level))) / count;
    }

    /// <summary>
    /// Promotes or keeps once the p-value is at most 1 - level, by the sign of the difference; else there is not enough evidence.
    /// </summary>
    /// <remarks>The p-value is two-sided.</remarks>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public GateResult Judge(MixtureState state)
    {
        Check();
        var half = state.Count == 0 ? double.PositiveInfinity : HalfWidth(state.Count);
        var outcome = state.PValue > 1 - Level ? GateOutcome.NotEnoughEvidence : state.Mean > 0 ? GateOutcome.Promote : GateOutcome.Keep;
        return new()
        {
            Outcome = outcome,
            Sentence = $"{Lead(outcome)} after {state.Count} pairs: "
                + $"the mean difference is {ShortNumber.Of(state.Mean)} +- {ShortNumber.Of(half)}, "
                + $"the always-valid p-value {ShortNumber.Of(state.PValue)}.",
            Rows = state.Count,
            Difference = state.Mean,
            Bounds = new(state.Mean - half, state.Mean + half),
            Level = Level,
            PValue = state.PValue,
        };
    }

    private static string Lead(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Promote => "Promote the challenger",
        GateOutcome.Keep => "Keep the champion",
        _ => "Not enough evidence",
    };

    private double LogLikelihood(long count, double sum)
    {
        Check();
        var total = Variance + count * MixingVariance;
        return 0.5 * Math.Log(Variance / total) + MixingVariance * sum * sum / (2 * Variance * total);
    }

    private void Check()
    {
        Settings.Above(nameof(Variance), Variance, 0);
        Settings.Above(nameof(MixingVariance), MixingVariance, 0);
        Settings.Level(Level);
    }
}
