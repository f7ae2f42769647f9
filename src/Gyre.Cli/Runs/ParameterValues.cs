using System.Text.Json;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>
/// Reads <c>--parameter name=value</c>. A value is text, which the engine converts as the parameter's type says; where several values fit
/// (a parameter with several, a list, a map, a parameter of a task), a JSON list or object is taken as such.
/// </summary>
internal static class ParameterValues
{
    /// <summary>Reads all of them.</summary>
    /// <exception cref="InvalidInputException">No name, no value, a name twice, or broken JSON where JSON is meant.</exception>
    public static MapValue Read(IReadOnlyList<string> given, Pipeline? pipeline)
    {
        var entries = new List<KeyValuePair<string, Value>>(given.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new InvalidInputException(
                    "parameter.syntax", $"'{Shown.Short(text, 100)}' is not a valid parameter.", "Use --parameter NODE.NAME=VALUE.");
            var name = text[..at];
            if (!names.Add(name))
                throw new InvalidInputException(
                    "parameter.twice",
                    $"Parameter '{Shown.Short(name, 100)}' is specified twice.",
                    "Write multiple values as a JSON list: name=[1, 2].");
            entries.Add(new(name, ReadValue(name, text[(at + 1)..], pipeline)));
        }
        return new MapValue([.. entries]);
    }

    private static Value ReadValue(string name, string text, Pipeline? pipeline)
    {
        if (pipeline?.Graph.Inputs.FirstOrDefault(input => string.Equals(input.Name, name, StringComparison.Ordinal)) is { ParameterType: { } type })
            return Typed(name, text, type);
        var trimmed = text.AsSpan().Trim();
        var looksLikeJson = trimmed is ['[', .., ']'] or ['{', .., '}'];
        if (!looksLikeJson || pipeline is null || !TakesSeveral(name, pipeline))
            return Value.Of(text);
        try
        {
            return ValueJson.Parse(trimmed.ToString());
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
                "parameter.json",
                $"The value of '{name}' is not valid JSON: {exception.Message}",
                "Write a list as [1, 2] and put strings in double quotes.");
        }
    }

    /// <summary>
    /// A value of a typed input is JSON; a text may stand without its quotes, and the words for true and false are those of the file.
    /// </summary>
    private static Value Typed(string name, string text, ParameterType type)
    {
        if (type == ParameterType.Flag && TruthWords.Read(text) is { } truth)
            return Value.Of(truth);
        try
        {
            var value = ValueJson.Parse(text);
            return type == ParameterType.String && value is not (TextValue or NullValue) ? Value.Of(text) : value;
        }
        catch (JsonException) when (type == ParameterType.String)
        {
            return Value.Of(text);
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
                "parameter.json",
                $"The value of '{name}' is not valid JSON: {exception.Message}",
                "Write numbers and true or false without quotes, a list as [1, 2], a map as {\"a\": 1}.");
        }
    }

    private static bool TakesSeveral(string name, Pipeline pipeline)
    {
        if (pipeline.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal)) is { } shared)
            return shared.Default is ListValue or MapValue || shared.Targets.Any(target => TakesSeveral(target, pipeline));
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && TakesSeveral(new ParameterTarget(name[..dot], name[(dot + 1)..]), pipeline);
    }

    private static bool TakesSeveral(ParameterTarget target, Pipeline pipeline)
    {
        var node = pipeline.Graph.Nodes.FirstOrDefault(node => string.Equals(node.Name, target.Node, StringComparison.Ordinal)) as StepNode;
        return node is TaskNode || node?.Step.Parameters.Any(parameter =>
            string.Equals(parameter.Name, target.Parameter, StringComparison.Ordinal)
            && (parameter.Multiple != MultipleMode.None || parameter.Type is ParameterType.List or ParameterType.Map)) == true;
    }
}
