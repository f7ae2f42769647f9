namespace Gyre.Learning;

/// <summary>How the value of a policy is estimated from another policy's log; w = pi / p is the weight of a row.</summary>
public enum OffPolicyMethod
{
    /// <summary>Mean of v: biased as the reward model is, and the interval does not show it.</summary>
    Direct,

    /// <summary>Inverse propensity scoring, the mean of w r: unbiased, variance up to the greatest weight.</summary>
    Ips,

    /// <summary>Mean of min(w, c) r: biased low for rewards of at least 0.</summary>
    ClippedIps,

    /// <summary>
    /// Sum of w r over sum of w (A. Swaminathan and T. Joachims, "The self-normalized estimator for counterfactual learning", 2015).
    /// </summary>
    Snips,

    /// <summary>Mean of v + w (r - q) (M. Dudik, J. Langford and L. Li, "Doubly robust policy evaluation and learning", 2011).</summary>
    DoublyRobust,

    /// <summary>
    /// Doubly robust where w is at most tau, else v (Y. Wang, A. Agarwal and M. Dudik, "Optimal and adaptive off-policy evaluation in
    /// contextual bandits", 2017).
    /// </summary>
    Switch,

    /// <summary>
    /// Doubly robust with w replaced by lambda w / (w^2 + lambda) (Y. Su and others, "Doubly robust off-policy evaluation with
    /// shrinkage", 2020).
    /// </summary>
    Shrinkage,
}

/// <summary>How tau or lambda is chosen from the data when it is not given.</summary>
public enum ParameterChoice
{
    /// <summary>Least estimated squared error: variance of the mean plus the square of the estimated bias against doubly robust.</summary>
    EstimatedError,

    /// <summary>
    /// From the least biased on, the last whose value agrees with all before within their errors (Y. Su, P. Srinath and A. Krishnamurthy,
    /// "Adaptive estimator selection for off-policy evaluation", 2020).
    /// </summary>
    Slope,
}

/// <summary>What is estimated from a log and how.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>The estimator. Default doubly robust.</summary>
    public OffPolicyMethod Method { get; init; } = OffPolicyMethod.DoublyRobust;

    /// <summary>Probability that an interval covers the value, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Weight above which <see cref="OffPolicyMethod.ClippedIps"/> clips, and rows count as tail. Above 0. Default 10.</summary>
    public double Clip { get; init; } = 10;

    /// <summary>Tau of <see cref="OffPolicyMethod.Switch"/>, 0 or more. Default null: chosen by the data.</summary>
    public double? SwitchAbove { get; init; }

    /// <summary>Lambda of <see cref="OffPolicyMethod.Shrinkage"/>, above 0. Default null: chosen by the data.</summary>
    public double? Shrinkage { get; init; }

    /// <summary>How tau or lambda is chosen. Default the estimated error.</summary>
    public ParameterChoice Choice { get; init; } = ParameterChoice.EstimatedError;

    /// <summary>Resamples of the bootstrap interval, 0 to 1,000,000; 0 omits it. Default 0.</summary>
    public int Resamples { get; init; }

    /// <summary>The range that rewards cannot leave, for the guaranteed interval. Default null: no guaranteed interval.</summary>
    public ConfidenceInterval? RewardRange { get; init; }

    /// <summary>
    /// The greatest weight that can occur, as K / epsilon under an exploration floor; for the guaranteed interval. Default null: none.
    /// </summary>
    public double? WeightBound { get; init; }

    /// <summary>When the diagnostics fail.</summary>
    public OverlapLimits Limits { get; init; } = new();
}

/// <summary>From where on the overlap of two policies is too small to believe an estimate.</summary>
public sealed record OverlapLimits
{
    /// <summary>Effective rows, at least. Default 50.</summary>
    public double MinEffectiveRows { get; init; } = 50;

    /// <summary>Effective rows divided by rows, at least, in [0, 1]. Default 0.01.</summary>
    public double MinEffectiveShare { get; init; } = 0.01;

    /// <summary>Standard errors that the mean weight may be from 1, and the two halves from each other. Default 4.</summary>
    public double MaxDeviations { get; init; } = 4;

    /// <summary>A logged probability below it is no support. Default 0.001.</summary>
    public double SupportFloor { get; init; } = 0.001;

    /// <summary>Share of the target's probability on arms without support, at most. Default 0.01.</summary>
    public double MaxUnsupported { get; init; } = 0.01;
}

/// <summary>What predicts rewards for the estimators that use a reward model; each arm has a regression of its own.</summary>
public enum RewardRegression
{
    /// <summary>Ridge regression on the context: exact, fast, and wrong where rewards are not linear.</summary>
    Ridge,

    /// <summary>
    /// Gradient-boosted trees on the context: for rewards that bend and jump. Needs LightGBM, see <see cref="GradientBoostingOptions"/>.
    /// </summary>
    Trees,
}

/// <summary>How a reward model is fitted for doubly robust estimates.</summary>
public sealed record CrossFitOptions
{
    /// <summary>Parts of the log; the model of each learns from the others. 2 or more, at most the number of rows. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>What predicts. Default ridge.</summary>
    public RewardRegression Model { get; init; } = RewardRegression.Ridge;

    /// <summary>
    /// How trees are trained. An arm with fewer than two leaves of rows predicts their mean, drawn towards that of all rows. Default 50
    /// rounds of 15 leaves.
    /// </summary>
    public GradientBoostingOptions Trees { get; init; } = new() { Rounds = 50, Leaves = 15 };

    /// <summary>Ridge penalty, above 0. Default 1.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>
    /// Fits rows with weight pi^2 (1 - p) / p^2, for least variance of the doubly robust estimate rather than least error (M. Farajtabar,
    /// Y. Chow and M. Ghavamzadeh, "More robust doubly robust off-policy evaluation", 2018; the diagonal of their objective). Default
    /// false.
    /// </summary>
    public bool LeastVariance { get; init; }

    /// <summary>The range to which predictions are clipped. Default null: not clipped.</summary>
    public ConfidenceInterval? RewardRange { get; init; }
}
