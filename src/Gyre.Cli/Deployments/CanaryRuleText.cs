using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>A canary rule as it is written on the command line.</summary>
internal static class CanaryRuleText
{
    /// <summary>The rule; null for <c>none</c>.</summary>
    /// <exception cref="InvalidInputException">A setting is unknown, named twice, or its value is none.</exception>
    public static CanaryRuleInfo? Read(string option, string text)
    {
        if (text.Trim() == "none")
            return null;
        var rule = new CanaryRuleInfo();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (part, "");
            if (!seen.Add(name))
                throw Refuse(option, $"'{Shown.Short(name, 40)}' is there twice");
            rule = name switch
            {
                "margin" => rule with { Margin = DeploymentOptions.Number(option, value) },
                "level" => rule with { Level = DeploymentOptions.Number(option, value) },
                "hold-back" => rule with { HoldBack = DeploymentOptions.Number(option, value) },
                "promote" => rule with { Promote = Answer(option, value) },
                "max-decisions" => rule with { MaxDecisions = Whole(option, value) },
                _ => throw Refuse(option, $"'{Shown.Short(name, 40)}' is not a setting of a canary rule"),
            };
        }
        return rule;
    }

    private static bool Answer(string option, string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw Refuse(option, $"'{Shown.Short(value, 40)}' is neither true nor false"),
    };

    private static long Whole(string option, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(option, $"'{Shown.Short(value, 40)}' is not a whole number");

    private static InvalidInputException Refuse(string option, string problem) => new(
        "option.canary-rule", $"The value of {option} cannot be used: {problem}.",
        "Write it as margin=0,level=0.95,promote=true,hold-back=0.1,max-decisions=100000, each at most once, or none.");
}
