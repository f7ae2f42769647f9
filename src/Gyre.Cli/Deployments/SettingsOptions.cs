using System.CommandLine;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>The options that say how a deployment decides.</summary>
internal sealed class SettingsOptions
{
    private readonly Option<string?> _durability = CliCommand.Text(
        "--durability", "before|after", "Write decisions before they are answered, or within a second after. Default: before.");

    private readonly Option<string?> _floor = CliCommand.Text(
        "--exploration-floor", "SHARE", "Share of the decisions spread evenly over the arms, from 0 to 1. Default: 0.");

    private readonly Option<string?> _wait = CliCommand.Text("--reward-wait", "SECONDS", "How long to wait for rewards. Default: 3600.");
    private readonly Option<string?> _default = CliCommand.Text(
        "--reward-default", "VALUE", "Reward of a decision that got none. Default: 0.");
    private readonly Option<string?> _aggregation = CliCommand.Text(
        "--reward-aggregation", "first|last|sum|max|mean", "How several rewards become one. Default: first.");

    private readonly Option<string?> _late = CliCommand.Text(
        "--late-rewards", "drop|count|correct", "What to do with rewards after the wait. Default: drop.");

    private readonly Option<string?> _low = CliCommand.Text("--reward-low", "VALUE", "Lowest reward that is accepted.");
    private readonly Option<string?> _high = CliCommand.Text("--reward-high", "VALUE", "Highest reward that is accepted.");
    private readonly Option<string?> _rule = CliCommand.Text(
        "--canary-rule", "SETTINGS",
        "Judge canaries by their rewards: margin=0,level=0.95,promote=false,hold-back=0,max-decisions=100000, or none.");

    private readonly Option<string?> _apprentice = Optional(
        "--apprentice", "SHARE|none",
        "Answer with the caller's own choice until the policy would have earned this share of its rewards, or none. Default share: 0.8.");

    private Option[] All => [_durability, _floor, _wait, _default, _aggregation, _late, _low, _high, _rule, _apprentice];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    public bool AreGiven(ParseResult result) => All.Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>The settings with those that are given in the place of the earlier ones.</summary>
    public DeploymentSettingsInfo Over(ParseResult result, DeploymentSettingsInfo earlier) => earlier with
    {
        Durability = result.GetValue(_durability) ?? earlier.Durability,
        ExplorationFloor = Number(result, _floor) ?? earlier.ExplorationFloor,
        RewardWaitSeconds = Number(result, _wait) ?? earlier.RewardWaitSeconds,
        RewardDefault = Number(result, _default) ?? earlier.RewardDefault,
        RewardAggregation = result.GetValue(_aggregation) ?? earlier.RewardAggregation,
        LateRewards = result.GetValue(_late) ?? earlier.LateRewards,
        RewardLow = Number(result, _low) ?? earlier.RewardLow,
        RewardHigh = Number(result, _high) ?? earlier.RewardHigh,
        CanaryRule = result.GetValue(_rule) is { } rule ? CanaryRuleText.Read(_rule.Name, rule) : earlier.CanaryRule,
        Apprentice = result.GetResult(_apprentice) is { Implicit: false }
            ? Apprentice(result.GetValue(_apprentice), earlier.Apprentice)
            : earlier.Apprentice,
    };

    private ApprenticeInfo? Apprentice(string? text, ApprenticeInfo? earlier) => text switch
    {
        "none" => null,
        null => earlier ?? new ApprenticeInfo(),
        _ => (earlier ?? new ApprenticeInfo()) with { Share = DeploymentOptions.Number(_apprentice.Name, text) },
    };

    /// <summary>An option that means something without a value.</summary>
    private static Option<string?> Optional(string name, string value, string description)
    {
        var option = CliCommand.Text(name, value, description);
        option.Arity = ArgumentArity.ZeroOrOne;
        return option;
    }

    private static double? Number(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } text ? DeploymentOptions.Number(option.Name, text) : null;
}
