using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>
/// The two shell texts that the SDK compiles a lightweight Python component to, recognised word for word, so that what they do can be done without a shell. Any
/// other text is left to the shell.
/// </summary>
internal static partial class PythonPrelude
{
    private const string RunsTheRest = "\"$0\" \"$@\"";
    private const string Program =
        "program_path=$(mktemp -d) printf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\" " +
        "_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main --component_module_path \"$program_path/ephemeral_component.py\" \"$@\"";

    /// <summary>Whether a command is run by the SDK's executor or installs packages.</summary>
    public static bool Concerns(ImmutableArray<string> arguments) =>
        RunsExecutor(arguments) || arguments.Any(argument => argument.Contains("pip install", StringComparison.Ordinal));

    /// <summary>Whether a command is run by the SDK's executor.</summary>
    public static bool RunsExecutor(IEnumerable<string> arguments) => arguments.Any(argument => argument.Contains("kfp.dsl.executor_main", StringComparison.Ordinal));

    /// <summary>Whether a component is run by the SDK's executor.</summary>
    public static bool RunsExecutor(IEnumerable<ArgumentTemplate> templates) => RunsExecutor(templates.SelectMany(template => template.Parts).OfType<TextPart>().Select(part => part.Text));

    /// <summary>The installations a command begins with, each the words after <c>pip</c>; null when it begins with something else.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="rest">The command that follows when they have gone well.</param>
    public static IReadOnlyList<ImmutableArray<string>>? Installations(ImmutableArray<string> arguments, out ImmutableArray<string> rest)
    {
        rest = arguments;
        if (arguments.Length < 4 || arguments[0] is not ("sh" or "bash" or "/bin/sh" or "/bin/bash") || arguments[1] != "-c")
            return null;
        var script = PipThere().Replace(arguments[2].Trim(), "", 1).Trim();
        if (!script.EndsWith(RunsTheRest, StringComparison.Ordinal))
            return null;
        var installations = new List<ImmutableArray<string>>();
        foreach (var command in Commands(script[..^RunsTheRest.Length]) ?? [])
        {
            var words = command.SkipWhile(word => Assignment().IsMatch(word)).ToImmutableArray();
            if (words is not ["python3", "-m", "pip", "install", ..])
                return null;
            installations.Add(words[3..]);
        }
        if (installations.Count == 0)
            return null;
        rest = arguments[3..];
        return installations;
    }

    /// <summary>The source of the component when the command writes it to a file and runs that.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="rest">What the executor is given beside the source.</param>
    public static string? Source(ImmutableArray<string> arguments, out ImmutableArray<string> rest)
    {
        rest = arguments;
        if (arguments is not ["sh", "-ec", var program, var source, ..] || Blanks().Replace(program, " ").Trim() != Program)
            return null;
        rest = arguments[4..];
        return source;
    }

    /// <summary>Commands joined by <c>&amp;&amp;</c> that consist of plain and single-quoted words; null when there is anything else in the text.</summary>
    private static List<List<string>>? Commands(string script)
    {
        var commands = new List<List<string>>();
        var words = new List<string>();
        foreach (var token in Tokens(script) ?? [])
        {
            if (token is not null)
            {
                words.Add(token);
                continue;
            }
            commands.Add(words);
            words = [];
        }
        // The text ends with the && before the rest.
        return words.Count == 0 && commands.TrueForAll(command => command.Count > 0) ? commands : null;
    }

    /// <summary>Words, and null for each <c>&amp;&amp;</c>.</summary>
    private static List<string?>? Tokens(string script)
    {
        var tokens = new List<string?>();
        for (var i = 0; i < script.Length;)
        {
            if (char.IsWhiteSpace(script[i]))
            {
                // A line end would begin another command.
                if (script[i++] == '\n' && script.AsSpan(i).Trim().Length > 0)
                    return null;
            }
            else if (script.AsSpan(i).StartsWith("&&"))
            {
                tokens.Add(null);
                i += 2;
            }
            else if (Word(script, ref i) is { } word)
            {
                tokens.Add(word);
            }
            else
            {
                return null;
            }
        }
        return tokens;
    }

    private static string? Word(string script, ref int at)
    {
        var word = new StringBuilder();
        while (at < script.Length && !char.IsWhiteSpace(script[at]))
        {
            var end = script[at] == '\'' ? script.IndexOf('\'', at + 1) : at;
            if (end < 0 || (end == at && !char.IsAsciiLetterOrDigit(script[at]) && !"-_./=:,+@%".Contains(script[at], StringComparison.Ordinal)))
                return null;
            if (end == at)
                word.Append(script[at]);
            else
                word.Append(script, at + 1, end - at - 1);
            at = end + 1;
        }
        return word.ToString();
    }

    /// <summary>There is a <c>pip</c>, so that this does nothing.</summary>
    [GeneratedRegex("""^if ! \[ -x "\$\(command -v pip\)" \]; then\s[^;&|`$]*(\|\|[^;&|`$]*)*\sfi\s""")]
    private static partial Regex PipThere();

    [GeneratedRegex("^PIP_[A-Z_]+=[A-Za-z0-9]*$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
