using System.Globalization;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>How settings differ, for people. Pure.</summary>
internal static class SettingsText
{
    private static readonly (string Key, Func<DeploymentSettingsInfo, string> Text)[] Keys =
    [
        ("durability", static one => one.Durability ?? "none"),
        ("durability-window", static one => Seconds(one.DurabilityWindowSeconds)),
        ("exploration-floor", static one => Number(one.ExplorationFloor)),
        ("reward-wait", static one => Seconds(one.RewardWaitSeconds)),
        ("reward-memory", static one => Seconds(one.RewardMemorySeconds)),
        ("reward-default", static one => Number(one.RewardDefault)),
        ("reward-aggregation", static one => one.RewardAggregation ?? "none"),
        ("late-rewards", static one => one.LateRewards ?? "none"),
        ("reward-low", static one => Number(one.RewardLow)),
        ("reward-high", static one => Number(one.RewardHigh)),
        ("canary-rule", static one => Rule(one.CanaryRule)),
        ("apprentice", static one => Apprentice(one.Apprentice)),
    ];

    /// <summary>The settings that differ, with both values.</summary>
    public static string Of(DeploymentSettingsInfo before, DeploymentSettingsInfo after) => string.Join(
        ", ", Keys.Select(key => (key.Key, Before: key.Text(before), After: key.Text(after))).Where(static one => one.Before != one.After)
            .Select(static one => $"{one.Key} {one.Before} -> {one.After}"));

    private static string Number(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Seconds(double? seconds) => seconds is null ? "none" : Number(seconds) + " s";

    private static string Apprentice(ApprenticeInfo? rule) => rule is null
        ? "none"
        : $"(share {Number(rule.Share)}, min-decisions {Number(rule.MinDecisions)})";

    private static string Rule(CanaryRuleInfo? rule) => rule is null
        ? "none"
        : $"(margin {Number(rule.Margin)}, level {Number(rule.Level)}, promote {(rule.Promote == true ? "true" : "false")}, "
            + $"hold-back {Number(rule.HoldBack)}, max-decisions {Number(rule.MaxDecisions)})";
}
