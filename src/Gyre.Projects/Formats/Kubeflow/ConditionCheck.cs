using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Whether an expression of the Common Expression Language can be read and names nothing but what is there when it is evaluated.</summary>
internal static class ConditionCheck
{
    private static readonly string[] OfConditions = ["inputs"];
    private static readonly string[] OfSelectors = ["string_value", "struct_value", "list_value", "number_value", "bool_value"];

    /// <summary>Why a condition is refused, or null.</summary>
    public static string? RefuseCondition(string expression) => Refuse(expression, OfConditions);

    /// <summary>Why a selector is refused, or null.</summary>
    public static string? RefuseSelector(string expression) => Refuse(expression, OfSelectors);

    private static string? Refuse(string text, string[] variables)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "it is empty";
        if (!CelExpression.TryParse(text, out var expression, out var error))
            return error.ToString().TrimEnd('.');
        return expression.Variables.FirstOrDefault(variable => !variables.Contains(variable, StringComparer.Ordinal)) is { } unknown
            ? $"it uses the unknown name '{Names.Shown(unknown)}'; available names: {string.Join(", ", variables)}"
            : null;
    }
}
