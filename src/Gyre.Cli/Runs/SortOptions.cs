using System.CommandLine;
using System.CommandLine.Parsing;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>Options that say which trial is the better one.</summary>
internal static class SortOptions
{
    /// <summary>Less is better.</summary>
    public static Option<bool> Min { get; } = CliCommand.Switch("--min", "The lowest value is the best.");

    /// <summary>More is better.</summary>
    public static Option<bool> Max { get; } = CliCommand.Switch("--max", "The highest value is the best.");

    /// <summary>Refuses both at once.</summary>
    public static void Check(CommandResult result)
    {
        if (CliCommand.IsGiven(result, Min) && CliCommand.IsGiven(result, Max))
            result.AddError("--min and --max cannot be used together.");
    }

    /// <summary>What was asked for; null for nothing.</summary>
    public static Direction? Direction(ParseResult result) =>
        result.GetValue(Min) ? Projects.Direction.Minimize : result.GetValue(Max) ? Projects.Direction.Maximize : null;
}
