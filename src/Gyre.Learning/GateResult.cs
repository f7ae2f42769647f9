namespace Gyre.Learning;

/// <summary>What a gate decides about a challenger.</summary>
public enum GateOutcome
{
    /// <summary>The data do not decide; a normal result.</summary>
    NotEnoughEvidence,

    /// <summary>The challenger is better by more than the margin.</summary>
    Promote,

    /// <summary>The challenger is not better by more than the margin.</summary>
    Keep,

    /// <summary>The challenger does harm: it is worse by more than the margin.</summary>
    RollBack,

    /// <summary>The data cannot be used: a diagnostic fails.</summary>
    Refused,
}

/// <summary>A gate's decision with the numbers behind it. Differences are challenger minus champion.</summary>
public sealed record GateResult
{
    /// <summary>The decision.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>The decision and its reason, one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Rows, pairs or decisions that were looked at.</summary>
    public required long Rows { get; init; }

    /// <summary>Estimated difference per row.</summary>
    public required double Difference { get; init; }

    /// <summary>
    /// Confidence bounds of the difference. Of gates that look once each end is one-sided at the level; of sequential gates they are
    /// valid at every look at once.
    /// </summary>
    public required ConfidenceInterval Bounds { get; init; }

    /// <summary>The level of the bounds after correction for the number of candidates.</summary>
    public required double Level { get; init; }

    /// <summary>What the difference has to exceed.</summary>
    public double Margin { get; init; }

    /// <summary>
    /// Estimated reward per row of the challenger alone, doubly robust where there is a reward model; null where the gate does not
    /// estimate it.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>One-sided lower bound of <see cref="Value"/> at the level; null where there is none.</summary>
    public double? ValueLow { get; init; }

    /// <summary>Probability of a result at least as good for the challenger when it is equal, or null where there is none.</summary>
    public double? PValue { get; init; }

    /// <summary>
    /// About how many more rows would decide if the difference is as estimated; null when it is decided or more rows of this kind would
    /// not help.
    /// </summary>
    public long? MoreRows { get; init; }

    /// <summary>
    /// Overlap of the challenger with the log, or of the champion where the gate refuses because of it; null where there is no log.
    /// </summary>
    public OverlapReport? Overlap { get; init; }
}

/// <summary>What a gate that looks once demands.</summary>
public sealed record GateOptions
{
    /// <summary>
    /// 1 minus the probability of promoting a challenger that is not better, over all candidates together; in (0, 1). Default 0.95.
    /// </summary>
    public double Level { get; init; } = 0.95;

    /// <summary>What the difference has to exceed; finite. Default 0.</summary>
    public double Margin { get; init; }

    /// <summary>
    /// Candidates that are compared with the champion on the same rows, 1 or more; each gets its part of the error. Default 1.
    /// </summary>
    public int Candidates { get; init; } = 1;

    /// <summary>Probability of promotion for which more rows are advised, in (0, 1). Default 0.8.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Resamples of <see cref="PromotionGates.PairedBootstrap"/>, 100 to 1,000,000. Default 10,000.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>
    /// Width of the range that the rows' differences cannot leave, for bounds that are guaranteed at any number of rows (A. Maurer and M.
    /// Pontil, 2009) in place of normal ones; finite, above 0. Default null: normal bounds.
    /// </summary>
    public double? GuaranteedRange { get; init; }

    /// <summary>Weight above which a row counts as tail. Default 10.</summary>
    public double Clip { get; init; } = 10;

    /// <summary>When the offline gate refuses a log.</summary>
    public OverlapLimits Limits { get; init; } = new();
}
