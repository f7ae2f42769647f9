using Gyre.Learning.Boosting;
using Gyre.Learning.Trees;

namespace Gyre.Learning.OffPolicy;

/// <summary>
/// Gradient-boosted trees on the context for each arm. An arm without rows predicts the mean reward of all; one with too few for two
/// leaves its own mean, as if as many rows as a leaf needs had the mean of all.
/// </summary>
internal sealed class TreesPerArm : IRewardModel
{
    private readonly ArmTrees[] _arms;

    private TreesPerArm(ArmTrees[] arms) => _arms = arms;

    /// <param name="log">Where to learn.</param>
    /// <param name="rows">Rows to learn from; at least one.</param>
    /// <param name="weights">Weight per row of the whole log, at least 0.</param>
    /// <param name="options">Checked before.</param>
    /// <param name="booster">Trains.</param>
    public static TreesPerArm Fit(
        InteractionLog log, IReadOnlyList<int> rows, double[] weights, GradientBoostingOptions options, IBooster booster)
    {
        var mean = rows.Sum(row => log.Rewards[row]) / rows.Count;
        var ofArms = rows.ToLookup(row => log.Arms[row]);
        return new(
        [
            .. Enumerable.Range(0, log.ArmNames.Length).Select(arm => FitArm(log, [.. ofArms[arm]], weights, mean, options, booster)),
        ]);
    }

    public void Predict(ReadOnlySpan<double> context, Span<double> rewards)
    {
        for (var arm = 0; arm < rewards.Length; arm++)
        {
            var sum = 0.0;
            _arms[arm].Trees?.Score(context, new Span<double>(ref sum));
            rewards[arm] = _arms[arm].Offset + (_arms[arm].Scale * sum);
        }
    }

    private static ArmTrees FitArm(
        InteractionLog log, int[] rows, double[] weights, double mean, GradientBoostingOptions options, IBooster booster)
    {
        float[] ofRows = [.. rows.Select(row => (float)weights[row])];
        var total = ofRows.Sum(weight => (double)weight);
        if (rows.Length < 2 * options.LeafRows || log.Contexts.Columns == 0 || !(total > 0))
        {
            var excess = rows.Sum(row => weights[row] * (log.Rewards[row] - mean));
            return new ArmTrees(null, mean + (excess / (total + options.LeafRows)), 0);
        }
        var targets = ScaledTargets.Of([.. rows.Select(row => log.Rewards[row])], ofRows);
        var text = booster.Train(
            new BoostingProblem(log.Contexts.Take(rows), targets.Values, 0, ofRows), options, null, CancellationToken.None);
        var trees = TreeText.Read(
            text, log.Contexts.Columns, 1, problem => new InvalidOperationException($"LightGBM wrote unreadable trees: {problem}."));
        return new ArmTrees(trees, targets.Offset, targets.Scale);
    }

    /// <summary>Offset + scale x the sum of the trees; without trees the offset.</summary>
    private readonly record struct ArmTrees(TreeEnsemble? Trees, double Offset, double Scale);
}
