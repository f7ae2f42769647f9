using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Watching;

/// <summary>What is to be done about a canary.</summary>
internal enum CanaryVerdict
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>It is taken out of the route.</summary>
    Remove,

    /// <summary>It becomes the champion.</summary>
    Promote,

    /// <summary>It was the champion before and becomes it again.</summary>
    RollBack,
}

/// <summary>Judges a canary by the rewards so far. Pure.</summary>
/// <param name="settings">With a rule.</param>
/// <param name="champion">The version that serves.</param>
/// <param name="canary">The version with a share.</param>
/// <param name="isHeldBack">Whether the canary was the champion before: then it is the champion that is on trial.</param>
internal sealed class CanaryJudge(DeploymentSettings settings, long champion, long canary, bool isHeldBack)
{
    private readonly CanaryRule _rule = settings.CanaryRule!;

    private CanaryPlan Plan => new()
    {
        RewardRange = new ConfidenceInterval(settings.RewardLow!.Value, settings.RewardHigh!.Value),
        Margin = _rule.Margin,
        Level = _rule.Level,
        MaxDecisions = _rule.MaxDecisions,
    };

    /// <summary>The state after more settled decisions; those of other versions say nothing.</summary>
    public CanaryState Next(CanaryState state, IEnumerable<WatchedDecision> decisions)
    {
        var plan = Plan;
        var (onTrial, other) = isHeldBack ? (champion, canary) : (canary, champion);
        foreach (var decision in decisions.Where(decision => decision.Version == onTrial || decision.Version == other))
        {
            var reward = Math.Clamp(decision.Reward, settings.RewardLow!.Value, settings.RewardHigh!.Value);
            state = plan.Next(state, decision.Version == onTrial, reward);
        }
        return state;
    }

    public (CanaryVerdict Verdict, GateResult Result) Judge(CanaryState state)
    {
        var result = Plan.Judge(state);
        var verdict = (result.Outcome, isHeldBack) switch
        {
            (GateOutcome.RollBack, true) => CanaryVerdict.RollBack,
            (GateOutcome.RollBack or GateOutcome.Keep, false) or (GateOutcome.Promote or GateOutcome.Keep, true) => CanaryVerdict.Remove,
            (GateOutcome.Promote, false) when _rule.Promote => CanaryVerdict.Promote,
            _ => CanaryVerdict.Wait,
        };
        return (verdict, result);
    }
}
