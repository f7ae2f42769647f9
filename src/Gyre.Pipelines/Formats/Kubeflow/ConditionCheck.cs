namespace Gyre.Pipelines.Formats.Kubeflow;

/// <summary>Whether an expression of the Common Expression Language can be read; the one place that knows a parser of it.</summary>
internal static class ConditionCheck
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Why a condition is refused, or null.</summary>
    public static string? RefuseCondition(string expression) => Refuse(expression);

    /// <summary>Why a selector is refused, or null.</summary>
    public static string? RefuseSelector(string expression) => Refuse(expression);

    /// <summary>What does not parse is refused when it is evaluated.</summary>
    private static string? Refuse(string expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
            return "it is empty";
        return expression.Length > MaxLength ? $"it has {expression.Length} characters, more than {MaxLength}" : null;
    }
}
