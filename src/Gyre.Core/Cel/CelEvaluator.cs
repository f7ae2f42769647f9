using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gyre.Core.Cel;

/// <summary>Walks a tree. Errors are values that go up, so that <c>&amp;&amp;</c> and <c>||</c> can pass over them.</summary>
internal sealed class CelEvaluator(CelScope scope)
{
    private readonly CelBudget _budget = new();

    /// <summary>A value or a <see cref="CelFault"/> with its place.</summary>
    public object? Evaluate(CelNode node)
    {
        var result = _budget.Spend(1) ?? EvaluateNode(node);
        return result is CelFault fault ? fault.At(node.Position) : result;
    }

    private object? EvaluateNode(CelNode node) => node switch
    {
        CelLiteral literal => literal.Constant,
        CelName name => Find(name.Name),
        CelUnary unary => Sign(unary),
        CelChain chain => Compute(chain),
        CelLogic logic => Decide(logic),
        CelChoice choice => Choose(choice),
        CelPath path => Follow(path),
        CelCall call => Call(call.Function, call.Arguments, call.Pattern, []),
        CelHas has => CelOperators.Has(Evaluate(has.Target), has.Field, _budget),
        CelListNode list => MakeList(list),
        CelMapNode map => MakeMap(map),
        _ => throw new InvalidOperationException($"Cannot evaluate {node.GetType().Name}."),
    };

    private object? Find(string name)
    {
        if (scope.Find(name) is { } value)
            return CelValues.FromValue(value);
        return CelType.Find(name) ?? (object)new CelFault(
            CelErrorKind.NoValue,
            $"Unknown name '{name}'.",
            name is "True" or "False" or "None" ? "The constants are true, false and null." : null);
    }

    private object? Sign(CelUnary node)
    {
        var value = Evaluate(node.Operand);
        for (var times = 0; times < node.Times && value is not CelFault; times++)
        {
            value = node.Operator == '-' ? CelNumbers.Negate(value)
                : value is bool flag ? !flag
                : new CelFault(CelErrorKind.Operands, $"'!' cannot be applied to {CelValues.Kind(value)}.", "Use a comparison.");
        }
        return value;
    }

    private object? Compute(CelChain node)
    {
        var value = Evaluate(node.First);
        foreach (var link in node.Links)
        {
            if (value is CelFault)
                return value;
            var operand = Evaluate(link.Operand);
            value = operand is CelFault ? operand : _budget.Spend(1) ?? CelOperators.Apply(link.Operator, value, operand, _budget);
            value = value is CelFault fault ? fault.At(link.Position) : value;
        }
        return value;
    }

    /// <summary>One operand that decides is enough, wherever it stands; only without one an error counts.</summary>
    private object Decide(CelLogic node)
    {
        CelFault? first = null;
        foreach (var operand in node.Operands)
        {
            var value = Evaluate(operand);
            if (value is bool flag && flag != node.IsAnd)
                return flag;
            if (value is not bool)
                first ??= value as CelFault ?? new CelFault(
                    CelErrorKind.Operands,
                    $"'{(node.IsAnd ? "&&" : "||")}' cannot be applied to {CelValues.Kind(value)}.",
                    "Use a comparison.")
                { Position = operand.Position };
        }
        return first ?? (object)node.IsAnd;
    }

    private object? Choose(CelChoice node)
    {
        foreach (var (condition, value) in node.Branches)
        {
            switch (Evaluate(condition))
            {
                case true:
                    return Evaluate(value);
                case false:
                    break;
                case CelFault fault:
                    return fault;
                case var other:
                    return new CelFault(
                        CelErrorKind.Operands,
                        $"'?' cannot be applied to {CelValues.Kind(other)}.",
                        "Use a comparison.")
                    { Position = condition.Position };
            }
        }
        return Evaluate(node.Otherwise);
    }

    private object? Follow(CelPath node)
    {
        var value = Evaluate(node.Start);
        foreach (var segment in node.Segments)
        {
            if (value is CelFault)
                return value;
            value = _budget.Spend(1) ?? Take(value, segment);
            value = value is CelFault fault ? fault.At(segment.Position) : value;
        }
        return value;
    }

    private object? Take(object? value, CelSegment segment)
    {
        switch (segment)
        {
            case CelField field when value is CelMap:
                return CelOperators.ElementOf(value, field.Name, _budget);
            case CelField field:
                return new CelFault(
                    CelErrorKind.Operands,
                    $"'.{field.Name}' cannot be applied to {CelValues.Kind(value)}, which has no fields.",
                    value is string ? "Use parseJson(...) to convert a string to a map." : null);
            case CelIndex index:
                var key = Evaluate(index.Key);
                return key is CelFault ? key : CelOperators.ElementOf(value, key, _budget);
            default:
                var method = (CelMethod)segment;
                return Call(method.Function, method.Arguments, method.Pattern, [value]);
        }
    }

    private object? Call(CelFunction function, IReadOnlyList<CelNode> arguments, Regex? pattern, ReadOnlySpan<object?> receiver)
    {
        var values = new object?[receiver.Length + arguments.Count];
        receiver.CopyTo(values);
        for (var index = 0; index < arguments.Count; index++)
        {
            var value = Evaluate(arguments[index]);
            if (value is CelFault)
                return value;
            values[receiver.Length + index] = value;
        }
        return pattern is null ? function.Apply(values, _budget) : CelFunctions.Match(pattern, values[0], _budget);
    }

    private object MakeList(CelListNode node)
    {
        var items = ImmutableArray.CreateBuilder<object?>(node.Items.Count);
        foreach (var item in node.Items)
        {
            var value = Evaluate(item);
            if (value is CelFault)
                return value;
            items.Add(value);
        }
        return new CelMadeList(items.MoveToImmutable());
    }

    private object MakeMap(CelMapNode node)
    {
        var keys = new List<object>();
        var entries = new Dictionary<object, object?>();
        foreach (var (keyNode, valueNode) in node.Entries)
        {
            var given = Evaluate(keyNode);
            if (given is CelFault)
                return given;
            if (CelValues.KeyOf(given) is not { } key || given is double)
                return new CelFault(
                    CelErrorKind.Operands,
                    $"{CelValues.Kind(given)} cannot be a map key.",
                    "Use a string, a whole number or a bool as the key.")
                { Position = keyNode.Position };
            var value = Evaluate(valueNode);
            if (value is CelFault)
                return value;
            if (!entries.TryAdd(key, value))
                return new CelFault(CelErrorKind.Operands, "The map contains a key twice.") { Position = keyNode.Position };
            keys.Add(key);
        }
        return new CelMadeMap(keys, entries);
    }
}
