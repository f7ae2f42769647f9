using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Output;

/// <summary>Says what is wrong with a command line, what may have been meant, and where help is.</summary>
internal static class UsageErrors
{
    private const int MaxErrors = 10;

    /// <summary>Reports the errors of a parse.</summary>
    public static int Report(ParseResult result, TextWriter error)
    {
        var command = result.CommandResult.Command;
        var unknown = command.Subcommands.Any() && command.Action is null ? result.UnmatchedTokens is [var first, ..] ? first : null : null;
        if (unknown is not null)
            ReportUnknownCommand(command, unknown, error);
        else
            ReportErrors(result, command, error);
        error.WriteLine($"Usage: {HelpPrinter.Usage(command)}");
        error.WriteLine($"Run '{Path(command)} --help' for details.");
        return CliExitCodes.BadInput;
    }

    private static void ReportErrors(ParseResult result, Command command, TextWriter error)
    {
        foreach (var problem in result.Errors.Take(MaxErrors))
            error.WriteLine($"error: {Shown.Short(Shown.Clean(Reword(problem.Message, command)), 500)}");
        foreach (var token in Unknown(result, command).Take(MaxErrors))
        {
            var known = token.StartsWith('-')
                ? OptionsOf(command)
                : command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name);
            Suggest(token.Split('=')[0], known, error);
        }
    }

    /// <summary>
    /// Words that stand on the command line and mean nothing there: options that no command has, and what no argument takes.
    /// </summary>
    private static IEnumerable<string> Unknown(ParseResult result, Command command)
    {
        var known = OptionsOf(command).ToHashSet(StringComparer.Ordinal);
        var options = result.Tokens.TakeWhile(token => token.Value != "--").Select(token => token.Value)
            .Where(token => token.StartsWith("--", StringComparison.Ordinal) && !known.Contains(token.Split('=')[0]));
        return options.Concat(result.UnmatchedTokens).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> OptionsOf(Command command) => HelpPrinter.Options(command).Where(option => !option.Hidden)
        .SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith('-'));

    private static void Suggest(string word, IEnumerable<string> known, TextWriter error)
    {
        if (NearestWords.Closest(word, known) is { } near)
            error.WriteLine($"Did you mean '{near}'?");
    }

    private static string Reword(string message, Command command) => message == "Required command was not provided."
        ? $"'{Path(command)}' requires a subcommand: {string.Join(", ", command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name))}."
        : message;

    private static void ReportUnknownCommand(Command command, string unknown, TextWriter error)
    {
        var kind = unknown.StartsWith('-') ? "option" : "command";
        error.WriteLine($"error: Unknown {kind} '{Shown.Short(Shown.Clean(unknown), 60)}' for '{Path(command)}'.");
        Suggest(
            unknown,
            unknown.StartsWith('-')
                ? OptionsOf(command)
                : command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name), error);
    }

    private static string Path(Command command) =>
        command is RootCommand ? "gyre" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";
}
