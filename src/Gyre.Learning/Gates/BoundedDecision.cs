using Gyre.Learning.Numerics;
using Gyre.Learning.OffPolicy;

namespace Gyre.Learning.Gates;

/// <summary>Decides by one-sided bounds of a mean difference.</summary>
internal static class BoundedDecision
{
    /// <summary>Each side's error, after the correction of C. Bonferroni for several candidates.</summary>
    public static double Error(GateOptions options) => (1 - options.Level) / options.Candidates;

    public static GateResult OfDifferences(ReadOnlySpan<double> differences, GateOptions options)
    {
        var moments = Moments.Of(differences);
        if (options.GuaranteedRange < Extent(differences))
            throw new ArgumentException(
                $"The differences extend over {ShortNumber.Of(Extent(differences))}, more than the guaranteed range "
                + $"{ShortNumber.Of(options.GuaranteedRange.Value)}.",
                nameof(options));
        var half = options.GuaranteedRange is { } range
            ? Guarantee.HalfWidth(moments, range, Error(options))
            : HalfWidth(moments, options);
        return Of(moments, new(moments.Mean - half, moments.Mean + half), options);
    }

    /// <summary>Half the width of the normal interval of a mean, each end one-sided.</summary>
    public static double HalfWidth(Moments moments, GateOptions options) =>
        NormalDistribution.Quantile(1 - Error(options)) * moments.StandardError;

    public static GateResult Of(Moments moments, ConfidenceInterval bounds, GateOptions options)
    {
        var outcome = bounds.Low > options.Margin ? GateOutcome.Promote
            : bounds.High <= options.Margin ? GateOutcome.Keep : GateOutcome.NotEnoughEvidence;
        var more = outcome == GateOutcome.NotEnoughEvidence ? MoreRows(moments, options) : null;
        return new()
        {
            Outcome = outcome,
            Sentence = Sentence(outcome, moments, bounds, more, options.Margin),
            Rows = moments.Count,
            Difference = moments.Mean,
            Bounds = bounds,
            Level = 1 - Error(options),
            Margin = options.Margin,
            PValue = moments.Variance > 0 ? NormalDistribution.Cdf((options.Margin - moments.Mean) / moments.StandardError) : null,
            MoreRows = more,
        };
    }

    private static double Extent(ReadOnlySpan<double> differences)
    {
        var (low, high) = (differences[0], differences[0]);
        foreach (var difference in differences)
            (low, high) = (Math.Min(low, difference), Math.Max(high, difference));
        return high - low;
    }

    /// <summary>n = (z of the level + z of the power)^2 variance / gain^2, less the rows that are there.</summary>
    private static long? MoreRows(Moments moments, GateOptions options)
    {
        var gain = moments.Mean - options.Margin;
        if (gain <= 0)
            return null;
        var z = NormalDistribution.Quantile(1 - Error(options)) + NormalDistribution.Quantile(options.Power);
        var rows = z * z * moments.Variance / (gain * gain);
        return rows < long.MaxValue / 2 ? Math.Max(1, (long)Math.Ceiling(rows) - moments.Count) : null;
    }

    private static string Sentence(GateOutcome outcome, Moments moments, ConfidenceInterval bounds, long? more, double margin)
    {
        var difference = $"the difference is {ShortNumber.Of(moments.Mean)}";
        var (low, high, limit) = (ShortNumber.Of(bounds.Low), ShortNumber.Of(bounds.High), ShortNumber.Of(margin));
        return outcome switch
        {
            GateOutcome.Promote => $"Promote the challenger: {difference}, and its lower bound {low} is above {limit}.",
            GateOutcome.Keep => $"Keep the champion: {difference}, and its upper bound {high} is not above {limit}.",
            _ when more is { } rows =>
                $"Not enough evidence: {difference}, with bounds {low} and {high}; about {rows} more rows are needed.",
            _ => $"Not enough evidence: {difference}, which is not above {limit}, but its upper bound {high} is.",
        };
    }
}
