using System.Collections.Immutable;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Runs;

/// <summary>Variables and secrets as a command line gives them to one run.</summary>
internal static class RunVariables
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>From texts <c>NAME=VALUE</c>; of several for one name the last counts.</summary>
    /// <exception cref="InvalidInputException">A text has no <c>=</c>.</exception>
    public static ImmutableSortedDictionary<string, string> Plain(IEnumerable<string> texts) => texts.Aggregate(None, static (all, text) =>
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? all.SetItem(text[..equals], text[(equals + 1)..]) : throw new InvalidInputException(
            "option.env", $"'{Shown.Short(text, 80)}' is not NAME=VALUE.", "Use --env NAME=VALUE, or --secret-env NAME for a secret.");
    });

    /// <summary>Values of names: from the environment of this program, else from standard input.</summary>
    /// <exception cref="InvalidInputException">A value stands on the command line, or there is none.</exception>
    public static ImmutableSortedDictionary<string, string> Secrets(IReadOnlyCollection<string> names, CliHost host)
    {
        if (names.FirstOrDefault(static name => name.Contains('=', StringComparison.Ordinal)) is { } visible)
            throw OnCommandLine(visible[..visible.IndexOf('=', StringComparison.Ordinal)]);
        var asked = names.Distinct(StringComparer.Ordinal).Where(name => string.IsNullOrEmpty(host.Variable(name))).ToList();
        if (asked.Count > 1 && !host.InIsTerminal)
            throw new InvalidInputException(
                "option.secret-env",
                    $"Only one secret can be read from standard input, but {string.Join(" and ", asked)} are not set in the environment.",
                "Set the others as environment variables of this command.");
        return names.Distinct(StringComparer.Ordinal).Aggregate(None, (all, name) => all.SetItem(name, ValueOf(name, host)));
    }

    /// <summary>The value of a secret from standard input.</summary>
    /// <exception cref="InvalidInputException">Nothing was written there.</exception>
    public static string FromInput(string name, CliHost host) =>
        host.ReadSecret(name) is { Length: > 0 } value ? value : throw new InvalidInputException(
        "secret.empty", $"The secret '{Shown.Short(name, 80)}' has no value.",
            "Write its value to standard input: printf '%s' \"$VALUE\" | gyre ...");

    /// <summary>A value in plain sight is refused.</summary>
    public static InvalidInputException OnCommandLine(string name) => new(
        "secret.on-command-line",
            $"The value of the secret '{Shown.Short(name, 80)}' stands on the command line, where other users and the shell's history see it.",
        "Write only its name, and the value to standard input.");

    private static string ValueOf(string name, CliHost host) =>
        host.Variable(name) is { Length: > 0 } value ? value : FromInput(name, host);
}
