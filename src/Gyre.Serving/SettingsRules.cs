using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Tracking;

namespace Gyre.Serving;

/// <summary>What may be asked of a deployment. Pure.</summary>
internal static class SettingsRules
{
    /// <summary>The most canaries, and the most shadows.</summary>
    public const int MaxRoutes = 16;

    private const int MaxName = 100;
    private const int MaxText = 2000;
    private const int MaxEvidence = 100;
    private const int MaxMetric = 250;
    private const int MostWatched = 100_000;
    private const double LargestReward = 1e50;
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(365);
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(3650);

    public static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxName || !name.All(IsOfName) || !char.IsAsciiLetterOrDigit(name[0]))
        {
            throw Refusals.Of(
                "deployment.name", "name", $"'{Shown(name)}' is not a valid name of a deployment.",
                "Use 1 to 100 lowercase letters, digits, '.', '_' and '-', with a letter or digit first.");
        }
    }

    public static void Check(DeploymentSettings settings)
    {
        Between("durabilityWindow", settings.DurabilityWindow, ShortestWindow, LongestWindow);
        Between("rewardWait", settings.RewardWait, TimeSpan.FromMilliseconds(1), LongestWait);
        Between("rewardMemory", settings.RewardMemory, TimeSpan.Zero, LongestMemory);
        if (!(settings.ExplorationFloor is >= 0 and <= 1))
            throw Number("explorationFloor", settings.ExplorationFloor, "from 0 to 1");
        CheckReward("rewardDefault", settings.RewardDefault);
        CheckReward("rewardLow", settings.RewardLow ?? 0);
        CheckReward("rewardHigh", settings.RewardHigh ?? 0);
        if (settings.RewardLow > settings.RewardHigh)
            throw Number("rewardLow", settings.RewardLow.Value, $"at most 'rewardHigh', {NumberText.Of(settings.RewardHigh.Value)}");
        if (!Enum.IsDefined(settings.Durability) || !Enum.IsDefined(settings.RewardAggregation) || !Enum.IsDefined(settings.LateRewards))
            throw Refusals.Of("deployment.settings", "settings", "A setting has an unknown value.", "Use one of the documented values.");
        if (settings.CanaryRule is { } rule)
            Check(rule, settings);
        if (settings.Apprentice is { } apprentice)
            Check(apprentice, settings);
    }

    public static void Check(RouteCause cause)
    {
        CheckText("reason", cause.Reason);
        if (cause.Reason is { } reason && string.IsNullOrWhiteSpace(reason))
            throw Refusals.Of("deployment.reason", "reason", "The reason is blank.", "Say why, or leave the reason out.");
        CheckEvidence(cause.Evidence);
    }

    public static void CheckText(string field, string? text)
    {
        if (text?.Length > MaxText)
        {
            throw Refusals.Of(
                "deployment.text", field, $"'{field}' has {text.Length} characters.", $"Use at most {MaxText} characters.");
        }
    }

    /// <summary>Whether versions and shares fit each other; whether the versions exist is another question.</summary>
    public static void Check(DeploymentRoute route)
    {
        if (route.Canaries.Length > MaxRoutes || route.Shadows.Length > MaxRoutes)
        {
            throw Refusals.Of(
                "deployment.routes", "canaries", $"There are {route.Canaries.Length} canaries and {route.Shadows.Length} shadows.",
                $"Use at most {MaxRoutes} of each.");
        }
        foreach (var canary in route.Canaries)
        {
            if (!(canary.Share is > 0 and < 1))
                throw Number("canaries", canary.Share, "above 0 and below 1");
        }
        if (route.Canaries.Sum(static canary => canary.Share) is var sum && sum >= 1)
            throw Number("canaries", sum, "below 1 in sum, so that the champion has a share");
        long[] all = [route.Champion, .. route.Canaries.Select(static canary => canary.Version), .. route.Shadows];
        if (all.GroupBy(static version => version).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw Refusals.Of(
                "deployment.version-twice", "canaries", $"Version {twice.Key} has two places in the route.",
                "Let each version be the champion, a canary or a shadow.");
        }
    }

    private static void Check(CanaryRule rule, DeploymentSettings settings)
    {
        if (!(settings.RewardLow < settings.RewardHigh))
        {
            throw Refusals.Of(
                "deployment.canary-range", "canaryRule", "Canaries can be judged only where rewards have two bounds.",
                "Set 'rewardLow' and 'rewardHigh', or leave the rule out.");
        }
        if (!(rule.Margin >= 0 && double.IsFinite(rule.Margin)))
            throw Number("canaryRule/margin", rule.Margin, "at least 0");
        if (!(rule.Level is > 0 and < 1))
            throw Number("canaryRule/level", rule.Level, "above 0 and below 1");
        if (!(rule.HoldBack is >= 0 and < 1))
            throw Number("canaryRule/holdBack", rule.HoldBack, "from 0 to below 1");
        if (rule.MaxDecisions < 1)
            throw Number("canaryRule/maxDecisions", rule.MaxDecisions, "at least 1");
    }

    private static void Check(ApprenticeRule rule, DeploymentSettings settings)
    {
        if (!(settings.RewardLow >= 0) || !(settings.RewardDefault >= 0))
        {
            throw Refusals.Of(
                "deployment.apprentice-range", "apprentice", "An apprentice can be judged only where no reward is below 0.",
                "Set 'rewardLow' to 0 or more and 'rewardDefault' too, or leave 'apprentice' out.");
        }
        if (!(rule.Share is > 0 and <= 1))
            throw Number("apprentice/share", rule.Share, "above 0, at most 1");
        if (rule.MinDecisions is < 1 or > MostWatched)
            throw Number("apprentice/minDecisions", rule.MinDecisions, $"from 1 to {MostWatched}");
    }

    /// <summary>The settings as those of the join.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="wait">How long rewards are waited for.</param>
    public static RewardJoinOptions ToJoin(this DeploymentSettings settings, TimeSpan wait) => new()
    {
        Wait = wait,
        Default = settings.RewardDefault,
        Aggregation = settings.RewardAggregation,
        Late = settings.LateRewards,
        Memory = settings.RewardMemory,
    };

    private static void CheckEvidence(ImmutableArray<AliasEvidence> evidence)
    {
        if (evidence.Length > MaxEvidence)
        {
            throw Refusals.Of(
                "deployment.evidence", "evidence", $"There are {evidence.Length} metrics.", $"Give at most {MaxEvidence}.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in evidence)
        {
            if (one.Metric.Length is 0 or > MaxMetric || !seen.Add(one.Metric))
            {
                throw Refusals.Of(
                    "deployment.evidence", "evidence", $"'{Shown(one.Metric)}' is empty, too long or there twice.",
                    $"Name each metric once, with at most {MaxMetric} characters.");
            }
            if (!double.IsFinite(one.Value) || !double.IsFinite(one.Before ?? 0))
                throw Number($"evidence/{one.Metric}", one.Value, "finite");
        }
    }

    private static void CheckReward(string field, double value)
    {
        if (!(Math.Abs(value) <= LargestReward))
            throw Number(field, value, "from -1e50 to 1e50");
    }

    private static void Between(string field, TimeSpan value, TimeSpan low, TimeSpan high)
    {
        if (value < low || value > high)
            throw Refusals.Of("deployment.settings", $"settings/{field}", $"'{field}' is {value}.", $"It must be from {low} to {high}.");
    }

    private static InvalidInputException Number(string field, double value, string range) => Refusals.Of(
        "deployment.number", field, $"'{field}' is {NumberText.Of(value)}.", $"It must be {range}.");

    private static string Shown(string text) => text.Length <= MaxName ? text : text[..MaxName] + "...";

    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-';
}
