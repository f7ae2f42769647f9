using System.CommandLine;

namespace Gyre.Cli.Options;

/// <summary>Writes commands for the user to copy, with the home they were speaking of.</summary>
/// <param name="Suffix">What stands behind every command, with a space before it, or empty.</param>
internal sealed record CommandHints(string Suffix)
{
    /// <summary>Takes the home from the command line. Where a store or artifacts were named too, that they must be named again is said, but not how: an address may hold a password.</summary>
    public static CommandHints From(ParseResult result) =>
        ServerOptions.Given(result) is { } server ? new($" --server {Word(server)}") : new(
        (HomeOptions.GivenHome(result) is { } home ? $" --home {Word(home)}" : "")
        + (HomeOptions.NamesStore(result) ? " --store ..." : "")
        + (HomeOptions.NamesArtifacts(result) ? " --artifacts ..." : ""));

    /// <summary>A command of this program.</summary>
    public string Command(string words) => $"gyre {words}{Suffix}";

    /// <summary>A word as a shell takes it.</summary>
    public static string Word(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '_' or '-' or ':' or '\\' or '+' or '@')
        ? word
        : $"'{Forms.Shown.Clean(word).Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
