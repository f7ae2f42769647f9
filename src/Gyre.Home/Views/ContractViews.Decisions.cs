using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Home.Views;

/// <summary>Decisions and their rewards.</summary>
public static partial class ContractViews
{
    /// <summary>A decision.</summary>
    public static DecisionInfo Of(Decision decision) => new()
    {
        DecisionId = decision.DecisionId,
        Arm = decision.Arm,
        ArmIndex = decision.ArmIndex,
        Propensity = decision.Propensity,
        Version = decision.Version,
        Share = decision.Share,
        Seed = decision.Seed.ToString(CultureInfo.InvariantCulture),
        At = decision.At,
        IsRepeated = decision.IsRepeated,
    };

    /// <summary>A decision as it is logged.</summary>
    public static LoggedDecisionInfo Of(LoggedDecision logged) => new()
    {
        Number = logged.Number,
        Decision = Of(logged.Decision),
        Source = KebabCase.Of(logged.Source),
        Request = ValueJson.Parse(logged.Request),
        Shadows = [.. logged.Shadows.Select(Of)],
        Deadline = logged.Deadline,
        Outcome = KebabCase.Of(logged.Outcome),
        Reward = logged.Reward,
        Rewards = [.. logged.Rewards.Select(Of)],
    };

    /// <summary>That a decision is in the log.</summary>
    public static RecordedDecisionInfo Of(RecordReceipt receipt) =>
        new() { DecisionId = receipt.DecisionId, IsRepeated = receipt.IsRepeated };

    /// <summary>A page of decisions.</summary>
    public static DecisionPageInfo Of(DecisionPage page) => new() { Decisions = [.. page.Decisions.Select(Of)], Next = page.Next };

    /// <summary>What became of a reward.</summary>
    public static RewardInfo Of(RewardReceipt receipt) => new()
    {
        DecisionId = receipt.DecisionId,
        RewardId = receipt.RewardId,
        Fate = KebabCase.Of(receipt.Fate),
    };

    private static ShadowInfo Of(ShadowDecision shadow) => new()
    {
        Version = shadow.Version,
        Arm = shadow.Arm,
        Propensity = shadow.Propensity,
        Baseline = shadow.Baseline,
    };

    private static KeptRewardInfo Of(KeptReward reward) => new()
    {
        RewardId = reward.RewardId,
        Value = reward.Value,
        Time = reward.Time,
        Fate = KebabCase.Of(reward.Fate),
    };
}
