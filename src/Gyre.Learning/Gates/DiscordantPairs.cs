using Gyre.Learning.Numerics;

namespace Gyre.Learning.Gates;

/// <summary>McNemar's exact test with normal bounds of the difference in accuracy beside it.</summary>
internal static class DiscordantPairs
{
    public static GateResult Decide(long challengerOnly, long championOnly, long rows, GateOptions options)
    {
        var error = BoundedDecision.Error(options);
        var better = Binomial.AtLeast(challengerOnly, challengerOnly + championOnly);
        var worse = Binomial.AtLeast(championOnly, challengerOnly + championOnly);
        var outcome = better <= error ? GateOutcome.Promote : worse <= error ? GateOutcome.Keep : GateOutcome.NotEnoughEvidence;
        var difference = (challengerOnly - championOnly) / (double)rows;
        var variance = Math.Max(0, (challengerOnly + championOnly) / (double)rows - difference * difference);
        var half = NormalDistribution.Quantile(1 - error) * Math.Sqrt(variance / rows);
        var estimate = BoundedDecision.Of(new((int)rows, difference, variance), new(difference - half, difference + half), options);
        return estimate with
        {
            Outcome = outcome,
            Sentence = $"{Lead(outcome)}: only the challenger is right on {challengerOnly} rows, only the champion on {championOnly}, "
                + $"which equal models reach with probability {ShortNumber.Of(outcome == GateOutcome.Keep ? worse : better)}.",
            PValue = better,
            MoreRows = outcome == GateOutcome.NotEnoughEvidence ? estimate.MoreRows : null,
        };
    }

    private static string Lead(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Promote => "Promote the challenger",
        GateOutcome.Keep => "Keep the champion",
        _ => "Not enough evidence",
    };
}
