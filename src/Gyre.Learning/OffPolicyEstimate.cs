using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>The estimated value of a policy, with its uncertainty and whether the log supports it.</summary>
public sealed record OffPolicyEstimate
{
    /// <summary>The estimator.</summary>
    public required OffPolicyMethod Method { get; init; }

    /// <summary>Clip, tau or lambda, given or chosen; null where there is none.</summary>
    public required double? Parameter { get; init; }

    /// <summary>Estimated mean reward per decision.</summary>
    public required double Value { get; init; }

    /// <summary>Standard error of the value; of SNIPS by the delta method.</summary>
    public required double StandardError { get; init; }

    /// <summary>Value plus and minus z standard errors.</summary>
    public required ConfidenceInterval Normal { get; init; }

    /// <summary>Percentiles of the bootstrap, or null where no resamples were asked for.</summary>
    public ConfidenceInterval? Bootstrap { get; init; }

    /// <summary>
    /// Covers at the level at any number of rows (A. Maurer and M. Pontil, "Empirical Bernstein bounds and sample variance penalization",
    /// 2009); for IPS, doubly robust, and of clipped IPS with rewards of at least 0 the lower end. Null where the ranges are not given or
    /// nothing is guaranteed.
    /// </summary>
    public ConfidenceInterval? Guaranteed { get; init; }

    /// <summary>
    /// As <see cref="Guaranteed"/> but mostly narrower (I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by
    /// betting", 2024; the predictable plug-in empirical Bernstein interval). It depends a little on the order of the rows, which
    /// therefore must not be chosen by their rewards.
    /// </summary>
    public ConfidenceInterval? PlugIn { get; init; }

    /// <summary>The range b of the terms behind <see cref="Guaranteed"/>, or null.</summary>
    public double? GuaranteedRange { get; init; }

    /// <summary>The diagnostics.</summary>
    public required OverlapReport Overlap { get; init; }
}

/// <summary>How well the log covers what the target policy does.</summary>
public sealed record OverlapReport
{
    /// <summary>Rows of the log.</summary>
    public required int Rows { get; init; }

    /// <summary>Effective sample size, (sum w)^2 / sum w^2; 0 when all weights are 0.</summary>
    public required double EffectiveRows { get; init; }

    /// <summary>Effective sample size divided by rows.</summary>
    public double EffectiveShare => EffectiveRows / Rows;

    /// <summary>Mean weight; 1 up to chance when the propensities are right and the target is supported.</summary>
    public required double MeanWeight { get; init; }

    /// <summary>Standard error of the mean weight.</summary>
    public required double MeanWeightError { get; init; }

    /// <summary>Greatest weight.</summary>
    public required double MaxWeight { get; init; }

    /// <summary>Rows with a weight above the clip.</summary>
    public required int RowsAboveClip { get; init; }

    /// <summary>Share of the rows above the clip.</summary>
    public double TailShare => (double)RowsAboveClip / Rows;

    /// <summary>Share of the target's probability on arms without support, or null where the log has only the chosen arms.</summary>
    public double? Unsupported { get; init; }

    /// <summary>The arm with most of the unsupported probability, or null.</summary>
    public string? UnsupportedArm { get; init; }

    /// <summary>The same estimate on the first half of the rows; null below four rows.</summary>
    public double? FirstHalf { get; init; }

    /// <summary>The same estimate on the second half of the rows; null below four rows.</summary>
    public double? SecondHalf { get; init; }

    /// <summary>One sentence per diagnostic that fails; empty when the estimate may be used.</summary>
    public required ImmutableArray<string> Failures { get; init; }

    /// <summary>Whether all diagnostics pass.</summary>
    public bool Passed => Failures.IsEmpty;

    /// <summary>The result in words.</summary>
    public required string Verdict { get; init; }
}
