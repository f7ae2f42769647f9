namespace Gyre.Core.Cel;

/// <summary>Arithmetic with bounds, and exact comparison of numbers of all three kinds.</summary>
internal static class CelNumbers
{
    private const double TwoTo63 = 9223372036854775808d;
    private const double TwoTo64 = 18446744073709551616d;

    public static bool IsNumber(object? value) => value is long or ulong or double;

    public static object Negate(object? value) => value switch
    {
        long.MinValue => Overflow("-"),
        long integer => -integer,
        double real => -real,
        ulong => new CelFault(CelErrorKind.Operands, "'-' cannot be applied to a uint.", "Convert it with int(...)."),
        _ => new CelFault(CelErrorKind.Operands, $"'-' cannot be applied to {CelValues.Kind(value)}."),
    };

    /// <summary>Null when the two are not numbers that go together.</summary>
    public static object? Compute(string op, object? left, object? right) => (left, right) switch
    {
        (long a, long b) => Signed(op, a, b),
        (ulong a, ulong b) => Unsigned(op, a, b),
        (double a, double b) => Real(op, a, b),
        (long a, double b) => Real(op, a, b),
        (double a, long b) => Real(op, a, b),
        _ => null,
    };

    /// <summary>Null when one is not a number (NaN).</summary>
    public static int? Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (ulong a, ulong b) => a.CompareTo(b),
        (long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b),
        (ulong a, long b) => b < 0 ? 1 : a.CompareTo((ulong)b),
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b),
        (double a, _) => -CompareWhole(right, a),
        (_, double b) => CompareWhole(left, b),
        _ => null,
    };

    public static CelFault Overflow(string op) => new(
        CelErrorKind.Overflow, $"The result of '{op}' does not fit into 64 bits.", "Use double(...).");

    private static object Signed(string op, long a, long b)
    {
        if (b == 0 && op is ("/" or "%"))
            return Zero(op);
        try
        {
            return op switch
            {
                "+" => checked(a + b),
                "-" => checked(a - b),
                "*" => checked(a * b),
                _ when a == long.MinValue && b == -1 => Overflow(op),
                "/" => a / b,
                _ => a % b,
            };
        }
        catch (OverflowException)
        {
            return Overflow(op);
        }
    }

    private static object Unsigned(string op, ulong a, ulong b)
    {
        try
        {
            return op switch
            {
                "+" => checked(a + b),
                "-" => checked(a - b),
                "*" => checked(a * b),
                _ when b == 0 => Zero(op),
                "/" => a / b,
                _ => a % b,
            };
        }
        catch (OverflowException)
        {
            return Overflow(op);
        }
    }

    private static object Real(string op, double a, double b) => op switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        _ => new CelFault(CelErrorKind.Operands, "'%' cannot be applied to a double.", "Convert it with int(...)."),
    };

    private static CelFault Zero(string op) => new(CelErrorKind.ZeroDivision, op == "/" ? "Division by zero." : "Remainder of a division by zero.");

    /// <summary>A whole number with a double, without rounding either.</summary>
    private static int? CompareWhole(object whole, double real)
    {
        if (double.IsNaN(real))
            return null;
        if (real >= TwoTo64)
            return -1;
        if (real < -TwoTo63)
            return 1;
        var floor = Math.Floor(real);
        object integral = floor < TwoTo63 ? (long)floor : (ulong)floor;
        return Compare(whole, integral) is var order && order != 0 ? order : floor < real ? -1 : 0;
    }
}
