using System.CommandLine;
using Gyre.Cli.Forms;

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
    }

    private static string Reword(string message, Command command) => message == "Required command was not provided."
        ? $"'{Path(command)}' requires a subcommand: {string.Join(", ", command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name))}."
        : message;

    private static void ReportUnknownCommand(Command command, string unknown, TextWriter error)
    {
        var kind = unknown.StartsWith('-') ? "option" : "command";
        error.WriteLine($"error: Unknown {kind} '{Shown.Short(Shown.Clean(unknown), 60)}' for '{Path(command)}'.");
        var near = command.Subcommands
            .Where(child => !child.Hidden)
            .Select(child => (child.Name, Distance: Distance(child.Name, unknown)))
            .Where(candidate => candidate.Distance <= (candidate.Name.Length > 3 ? 2 : 1))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        if (near is not null)
            error.WriteLine($"Did you mean '{near}'?");
    }

    private static string Path(Command command) =>
        command is RootCommand ? "gyre" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    /// <summary>Levenshtein's distance; long inputs are not worth comparing.</summary>
    private static int Distance(string a, string b)
    {
        if (b.Length > 40)
            return int.MaxValue;
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }
        return previous[b.Length];
    }
}
