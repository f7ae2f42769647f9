namespace Gyre.Learning.OffPolicy;

/// <summary>A checked log as the estimators read it; without a reward model the last two are empty.</summary>
internal sealed record LogColumns(double[] Weights, double[] Rewards, double[] Predictions, double[] Values)
{
    public int Count => Rewards.Length;

    public static LogColumns Of(EvaluationLog log)
    {
        var weights = new double[log.Count];
        for (var row = 0; row < weights.Length; row++)
            weights[row] = log.Targets[row] / log.Propensities[row];
        return new(weights, [.. log.Rewards], [.. log.Predictions], [.. log.Values]);
    }

    /// <summary>Some rows as a log.</summary>
    public LogColumns Take(Range rows) =>
        new(Weights[rows], Rewards[rows], Predictions.Length == 0 ? [] : Predictions[rows], Values.Length == 0 ? [] : Values[rows]);
}
