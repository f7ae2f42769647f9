using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.OffPolicy;

/// <summary>One number per row: their mean, or for a ratio their sum over that of the denominators, is the estimate.</summary>
internal sealed record EstimatorTerms(double[] Numerators, double[] Denominators)
{
    public static EstimatorTerms Of(OffPolicyMethod method, LogColumns log, double parameter) => method switch
    {
        OffPolicyMethod.Direct => new(log.Values, []),
        OffPolicyMethod.Ips => new(Products(log, double.PositiveInfinity), []),
        OffPolicyMethod.ClippedIps => new(Products(log, parameter), []),
        OffPolicyMethod.Snips => new(Products(log, double.PositiveInfinity), log.Weights),
        _ => new(Corrected(method, log, parameter), []),
    };

    /// <summary>The weight that a doubly robust estimator gives to a row's residual.</summary>
    public static double Effective(OffPolicyMethod method, double weight, double parameter) => method switch
    {
        OffPolicyMethod.Switch => weight <= parameter ? weight : 0,
        OffPolicyMethod.Shrinkage => parameter * weight / (weight * weight + parameter),
        _ => weight,
    };

    public double Value
    {
        get
        {
            var below = Denominators.Length == 0 ? Numerators.Length : Kernels.Sum(Denominators);
            return below == 0 ? 0 : Kernels.Sum(Numerators) / below;
        }
    }

    /// <summary>Mean and variance of the rows' influence on the estimate: of a ratio by the delta method.</summary>
    public Moments Moments()
    {
        if (Denominators.Length == 0)
            return Numerics.Moments.Of(Numerators);
        var value = Value;
        var scale = Kernels.Sum(Denominators) / Denominators.Length;
        if (scale == 0)
            return new(Numerators.Length, 0, 0);
        var influence = new double[Numerators.Length];
        for (var row = 0; row < influence.Length; row++)
            influence[row] = value + (Numerators[row] - value * Denominators[row]) / scale;
        return Numerics.Moments.Of(influence);
    }

    private static double[] Products(LogColumns log, double clip)
    {
        var terms = new double[log.Count];
        for (var row = 0; row < terms.Length; row++)
            terms[row] = Math.Min(log.Weights[row], clip) * log.Rewards[row];
        return terms;
    }

    private static double[] Corrected(OffPolicyMethod method, LogColumns log, double parameter)
    {
        var terms = new double[log.Count];
        for (var row = 0; row < terms.Length; row++)
            terms[row] = log.Values[row] + Effective(method, log.Weights[row], parameter) * (log.Rewards[row] - log.Predictions[row]);
        return terms;
    }
}
