using System.Collections.Immutable;
using System.Numerics;

namespace Gyre.Core.Expressions;

/// <summary>What the operators do, after Python's rules, with the weak typing of order and arithmetic.</summary>
internal static class ExpressionOperations
{
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        BigInteger integer => !integer.IsZero,
        double real => real != 0,
        string text => text.Length > 0,
        ImmutableArray<object?> tuple => tuple.Length > 0,
        HashSet<object?> set => set.Count > 0,
        ListValue list => list.Items.Length > 0,
        MapValue map => map.Entries.Length > 0,
        _ => true,
    };

    public static object? FromValue(Value value) => value switch
    {
        NullValue => null,
        BooleanValue flag => flag.Flag,
        IntegerValue integer => integer.Number,
        FloatValue real => real.Number,
        TextValue text => text.Text,
        TimestampValue timestamp => timestamp.Text,
        _ => value,
    };

    public static Value ToValue(object? value) => value switch
    {
        null => Value.Null,
        bool flag => Value.Of(flag),
        BigInteger integer => new IntegerValue(integer),
        double real => Value.Of(real),
        string text => Value.Of(text),
        ImmutableArray<object?> tuple => Value.Of(tuple.Select(ToValue)),
        HashSet<object?> set => Value.Of(set.Select(ToValue)),
        Value kept => kept,
        _ => throw new InvalidOperationException($"Cannot convert {value.GetType().Name} to a value."),
    };

    /// <summary>The value, when it may be an element of a set.</summary>
    public static object? Hashable(object? value)
    {
        if (value is Value or HashSet<object?>)
            throw new OperandException("A list, a mapping or a set cannot be an element of a set.");
        if (value is ImmutableArray<object?> tuple)
        {
            foreach (var item in tuple)
                Hashable(item);
        }
        return value;
    }

    public static object? Binary(string op, object? left, object? right, ExpressionBudget budget) => op switch
    {
        "==" => AreEqual(left, right, budget),
        "!=" => !AreEqual(left, right, budget),
        "in" => Contains(right, left, budget),
        "not in" => !Contains(right, left, budget),
        "<" or "<=" or ">" or ">=" => Order(op, left, right, budget),
        _ => ExpressionArithmetic.Compute(op, left, right, budget),
    };

    public static object Signed(string op, object? value) => value switch
    {
        bool flag => op == "-" ? -ExpressionNumbers.ToInteger(flag) : ExpressionNumbers.ToInteger(flag),
        BigInteger integer => op == "-" ? -integer : integer,
        double real => op == "-" ? -real : real,
        _ => throw new OperandException($"A sign requires a number, but it is applied to {Kind(value)}."),
    };

    public static object Absolute(object? value) => value switch
    {
        bool flag => ExpressionNumbers.ToInteger(flag),
        BigInteger integer => BigInteger.Abs(integer),
        double real => Math.Abs(real),
        _ => throw new OperandException($"abs requires a number, not {Kind(value)}."),
    };

    /// <summary>Never reads a text as a number: <c>"1" == 1</c> is false, <c>True == 1</c> is true.</summary>
    public static bool AreEqual(object? left, object? right, ExpressionBudget budget)
    {
        budget.Spend(1);
        if (ExpressionNumbers.IsNumber(left) && ExpressionNumbers.IsNumber(right))
            return ExpressionNumbers.Compare(left!, right!) == 0;
        return (left, right) switch
        {
            (null, null) => true,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (ImmutableArray<object?> a, ImmutableArray<object?> b) => SequenceEqual(a, b, budget),
            (HashSet<object?> a, HashSet<object?> b) => a.SetEquals(b),
            (ListValue a, ListValue b) => SequenceEqual(Items(a), Items(b), budget),
            (MapValue a, MapValue b) => a.Entries.Length == b.Entries.Length
                && a.Entries.All(entry => b.Find(entry.Key) is { } other && AreEqual(FromValue(entry.Value), FromValue(other), budget)),
            _ => false,
        };
    }

    /// <summary>Order as it is; when the two have none, both are read as numbers.</summary>
    public static bool Order(string op, object? left, object? right, ExpressionBudget budget)
    {
        if (TryOrder(op, left, right, budget, out var result))
            return result;
        var a = ExpressionNumbers.TryRead(left, out var x);
        var b = ExpressionNumbers.TryRead(right, out var y);
        if (!a || !b)
            throw new OperandException($"Cannot order {Kind(left)} and {Kind(right)}.");
        return Holds(op, ExpressionNumbers.Compare(x, y));
    }

    public static string Kind(object? value) => value switch
    {
        null => "None",
        bool => "a boolean",
        BigInteger or double => "a number",
        string => "a string",
        ImmutableArray<object?> => "a tuple",
        HashSet<object?> => "a set",
        ListValue => "a list",
        _ => "a mapping",
    };

    private static bool TryOrder(string op, object? left, object? right, ExpressionBudget budget, out bool result)
    {
        budget.Spend(1);
        result = false;
        if (ExpressionNumbers.IsNumber(left) && ExpressionNumbers.IsNumber(right))
            result = Holds(op, ExpressionNumbers.Compare(left!, right!));
        else if (left is string a && right is string b)
            result = Holds(op, CompareTexts(a, b));
        else if (left is ImmutableArray<object?> x && right is ImmutableArray<object?> y)
            return TryOrderItems(op, x, y, budget, out result);
        else if (left is ListValue first && right is ListValue second)
            return TryOrderItems(op, Items(first), Items(second), budget, out result);
        else if (left is HashSet<object?> s && right is HashSet<object?> t)
            result = op switch { "<" => s.IsProperSubsetOf(t), "<=" => s.IsSubsetOf(t), ">" => s.IsProperSupersetOf(t), _ => s.IsSupersetOf(t) };
        else
            return false;
        return true;
    }

    private static bool TryOrderItems(string op, ImmutableArray<object?> left, ImmutableArray<object?> right, ExpressionBudget budget, out bool result)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (!AreEqual(left[i], right[i], budget))
                return TryOrder(op, left[i], right[i], budget, out result);
        }
        result = Holds(op, left.Length.CompareTo(right.Length));
        return true;
    }

    /// <summary>Null stands for "not comparable", as NaN is with everything.</summary>
    private static bool Holds(string op, int? comparison) => comparison is { } c && op switch { "<" => c < 0, "<=" => c <= 0, ">" => c > 0, _ => c >= 0 };

    /// <summary>By code point, not by UTF-16 unit.</summary>
    private static int CompareTexts(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    private static bool Contains(object? container, object? item, ExpressionBudget budget) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        ImmutableArray<object?> tuple => tuple.Any(other => AreEqual(other, item, budget)),
        HashSet<object?> set => set.Contains(Hashable(item)),
        ListValue list => Items(list).Any(other => AreEqual(other, item, budget)),
        MapValue map => item is string name && map.Find(name) is not null,
        _ => throw new OperandException($"Cannot look for {Kind(item)} in {Kind(container)}."),
    };

    private static bool SequenceEqual(ImmutableArray<object?> left, ImmutableArray<object?> right, ExpressionBudget budget) =>
        left.Length == right.Length && !left.Where((item, index) => !AreEqual(item, right[index], budget)).Any();

    private static ImmutableArray<object?> Items(ListValue list) => [.. list.Items.Select(FromValue)];
}

/// <summary>Equality of set elements: numbers by value, whatever their kind.</summary>
internal sealed class ExpressionEquality(ExpressionBudget budget) : IEqualityComparer<object?>
{
    public new bool Equals(object? x, object? y) => ExpressionOperations.AreEqual(x, y, budget);

    public int GetHashCode(object? obj) => obj switch
    {
        null => 0,
        string text => text.GetHashCode(StringComparison.Ordinal),
        ImmutableArray<object?> tuple => tuple.Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        _ => ExpressionNumbers.ToDouble(obj).GetHashCode(),
    };
}
