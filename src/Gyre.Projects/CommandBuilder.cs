using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Projects.Commands;

namespace Gyre.Projects;

/// <summary>The commands of a step with everything filled in.</summary>
/// <param name="Commands">One text per command of the step, in order; may be blank.</param>
/// <param name="Script">
/// The commands that are not blank joined by <c>&amp;&amp;</c>; a line at the start of the first that names an interpreter
/// (<c>#!</c>) keeps a line of its own.
/// </param>
public sealed record BuiltCommand(ImmutableArray<string> Commands, string Script);

/// <summary>Fills a step's command templates with values, each as words that the shell reads back unchanged.</summary>
public static partial class CommandBuilder
{
    /// <summary>
    /// Builds the commands. Defaults apply to parameters that are not given, except to flags; whoever creates an execution
    /// gives the flags' defaults too, see <see cref="AllDefaults"/>.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="given">Values by parameter name; <see cref="Value.Null"/> for "explicitly none". Names that the step does not declare may be used by <c>{parameter-value:NAME}</c>.</param>
    /// <exception cref="InvalidInputException">A list for a parameter of one value, a nested list, a template that does not take the value, or a NUL character.</exception>
    public static BuiltCommand Build(Step step, IReadOnlyDictionary<string, Value> given)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(given);
        var values = step.Parameters.Where(parameter => parameter.Type != ParameterType.Flag && parameter.Default is not null)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Default!, StringComparer.Ordinal);
        foreach (var (name, value) in given)
            values[name] = value;
        var commands = step.Commands.Select(command => Placeholder().Replace(command, match => Fill(match, step, values)).Trim(WhiteSpace)).ToImmutableArray();
        return new BuiltCommand(commands, Join(commands));
    }

    /// <summary>Every default that a created execution starts from, flags included.</summary>
    public static IReadOnlyDictionary<string, Value> AllDefaults(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Parameters.Where(parameter => parameter.Default is not (null or NullValue)).ToDictionary(parameter => parameter.Name, parameter => parameter.Default!, StringComparer.Ordinal);
    }

    private static readonly char[] WhiteSpace = [.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(c => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f')];

    private static string Fill(Match match, Step step, Dictionary<string, Value> values)
    {
        var inside = match.Value[1..^1];
        if (inside == "source-path")
            return step.SourcePath is { Length: > 0 } path ? ShellQuote.Of(path) : match.Value;
        if (inside is "parameters" or "params")
            return Words(step.Parameters.SelectMany(parameter => Arguments(parameter, values)));
        var colon = inside.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : inside[(colon + 1)..];
        switch (colon < 0 ? "" : inside[..colon])
        {
            case "parameter" when step.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter:
                return Words(Arguments(parameter, values));
            case "parameter-value" when values.TryGetValue(name, out var value):
                return ShellQuote.Of(ValueText.Of(value));
            default:
                return match.Value;
        }
    }

    private static string Words(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(ShellQuote.Of));

    private static IEnumerable<string> Arguments(ParameterDefinition parameter, Dictionary<string, Value> values)
    {
        try
        {
            return ArgumentText.Of(parameter, values.GetValueOrDefault(parameter.Name, Value.Null));
        }
        catch (FormatException exception)
        {
            throw new InvalidInputException(
                "command.template",
                $"The argument of parameter '{parameter.Name}' cannot be built: {exception.Message}.",
                "Check the parameter's value and its 'pass-as' template.");
        }
    }

    private static string Join(ImmutableArray<string> commands)
    {
        var rest = commands.ToList();
        var first = "";
        if (rest.Count > 0 && rest[0].StartsWith("#!", StringComparison.Ordinal))
        {
            var end = rest[0].IndexOf('\n', StringComparison.Ordinal);
            first = (end < 0 ? rest[0] : rest[0][..end]) + "\n";
            rest[0] = end < 0 ? "" : rest[0][(end + 1)..];
        }
        return first + string.Join(" && ", rest.Select(command => command.Trim(WhiteSpace)).Where(command => command.Length > 0));
    }

    [GeneratedRegex(@"\{[^\n]+?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
