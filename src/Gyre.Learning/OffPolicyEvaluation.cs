using Gyre.Core;
using Gyre.Learning.Numerics;
using Gyre.Learning.OffPolicy;

namespace Gyre.Learning;

/// <summary>Estimates what a policy would have earned from the log of another one.</summary>
/// <remarks>
/// The estimators are named by <see cref="OffPolicyMethod"/>. Time O(rows), plus rows x resamples for the bootstrap. The result is a
/// function of the log, the options and the seed. An estimate is computed even when its diagnostics fail; whether to use it is what
/// <see cref="OverlapReport.Passed"/> says.
/// </remarks>
public static class OffPolicyEvaluation
{
    /// <summary>Estimates from the probabilities of the logged arms.</summary>
    /// <param name="log">At least 2 rows; with predictions for the methods that use a reward model.</param>
    /// <param name="options">The method and its settings.</param>
    /// <param name="random">Draws the bootstrap; required when resamples are asked for.</param>
    /// <exception cref="InvalidInputException">A row has an invalid value; the message names row and field.</exception>
    /// <exception cref="ArgumentException">Columns differ in length, an option is out of range, or predictions are missing.</exception>
    public static OffPolicyEstimate Estimate(EvaluationLog log, OffPolicyOptions options, SeededRandom? random = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        LogCheck.Check(log);
        return Estimator.Run(log, options, null, random);
    }

    /// <summary>
    /// Estimates from the probabilities of all arms: fits the reward model where the method needs one, and checks the support.
    /// </summary>
    /// <param name="log">At least 2 rows.</param>
    /// <param name="options">The method and its settings.</param>
    /// <param name="random">Draws the folds and the bootstrap.</param>
    /// <param name="fit">How the reward model is fitted. Default 5 folds.</param>
    /// <exception cref="InvalidInputException">A row has an invalid value; the message names row and field.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit, or an option is out of range.</exception>
    public static OffPolicyEstimate Estimate(
        InteractionLog log, OffPolicyOptions options, SeededRandom random, CrossFitOptions? fit = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        var columns = Estimator.NeedsModel(options.Method)
            ? CrossFit(log, fit ?? new() { RewardRange = options.RewardRange }, random)
            : Columns(log);
        return Estimator.Run(columns, options, Support.Of(log, options.Limits.SupportFloor), random);
    }

    /// <summary>
    /// Fits a regression per arm in folds and predicts each row by the model that has not seen it. O(folds x rows x d^2) with ridge
    /// regressions.
    /// </summary>
    /// <param name="log">At least 2 rows.</param>
    /// <param name="options">Folds, penalty and weighting.</param>
    /// <param name="random">Draws which row belongs to which fold.</param>
    /// <returns>The log of the chosen arms, with predictions and values.</returns>
    /// <exception cref="InvalidInputException">
    /// A row has an invalid value; the message names row and field. Or LightGBM is needed and missing.
    /// </exception>
    /// <exception cref="ArgumentException">Sizes do not fit, or an option is out of range.</exception>
    public static EvaluationLog CrossFit(InteractionLog log, CrossFitOptions options, SeededRandom random)
    {
        var columns = Columns(log);
        var predictions = Predictions(log, options, random);
        return columns with
        {
            Predictions = CrossFitting.OfChosen(predictions, log.Arms),
            Values = CrossFitting.Under(log.Target, predictions),
        };
    }

    /// <summary>Puts the log's target policy as challenger beside a champion, with cross-fitted predictions for both.</summary>
    /// <param name="log">At least 2 rows; its target policy is the challenger.</param>
    /// <param name="champion">Probabilities of the champion, n x K; each row sums to 1 within 1e-9.</param>
    /// <param name="options">Folds, penalty and weighting.</param>
    /// <param name="random">Draws which row belongs to which fold.</param>
    /// <exception cref="InvalidInputException">A row has an invalid value; the message names row and field.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit, or an option is out of range.</exception>
    public static PairedLog Pair(InteractionLog log, DenseMatrix champion, CrossFitOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(champion);
        var columns = Columns(log);
        LogCheck.Distribution(nameof(champion), champion, log);
        var predictions = Predictions(log, options, random);
        return new()
        {
            Propensities = columns.Propensities,
            Challenger = columns.Targets,
            Champion = CrossFitting.OfChosen(champion, log.Arms),
            Rewards = log.Rewards,
            Predictions = CrossFitting.OfChosen(predictions, log.Arms),
            ChallengerValues = CrossFitting.Under(log.Target, predictions),
            ChampionValues = CrossFitting.Under(champion, predictions),
        };
    }

    private static EvaluationLog Columns(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        LogCheck.Check(log);
        return new()
        {
            Propensities = CrossFitting.OfChosen(log.Logged, log.Arms),
            Targets = CrossFitting.OfChosen(log.Target, log.Arms),
            Rewards = log.Rewards,
        };
    }

    private static DenseMatrix Predictions(InteractionLog log, CrossFitOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Settings.Between(nameof(options.Folds), options.Folds, 2, log.Count);
        Settings.Above(nameof(options.Penalty), options.Penalty, 0);
        options.Trees.Check();
        return CrossFitting.Predict(log, options, random);
    }
}
