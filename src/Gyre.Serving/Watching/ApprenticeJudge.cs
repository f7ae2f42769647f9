using System.Globalization;

namespace Gyre.Serving.Watching;

/// <summary>A choice of a caller.</summary>
/// <param name="Reward">What it brought; one below 0 counts as 0.</param>
/// <param name="Probability">How likely the apprentice would have chosen the same.</param>
internal readonly record struct CallerChoice(double Reward, double Probability);

/// <summary>How an apprentice stands.</summary>
/// <param name="IsGoodEnough">Whether it may decide by itself.</param>
/// <param name="Achieved">The share of the rewards that it would have brought at least; 0 while there are none.</param>
/// <param name="Decisions">How many decisions that is about.</param>
/// <param name="Sentence">For people.</param>
internal sealed record ApprenticeResult(bool IsGoodEnough, double Achieved, int Decisions, string Sentence);

/// <summary>
/// Judges an apprentice by what its callers' choices brought. Pure. A reward counts with the probability that the apprentice would have
/// chosen the same, which is what it would have earned by these choices on average (inverse propensity scoring with the callers'
/// propensity of 1). What its other choices would have brought was never tried and counts as nothing.
/// </summary>
internal static class ApprenticeJudge
{
    /// <param name="rule">When it is good enough.</param>
    /// <param name="newest">The newest choices with a final reward; no more than the rule asks for are looked at.</param>
    public static ApprenticeResult Judge(ApprenticeRule rule, IReadOnlyList<CallerChoice> newest)
    {
        var (total, own, count) = (0.0, 0.0, 0);
        foreach (var choice in newest.Take(rule.MinDecisions))
        {
            var reward = Math.Max(0, choice.Reward);
            total += reward;
            own += reward * choice.Probability;
            count++;
        }
        var achieved = total > 0 ? own / total : 0;
        return new ApprenticeResult(count >= rule.MinDecisions && achieved >= rule.Share, achieved, count, Sentence(rule, achieved, count));
    }

    private static string Sentence(ApprenticeRule rule, double achieved, int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"Over the newest {count} decisions the policy would have brought at least {100 * achieved:0.##} % of the reward that the callers' "
        + $"choices brought; {100 * rule.Share:0.##} % was asked for.");
}
