using System.Collections.Immutable;
using System.Numerics;

namespace Gyre.Core.Expressions;

/// <summary>
/// Walks a verified tree. Values inside are null, bool, BigInteger, double, string, ImmutableArray (tuple), HashSet (set) and,
/// when they come from outside, ListValue and MapValue.
/// </summary>
internal sealed class ExpressionEvaluator(Func<string, Value?> names)
{
    private readonly ExpressionBudget _budget = new();

    public object? Evaluate(ExpressionNode node)
    {
        _budget.Spend(1, node.Position);
        try
        {
            return EvaluateNode(node);
        }
        catch (OperandException exception)
        {
            throw new ExpressionException(exception.Kind, exception.Message, node.Position);
        }
    }

    private object? EvaluateNode(ExpressionNode node) => node switch
    {
        ConstantNode constant => constant.Constant,
        NameNode name => Find(name),
        UnaryNode unary => EvaluateUnary(unary),
        BinaryNode { Operator: "is" or "is not" } binary => Same(binary) == (binary.Operator == "is"),
        BinaryNode binary => ExpressionOperations.Binary(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right), _budget.At(binary.Position)),
        LogicNode logic => EvaluateLogic(logic),
        CollectionNode { IsSet: true } set => EvaluateSet(set),
        CollectionNode tuple => ImmutableArray.CreateRange(tuple.Items.Select(Evaluate)),
        CallNode call => EvaluateCall(call),
        _ => throw new ExpressionException(ExpressionErrorKind.NotAllowed, "This is not supported in conditions.", node.Position),
    };

    private object? Find(NameNode node)
    {
        var value = names(node.Name) ?? throw new ExpressionException(
            ExpressionErrorKind.NoValue, $"Unknown name '{node.Name}'{Hint(node.Name)}.", node.Position);
        return ExpressionOperations.FromValue(value);
    }

    private static string Hint(string name) => name switch
    {
        "true" or "false" => $"; for a boolean, write '{char.ToUpperInvariant(name[0])}{name[1..]}'",
        "none" or "null" => "; for a missing value, write 'None'",
        _ => "",
    };

    /// <summary>What is not there counts as false here, and as None for <c>is</c>.</summary>
    private object? EvaluateUnary(UnaryNode node)
    {
        if (node.Operator != "not")
            return ExpressionOperations.Signed(node.Operator, Evaluate(node.Operand));
        try
        {
            return !ExpressionOperations.IsTrue(Evaluate(node.Operand));
        }
        catch (ExpressionException exception) when (exception.Error.Kind == ExpressionErrorKind.NoValue)
        {
            return true;
        }
    }

    private bool Same(BinaryNode node)
    {
        var left = EvaluateOrNone(node.Left);
        var right = EvaluateOrNone(node.Right);
        return left?.GetType() == right?.GetType() && ExpressionOperations.AreEqual(left, right, _budget.At(node.Position));
    }

    private object? EvaluateOrNone(ExpressionNode node)
    {
        try
        {
            return Evaluate(node);
        }
        catch (ExpressionException exception) when (exception.Error.Kind == ExpressionErrorKind.NoValue)
        {
            return null;
        }
    }

    private bool EvaluateLogic(LogicNode node)
    {
        foreach (var operand in node.Operands)
        {
            if (ExpressionOperations.IsTrue(Evaluate(operand)) != node.IsAnd)
                return !node.IsAnd;
        }
        return node.IsAnd;
    }

    private HashSet<object?> EvaluateSet(CollectionNode node)
    {
        var set = new HashSet<object?>(new ExpressionEquality(_budget.At(node.Position)));
        foreach (var item in node.Items)
            set.Add(ExpressionOperations.Hashable(Evaluate(item)));
        return set;
    }

    private object EvaluateCall(CallNode node)
    {
        if (node.Function is not ("abs" or "min" or "max"))
            throw new ExpressionException(
                ExpressionErrorKind.NoFunction, $"Unknown function '{node.Function}'; use abs, min or max.", node.Position);
        var arguments = node.Arguments.Select(Evaluate).ToList();
        if (arguments.Any(argument => argument is not (bool or BigInteger or double or string)))
            throw new OperandException($"{node.Function} accepts only numbers, strings and booleans.");
        if (node.Function == "abs")
            return arguments.Count == 1 ? ExpressionOperations.Absolute(arguments[0]) : throw new OperandException("abs requires exactly one argument.");
        if (arguments.Count < 2)
            throw new OperandException($"{node.Function} requires at least two arguments.");
        var best = arguments[0]!;
        foreach (var argument in arguments.Skip(1))
        {
            if (ExpressionOperations.Order(node.Function == "min" ? "<" : ">", argument, best, _budget.At(node.Position)))
                best = argument!;
        }
        return best;
    }
}

/// <summary>Bounds the work of one evaluation, counted in nodes, characters and elements touched.</summary>
internal sealed class ExpressionBudget
{
    private const long Steps = 5_000_000;

    private long _left = Steps;
    private int _position;

    public ExpressionBudget At(int position)
    {
        _position = position;
        return this;
    }

    public void Spend(long steps) => Spend(steps, _position);

    public void Spend(long steps, int position)
    {
        _left -= steps;
        if (_left < 0)
            throw new ExpressionException(ExpressionErrorKind.TooComplex, $"The expression requires more than {Steps} steps.", position);
    }
}

/// <summary>Operands that an operator does not take; the evaluator adds the place.</summary>
internal sealed class OperandException(string message, ExpressionErrorKind kind = ExpressionErrorKind.Operands) : Exception(message)
{
    public ExpressionErrorKind Kind { get; } = kind;
}
