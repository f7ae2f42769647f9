using System.Buffers;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>
/// Looks at commands for an option that is there twice: <c>{parameter:x}</c> stands for <c>--x=VALUE</c>, so
/// <c>--x={parameter:x}</c> becomes <c>--x=--x=VALUE</c>. Takes time linear in the length of the command.
/// </summary>
internal sealed class CommandHints(Problems problems, Step step)
{
    private const string Placeholder = "parameter:";

    /// <summary>What parts the words of a shell.</summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n;|&(");

    private readonly Dictionary<string, ParameterDefinition> _parameters = step.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);

    /// <param name="map">Has the key <c>command</c>, a text or a list of texts.</param>
    /// <param name="path">Its path.</param>
    /// <param name="owner">For messages.</param>
    public void Check(YamlMapping map, DocumentPath path, string owner)
    {
        if (_parameters.Count == 0)
            return;
        var where = path.Key("command");
        if (map.Find("command") is not YamlSequence list)
        {
            CheckOne(map.Find("command"), where, owner);
            return;
        }
        for (var i = 0; i < list.Items.Length; i++)
            CheckOne(list.Items[i], where.At(i), owner);
    }

    private void CheckOne(YamlNode? node, DocumentPath path, string owner)
    {
        if (node is not YamlScalar { Text: var command })
            return;
        var after = 0;
        while (NextPlaceholder(command, after) is var (open, close))
        {
            var inside = command.AsSpan(open + 1, close - open - 1);
            if (inside.StartsWith(Placeholder) && _parameters.GetValueOrDefault(inside[Placeholder.Length..].ToString()) is { } parameter)
                CheckBefore(command[after..open], parameter, path, node.Place, owner);
            after = close + 1;
        }
    }

    /// <summary>As commands are filled: the shortest braces with something between them, on one line, from left to right.</summary>
    private static (int Open, int Close)? NextPlaceholder(string command, int from)
    {
        while (from < command.Length && command.IndexOf('{', from) is >= 0 and var open && open + 2 < command.Length)
        {
            if (command[open + 1] == '\n')
            {
                from = open + 2;
                continue;
            }
            var stop = command.AsSpan(open + 2).IndexOfAny('}', '\n');
            if (stop < 0)
                return null;
            stop += open + 2;
            if (command[stop] == '}')
                return (open, stop);
            from = stop;
        }
        return null;
    }

    private void CheckBefore(string before, ParameterDefinition parameter, DocumentPath path, YamlPlace place, string owner)
    {
        if (BroughtBy(parameter) is not { } brought)
            return;
        var (option, written) = (OptionOf(brought), "{parameter:" + parameter.Name + "}");
        var glued = GluedOption(before);
        if (glued is null && LastWord(before) != option)
            return;
        var given = glued ?? option + " ";
        var becomes = given + brought.Replace("{value}", "VALUE", StringComparison.Ordinal).Replace("{v}", "VALUE", StringComparison.Ordinal);
        problems.Hint(
            "command.option-twice",
            $"{owner}: '{Names.Shown(given + written)}' expands to '{Names.Shown(becomes)}' because the placeholder includes the option "
                + "name.",
            path,
            place,
            Remedy(glued, option, parameter));
    }

    private static string Remedy(string? glued, string option, ParameterDefinition parameter)
    {
        var name = Names.Shown(parameter.Name);
        if (glued is null || parameter.Type == ParameterType.Flag)
            return $"Use only '{{parameter:{name}}}'.";
        var value = $"'{Names.Shown(glued)}{{parameter-value:{name}}}'";
        return glued == option + "="
            ? $"Use only '{{parameter:{name}}}', or {value}."
            : $"Use {value}, or only '{{parameter:{name}}}' with 'pass-as: \"{Names.Shown(glued)}{{v}}\"' in the parameter.";
    }

    /// <summary>The template of what the placeholder stands for, when that begins with an option; else null.</summary>
    private static string? BroughtBy(ParameterDefinition parameter)
    {
        var isFlag = parameter.Type == ParameterType.Flag;
        var split = isFlag && (parameter.PassTrueAs is { Length: > 0 } || parameter.PassFalseAs is { Length: > 0 });
        var own = parameter.PassAs is { Length: > 0 } text ? text : isFlag ? "--{name}" : "--{name}={v}";
        return new[] { split ? parameter.PassTrueAs : own, split ? parameter.PassFalseAs : null }
            .OfType<string>()
            .Select(template => template.Trim().Replace("{name}", parameter.Name, StringComparison.Ordinal))
            .FirstOrDefault(IsOption);
    }

    /// <summary><c>--x=</c> at the end of the text, perhaps with a quote on either side; an option in front of it all.</summary>
    private static string? GluedOption(string before)
    {
        var word = before[(before.AsSpan().LastIndexOfAny(Separators) + 1)..].Trim('"', '\'');
        return word.EndsWith('=') && IsOption(word) ? word : null;
    }

    /// <summary>The word before the placeholder when white space, and perhaps a quote, parts the two.</summary>
    private static string? LastWord(string before)
    {
        var rest = before.AsSpan();
        if (rest.EndsWith("\"") || rest.EndsWith("'"))
            rest = rest[..^1];
        var word = rest.TrimEnd(" \t");
        return word.Length == rest.Length ? null : word[(word.LastIndexOfAny(Separators) + 1)..].ToString();
    }

    /// <summary>Not a number below zero, not a dash that stands for standard input.</summary>
    private static bool IsOption(string word) => word is ['-', '-', not ('=' or '{' or ' '), ..] || (word is ['-', var letter, ..] && char.IsAsciiLetter(letter));

    private static string OptionOf(string template) => template.AsSpan().IndexOfAny("= \t{") is >= 0 and var end ? template[..end] : template;
}
