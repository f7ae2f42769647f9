using System.Collections.Immutable;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.OffPolicy;

/// <summary>Computes the diagnostics and says in words which fail.</summary>
internal static class Overlap
{
    public static OverlapReport Report(double[] weights, double clip, OverlapLimits limits, Support? support, Halves? halves)
    {
        var moments = Moments.Of(weights);
        var squares = Kernels.Dot(weights, weights);
        var sum = Kernels.Sum(weights);
        var report = new OverlapReport
        {
            Rows = weights.Length,
            EffectiveRows = squares > 0 ? sum * sum / squares : 0,
            MeanWeight = moments.Mean,
            MeanWeightError = moments.StandardError,
            MaxWeight = weights[Kernels.IndexOfMax(weights)],
            RowsAboveClip = weights.Count(weight => weight > clip),
            Unsupported = support?.Share,
            UnsupportedArm = support?.Arm,
            FirstHalf = halves?.First.Mean,
            SecondHalf = halves?.Second.Mean,
            Failures = [],
            Verdict = "",
        };
        ImmutableArray<string> failures = [.. Failures(report, limits, halves)];
        return report with { Failures = failures, Verdict = failures.IsEmpty ? Passes(report) : string.Join(' ', failures) };
    }

    private static IEnumerable<string> Failures(OverlapReport report, OverlapLimits limits, Halves? halves)
    {
        if (report.EffectiveRows < limits.MinEffectiveRows || report.EffectiveShare < limits.MinEffectiveShare)
            yield return $"The effective sample size is {ShortNumber.Of(report.EffectiveRows)} of {report.Rows} rows; at least "
                + $"{ShortNumber.Of(limits.MinEffectiveRows)} rows and {ShortNumber.Percent(limits.MinEffectiveShare)} are required.";
        // Rounding alone may part the mean from 1 where the two policies are the same.
        var allowed = limits.MaxDeviations * report.MeanWeightError + 1e-9;
        if (Math.Abs(report.MeanWeight - 1) > allowed)
            yield return $"The mean weight is {ShortNumber.Of(report.MeanWeight)} and must be 1 within {ShortNumber.Of(allowed)}: "
                + "the logged propensities are wrong, or the target policy chooses arms that were never logged.";
        if (report.Unsupported > limits.MaxUnsupported)
            yield return $"{ShortNumber.Percent(report.Unsupported.Value)} of the target policy's probability is on arms that the logging "
                + $"policy hardly ever chooses, most of it on '{report.UnsupportedArm}'. Explore this arm first.";
        if (halves is { } both && both.Distance > limits.MaxDeviations)
            yield return $"The two halves of the log disagree: {ShortNumber.Of(both.First.Mean)} and {ShortNumber.Of(both.Second.Mean)}, "
                + $"{ShortNumber.Of(both.Distance)} standard errors apart.";
    }

    private static string Passes(OverlapReport report) =>
        $"The diagnostics pass: the effective sample size is {ShortNumber.Of(report.EffectiveRows)} of {report.Rows} rows, "
        + $"the mean weight is {ShortNumber.Of(report.MeanWeight)}.";
}

/// <summary>The same estimate on the earlier and on the later rows.</summary>
internal readonly record struct Halves(Moments First, Moments Second)
{
    /// <summary>Standard errors between the two.</summary>
    public double Distance
    {
        get
        {
            var error = Math.Sqrt(First.Variance / First.Count + Second.Variance / Second.Count);
            var gap = Math.Abs(First.Mean - Second.Mean);
            return gap <= 1e-12 ? 0 : gap / error;
        }
    }

    /// <summary>Null below four rows.</summary>
    public static Halves? Of(LogColumns log, Func<LogColumns, Moments> estimate) =>
        log.Count < 4 ? null : new Halves(estimate(log.Take(..(log.Count / 2))), estimate(log.Take((log.Count / 2)..)));
}
