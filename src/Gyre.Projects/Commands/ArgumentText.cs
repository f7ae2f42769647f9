using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>The arguments of one parameter, not quoted.</summary>
internal static class ArgumentText
{
    /// <exception cref="FormatException">A list where one value belongs, or a template that does not take the value.</exception>
    public static IEnumerable<string> Of(ParameterDefinition parameter, Value value)
    {
        if (parameter.Type == ParameterType.Flag)
            return OfFlag(parameter, value);
        if (value.IsNull)
            return [];
        var template = parameter.PassAs is { Length: > 0 } own ? own : "--{name}={value}";
        var elements = value is ListValue list ? list.Items : [value];
        if (parameter.Multiple != MultipleMode.None && elements.Any(element => element is ListValue))
            throw new FormatException("the list contains a list");
        return parameter.Multiple switch
        {
            MultipleMode.Repeat => elements.SelectMany(element => PassTemplate.Apply(template, parameter.Name, element)),
            MultipleMode.Separate when elements.Length == 0 => [],
            MultipleMode.Separate => PassTemplate.Apply(template, parameter.Name, Value.Of(string.Join(parameter.MultipleSeparator, elements.Select(ValueText.Of)))),
            _ when value is ListValue && parameter.Type != ParameterType.List => throw new FormatException(
                $"it takes a single value, but {ValueText.Of(value)} is a list"),
            _ => PassTemplate.Apply(template, parameter.Name, value),
        };
    }

    private static IEnumerable<string> OfFlag(ParameterDefinition parameter, Value value)
    {
        if (value is ListValue)
            throw new FormatException("a flag takes true or false, not a list");
        if (value.IsNull)
            return [];
        var isSet = IsSet(value);
        if (parameter.PassTrueAs is { Length: > 0 } || parameter.PassFalseAs is { Length: > 0 })
            return (isSet ? parameter.PassTrueAs : parameter.PassFalseAs) is { Length: > 0 } template ? PassTemplate.Apply(template, parameter.Name, value) : [];
        return isSet ? PassTemplate.Apply(parameter.PassAs is { Length: > 0 } own ? own : "--{name}", parameter.Name, value) : [];
    }

    private static bool IsSet(Value value) => value switch
    {
        BooleanValue flag => flag.Flag,
        TextValue text => text.Text.Length > 0,
        _ => !value.TryGetNumber(out var number) || number != 0,
    };
}
