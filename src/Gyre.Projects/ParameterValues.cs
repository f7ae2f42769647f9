using Gyre.Core;
using Gyre.Projects.Commands;

namespace Gyre.Projects;

/// <summary>A given value, checked: exactly one of the two says something.</summary>
/// <param name="Value">The value in the parameter's own type, or null when it is refused.</param>
/// <param name="Diagnostics">Why it is refused, one per bad element; empty when it is not.</param>
public sealed record ConvertedValue(Value? Value, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Checks values that are given to declared parameters.</summary>
public static class ParameterValues
{
    /// <summary>
    /// Converts texts to numbers where the type asks for it and checks limits and choices. A <see cref="ParameterType.String"/>
    /// keeps whatever scalar it is given; a parameter with several values makes a list of a single one.
    /// </summary>
    public static ConvertedValue Convert(ParameterDefinition definition, Value given)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(given);
        var reasons = new List<string>();
        var value = ConvertWhole(definition, given, reasons);
        if (reasons.Count == 0)
            return new ConvertedValue(value, []);
        return new ConvertedValue(null, [.. reasons.Select(reason => new Diagnostic(Severity.Error, "parameter.value", $"Parameter '{definition.Name}': {reason}.") { Remedy = Remedy(definition) })]);
    }

    /// <summary>Why one element is refused.</summary>
    internal static IEnumerable<string> Reasons(ParameterDefinition definition, Value element)
    {
        var reasons = new List<string>();
        ConvertElement(definition, element, reasons);
        return reasons;
    }

    private static Value ConvertWhole(ParameterDefinition definition, Value given, List<string> reasons)
    {
        if (given.IsNull)
        {
            reasons.Add("no value is given");
            return given;
        }
        if (definition.Type is ParameterType.List or ParameterType.Map)
            return ConvertStructure(definition, given, reasons);
        if (definition.Multiple != MultipleMode.None)
            return Value.Of([.. (given is ListValue list ? list.Items : [given]).Select(element => ConvertElement(definition, element, reasons))]);
        if (given is ListValue)
            reasons.Add($"it takes a single value, but {ValueText.Of(given)} is a list");
        return given is ListValue ? given : ConvertElement(definition, given, reasons);
    }

    private static Value ConvertStructure(ParameterDefinition definition, Value given, List<string> reasons)
    {
        var fits = definition.Type == ParameterType.List ? given is ListValue : given is MapValue;
        if (!fits)
            reasons.Add($"{Shown(given)} is not {(definition.Type == ParameterType.List ? "a list" : "a mapping")}");
        return given;
    }

    private static Value ConvertElement(ParameterDefinition definition, Value element, List<string> reasons)
    {
        if (element is ListValue or MapValue or NullValue)
        {
            reasons.Add($"{Shown(element)} is not a single value");
            return element;
        }
        var value = ConvertType(definition.Type, element, reasons);
        CheckLimits(definition, value, reasons);
        return value;
    }

    private static Value ConvertType(ParameterType type, Value element, List<string> reasons)
    {
        switch (type)
        {
            case ParameterType.Integer when element is IntegerValue:
            case ParameterType.Float when element is FloatValue:
                return element;
            case ParameterType.Integer when element is TextValue { Text: var text } && NumberText.TryReadInteger(text, out var integer):
                return new IntegerValue(integer);
            case ParameterType.Float when element is IntegerValue && element.TryGetNumber(out var number):
                return Value.Of(number);
            case ParameterType.Float when element is TextValue { Text: var text } && NumberText.TryReadDouble(text, out var real):
                return Value.Of(real);
            case ParameterType.Integer:
            case ParameterType.Float:
                var wanted = type == ParameterType.Integer ? "an integer" : "a number";
                reasons.Add(element is TextValue { Text.Length: 0 } ? "no value is given" : $"{Shown(element)} is not {wanted}");
                return element;
            default:
                return element;
        }
    }

    private static void CheckLimits(ParameterDefinition definition, Value value, List<string> reasons)
    {
        if (definition.Min is { } min && ValueOrder.Compare(value, min) < 0)
            reasons.Add($"{Shown(value)} is less than the minimum of {ValueText.Of(min)}");
        if (definition.Max is { } max && ValueOrder.Compare(value, max) > 0)
            reasons.Add($"{Shown(value)} is greater than the maximum of {ValueText.Of(max)}");
        if (definition.Type == ParameterType.Flag && !ValueOrder.AreEqual(value, Value.True) && !ValueOrder.AreEqual(value, Value.False))
            reasons.Add($"{Shown(value)} is not true or false");
        if (definition.Choices.Length > 0 && !definition.Choices.Any(choice => ValueOrder.AreEqual(choice, value)))
            reasons.Add($"{Shown(value)} is not one of the choices {ValueText.Of(Value.Of(definition.Choices))}");
    }

    private static string Remedy(ParameterDefinition definition) => definition.Type switch
    {
        ParameterType.Integer => "Use a whole number.",
        ParameterType.Float => "Use a number.",
        ParameterType.Flag => "Use true or false; in a file without quotes.",
        _ => "Use a value that the parameter allows.",
    };

    private static string Shown(Value value)
    {
        var text = ValueText.Of(value);
        return text.Length <= 100 ? $"'{text}'" : $"'{text[..100]}...'";
    }
}
