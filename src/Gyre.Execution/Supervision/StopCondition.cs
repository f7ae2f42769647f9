using Gyre.Core;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Supervision;

/// <summary>An expression that ends a step early and well once it is true.</summary>
internal sealed class StopCondition
{
    private const string Metadata = "metadata.";
    private readonly Expression _expression;
    private readonly MapValue _parameters;
    private bool _failed;

    private StopCondition(Expression expression, MapValue parameters) => (_expression, _parameters) = (expression, parameters);

    /// <summary>Reads the order's condition; null when it has none.</summary>
    /// <exception cref="LayoutException">It is no expression.</exception>
    public static StopCondition? Of(AttemptOrder order)
    {
        if (order.StopCondition is null)
            return null;
        return Expression.TryParse(order.StopCondition, out var expression, out var error)
            ? new StopCondition(expression, order.Parameters)
            : throw new LayoutException($"The stop condition '{order.StopCondition}' is not a valid expression: {error.Message}");
    }

    /// <summary>Whether it is met now; a value that is still missing means that it is not.</summary>
    /// <param name="latest">Gives the latest value of a metadata key.</param>
    /// <param name="warn">Told once when it cannot be evaluated for another reason.</param>
    public bool IsMet(Func<string, Value?> latest, Action<string> warn)
    {
        var result = _expression.Evaluate(name => Find(name, latest));
        if (result.Error is { Kind: not ExpressionErrorKind.NoValue } error && !_failed)
        {
            _failed = true;
            warn($"The stop condition could not be evaluated: {error.Message}");
        }
        return result.IsMet;
    }

    /// <summary>For people.</summary>
    public override string ToString() => _expression.Text;

    /// <summary>A bare name means metadata.</summary>
    private Value? Find(string name, Func<string, Value?> latest)
    {
        if (name.StartsWith(Metadata, StringComparison.Ordinal))
            return latest(name[Metadata.Length..]);
        foreach (var prefix in (ReadOnlySpan<string>)["parameter.", "parameters."])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return _parameters.Find(name[prefix.Length..]);
        }
        return latest(name);
    }
}
