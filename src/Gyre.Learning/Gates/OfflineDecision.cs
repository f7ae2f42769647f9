using Gyre.Learning.Numerics;
using Gyre.Learning.OffPolicy;

namespace Gyre.Learning.Gates;

/// <summary>Decides by the paired differences of a log, if the log covers both policies.</summary>
internal static class OfflineDecision
{
    public static GateResult Of(PairedColumns pairs, GateOptions options, Support? ofChallenger, Support? ofChampion)
    {
        var value = Moments.Of(pairs.Values);
        var result = BoundedDecision.OfDifferences(pairs.Differences, options) with
        {
            Value = value.Mean,
            ValueLow = value.Mean - BoundedDecision.HalfWidth(value, options),
        };
        var challenger = Overlap.Report(pairs.Challenger, options.Clip, options.Limits, ofChallenger, pairs.Halves);
        var champion = Overlap.Report(pairs.Champion, options.Clip, options.Limits, ofChampion, null);
        if (challenger.Passed && champion.Passed)
            return result with { Overlap = challenger };
        var (who, failing) = challenger.Passed ? ("champion", champion) : ("challenger", challenger);
        return result with
        {
            Outcome = GateOutcome.Refused,
            Sentence = $"The log cannot tell the value of the {who}. {failing.Verdict}",
            MoreRows = null,
            Overlap = failing,
        };
    }
}
