using Gyre.Learning.Numerics;

namespace Gyre.Learning.OffPolicy;

/// <summary>Weights of both policies, the challenger's value and the paired difference of each row of a checked log.</summary>
internal sealed record PairedColumns(double[] Challenger, double[] Champion, double[] Values, double[] Differences)
{
    public static PairedColumns Of(PairedLog log)
    {
        var columns = new PairedColumns(new double[log.Count], new double[log.Count], new double[log.Count], new double[log.Count]);
        var model = !log.Predictions.IsEmpty;
        for (var row = 0; row < log.Count; row++)
        {
            columns.Challenger[row] = log.Challenger[row] / log.Propensities[row];
            columns.Champion[row] = log.Champion[row] / log.Propensities[row];
            columns.Values[row] = model
                ? columns.Challenger[row] * (log.Rewards[row] - log.Predictions[row]) + log.ChallengerValues[row]
                : columns.Challenger[row] * log.Rewards[row];
            // The difference of the probabilities first: where the policies agree it is exactly 0.
            var weight = (log.Challenger[row] - log.Champion[row]) / log.Propensities[row];
            columns.Differences[row] = model
                ? weight * (log.Rewards[row] - log.Predictions[row]) + log.ChallengerValues[row] - log.ChampionValues[row]
                : weight * log.Rewards[row];
        }
        return columns;
    }

    public Halves? Halves => Differences.Length < 4
        ? null
        : new Halves(Moments.Of(Differences.AsSpan(0, Differences.Length / 2)), Moments.Of(Differences.AsSpan(Differences.Length / 2)));
}
