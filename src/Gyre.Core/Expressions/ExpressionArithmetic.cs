using System.Collections.Immutable;
using System.Numerics;

namespace Gyre.Core.Expressions;

/// <summary><c>+ - * / //</c>.</summary>
internal static class ExpressionArithmetic
{
    public static object Compute(string op, object? left, object? right, ExpressionBudget budget)
    {
        if (op == "*" && (left is string || right is string))
            throw new OperandException("A string cannot be multiplied.");
        if (ExpressionNumbers.IsNumber(left) && ExpressionNumbers.IsNumber(right))
            return OfNumbers(op, left!, right!, budget);
        if (op == "+" && Join(left, right, budget) is { } joined)
            return joined;
        if (ExpressionNumbers.TryRead(left, out var a) && ExpressionNumbers.TryRead(right, out var b))
            return OfDoubles(op, a, b);
        throw new OperandException(
            $"'{op}' cannot be applied to {ExpressionOperations.Kind(left)} and {ExpressionOperations.Kind(right)}.");
    }

    private static object? Join(object? left, object? right, ExpressionBudget budget)
    {
        switch (left, right)
        {
            case (string a, string b):
                budget.Spend((a.Length + b.Length) / 16);
                return a + b;
            case (ImmutableArray<object?> a, ImmutableArray<object?> b):
                budget.Spend(a.Length + b.Length);
                return a.AddRange(b);
            case (ListValue a, ListValue b):
                budget.Spend(a.Items.Length + b.Items.Length);
                return new ListValue(a.Items.AddRange(b.Items));
            default:
                return null;
        }
    }

    private static object OfNumbers(string op, object left, object right, ExpressionBudget budget)
    {
        if (left is double || right is double)
            return OfDoubles(op, ExpressionNumbers.ToDouble(left), ExpressionNumbers.ToDouble(right));
        var (a, b) = (ExpressionNumbers.ToInteger(left), ExpressionNumbers.ToInteger(right));
        budget.Spend(a.GetByteCount() / 8 * (b.GetByteCount() / 8));
        return op switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            _ when b.IsZero => throw Zero(),
            "//" => Floor(a, b),
            _ => Divide(a, b),
        };
    }

    private static double OfDoubles(string op, double a, double b) => op switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        _ when b == 0 => throw Zero(),
        "//" => Math.Floor(a / b),
        _ => a / b,
    };

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var remainder);
        return !remainder.IsZero && (remainder.Sign < 0) != (b.Sign < 0) ? quotient - 1 : quotient;
    }

    private static double Divide(BigInteger a, BigInteger b)
    {
        var (x, y) = ((double)a, (double)b);
        if (double.IsFinite(x) && double.IsFinite(y))
            return x / y;
        var shift = (int)Math.Max(0, Math.Min(a.GetBitLength(), b.GetBitLength()) - 128);
        var result = (double)(a >> shift) / (double)(b >> shift);
        return double.IsFinite(result) ? result : throw new OperandException("The numbers are too large to divide.");
    }

    private static OperandException Zero() => new("Division by zero.", ExpressionErrorKind.ZeroDivision);
}

/// <summary>Numbers of three kinds (truth values count as 0 and 1), compared exactly.</summary>
internal static class ExpressionNumbers
{
    public static bool IsNumber(object? value) => value is bool or BigInteger or double;

    public static BigInteger ToInteger(object value) => value is bool flag ? (flag ? BigInteger.One : BigInteger.Zero) : (BigInteger)value;

    public static double ToDouble(object value)
    {
        if (value is double real)
            return real;
        var number = (double)ToInteger(value);
        return double.IsFinite(number) ? number : throw new OperandException("The integer is too large for a float.");
    }

    /// <summary>Reads numbers, and texts the way Python's <c>float()</c> does.</summary>
    public static bool TryRead(object? value, out double number)
    {
        number = 0;
        if (value is string text)
            return NumberText.TryReadDouble(text, out number);
        if (!IsNumber(value))
            return false;
        number = ToDouble(value!);
        return true;
    }

    /// <summary>Null when one is not a number (NaN).</summary>
    public static int? Compare(object left, object right)
    {
        if (left is double x && right is double y)
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        if (left is double real)
            return -Compare(right, real);
        var integer = ToInteger(left);
        return right is double other ? CompareMixed(integer, other) : integer.CompareTo(ToInteger(right));
    }

    private static int? CompareMixed(BigInteger integer, double real)
    {
        if (double.IsNaN(real))
            return null;
        if (double.IsInfinity(real))
            return real > 0 ? -1 : 1;
        var floor = Math.Floor(real);
        var comparison = integer.CompareTo(new BigInteger(floor));
        return comparison != 0 ? comparison : floor < real ? -1 : 0;
    }
}
