using System.Globalization;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>Decimal digits of a double to a precision, rounded from its exact value with halves to even.</summary>
internal static class FloatDigits
{
    /// <summary>The absolute value as <c>e E f F g G % n</c> or, without type, as the shortest text.</summary>
    public static string Of(double number, string type, int? precision)
    {
        if (!double.IsFinite(number))
            return type is "E" or "F" or "G" ? NumberText.Of(number).ToUpperInvariant() : NumberText.Of(number) + (type == "%" ? "%" : "");
        return type switch
        {
            "e" or "E" => Scientific(number, precision ?? 6, type[0]),
            "f" or "F" => Fixed(number, precision ?? 6),
            "%" => Fixed(number * 100, precision ?? 6) + "%",
            "g" or "G" or "n" => General(number, precision ?? 6, type == "G" ? 'E' : 'e', keepPoint: false),
            _ => precision is { } digits ? General(number, digits, 'e', keepPoint: true) : NumberText.Of(number),
        };
    }

    private static string Fixed(double number, int precision)
    {
        var digits = Scaled(number, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
    }

    private static string Scientific(double number, int precision, char mark)
    {
        var (digits, exponent) = Rounded(number, precision + 1);
        return $"{digits[0]}{(precision == 0 ? "" : "." + digits[1..])}{mark}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static string General(double number, int precision, char mark, bool keepPoint)
    {
        precision = Math.Max(precision, 1);
        var (_, exponent) = Rounded(number, precision);
        if (exponent < -4 || exponent >= precision + (keepPoint && exponent == 0 ? 1 : 0))
        {
            var text = Scientific(number, precision - 1, mark);
            var at = text.IndexOf(mark, StringComparison.Ordinal);
            return TrimZeros(text[..at]) + text[at..];
        }
        var plain = TrimZeros(Fixed(number, Math.Max(0, precision - 1 - exponent)));
        return keepPoint && !plain.Contains('.', StringComparison.Ordinal) ? plain + ".0" : plain;
    }

    private static string TrimZeros(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    /// <summary>So many significant digits, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Rounded(double number, int count)
    {
        if (number == 0)
            return (new string('0', count), 0);
        var exponent = (int)Math.Floor(Math.Log10(number));
        for (var guess = exponent - 1; ; guess++)
        {
            var digits = Scaled(number, count - 1 - guess).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count)
                return (digits, guess);
        }
    }

    /// <summary>The number times ten to a power, rounded to an integer.</summary>
    private static BigInteger Scaled(double number, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52 & 0x7FF);
        var mantissa = new BigInteger(exponent == 0 ? bits & 0xFFFFFFFFFFFFF : bits & 0xFFFFFFFFFFFFF | 0x10000000000000);
        var shift = Math.Max(exponent, 1) - 1075;
        var over = mantissa * (shift > 0 ? BigInteger.One << shift : 1) * (power > 0 ? BigInteger.Pow(10, power) : 1);
        var under = (shift < 0 ? BigInteger.One << -shift : 1) * (power < 0 ? BigInteger.Pow(10, -power) : 1);
        var quotient = BigInteger.DivRem(over, under, out var rest);
        var half = (rest * 2).CompareTo(under);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
