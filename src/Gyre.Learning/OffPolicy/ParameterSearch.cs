using Gyre.Learning.Numerics;

namespace Gyre.Learning.OffPolicy;

/// <summary>Chooses tau or lambda among about twenty candidates, O(rows) each.</summary>
internal static class ParameterSearch
{
    private const int Candidates = 21;

    // The constant of the SLOPE paper's rule.
    private static readonly double Slack = Math.Sqrt(6) - 1;

    public static double Choose(OffPolicyMethod method, LogColumns log, ParameterChoice choice, double level)
    {
        var candidates = method == OffPolicyMethod.Switch ? Thresholds(log.Weights) : Strengths(log.Weights);
        return choice == ParameterChoice.Slope ? Slope(method, log, candidates, level) : LeastError(method, log, candidates);
    }

    private static double LeastError(OffPolicyMethod method, LogColumns log, double[] candidates)
    {
        var plain = EstimatorTerms.Of(OffPolicyMethod.DoublyRobust, log, 0).Value;
        return candidates.MinBy(candidate =>
        {
            var moments = EstimatorTerms.Of(method, log, candidate).Moments();
            return (moments.Mean - plain) * (moments.Mean - plain) + moments.Variance / moments.Count;
        });
    }

    private static double Slope(OffPolicyMethod method, LogColumns log, double[] candidates, double level)
    {
        var z = NormalDistribution.Quantile(0.5 + level / 2);
        var seen = new List<(double Value, double Error)>();
        foreach (var candidate in candidates)
        {
            var moments = EstimatorTerms.Of(method, log, candidate).Moments();
            var error = z * moments.StandardError;
            if (seen.Exists(before => Math.Abs(before.Value - moments.Mean) > error + Slack * before.Error))
                break;
            seen.Add((moments.Mean, error));
        }
        return candidates[seen.Count - 1];
    }

    // Both lists go from least bias to least variance.
    private static double[] Thresholds(double[] weights)
    {
        var sorted = weights.Order().ToArray();
        var shares = Enumerable.Range(0, Candidates).Select(i => 1 - i / (double)(Candidates - 1));
        return [.. shares.Select(share => Bootstrap.Percentile(sorted, share)).Distinct(), 0];
    }

    private static double[] Strengths(double[] weights)
    {
        var largest = Math.Max(weights.Max(), 1e-6);
        return [.. Enumerable.Range(0, Candidates).Select(i => largest * largest * Math.Pow(10, 4 - 0.4 * i))];
    }
}
