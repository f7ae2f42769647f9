using System.Numerics;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>Compares scalars of possibly different kinds; truth values count as 0 and 1.</summary>
internal static class ValueOrder
{
    /// <summary>Null when the two have no order.</summary>
    public static int? Compare(Value left, Value right)
    {
        if (left is TextValue a && right is TextValue b)
            return string.CompareOrdinal(a.Text, b.Text);
        if (Whole(left) is { } x && Whole(right) is { } y)
            return x.CompareTo(y);
        if (!Number(left, out var first) || !Number(right, out var second) || double.IsNaN(first) || double.IsNaN(second))
            return null;
        return first.CompareTo(second);
    }

    public static bool AreEqual(Value left, Value right) => left.Equals(right) || (left is not TextValue && Compare(left, right) == 0);

    private static BigInteger? Whole(Value value) => value switch
    {
        IntegerValue integer => integer.Number,
        BooleanValue flag => flag.Flag ? BigInteger.One : BigInteger.Zero,
        _ => null,
    };

    private static bool Number(Value value, out double number)
    {
        if (value is not BooleanValue flag)
            return value.TryGetNumber(out number);
        number = flag.Flag ? 1 : 0;
        return true;
    }
}
