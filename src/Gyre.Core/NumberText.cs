using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gyre.Core;

/// <summary>Numbers as text, the same on every machine and under every culture.</summary>
public static class NumberText
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.eE+-");

    /// <summary>
    /// The shortest digits that read back as the same double: plain from 1e-4 up to below 1e16 and always with a point there
    /// (<c>1.0</c>), else with an exponent of at least two digits (<c>1e-05</c>, <c>1e+20</c>); <c>inf</c>, <c>-inf</c>, <c>nan</c>.
    /// </summary>
    public static string Of(double number)
    {
        if (double.IsNaN(number))
            return "nan";
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        if (number == 0)
            return double.IsNegative(number) ? "-0.0" : "0.0";

        var (negative, digits, exponent) = Decompose(number);
        var text = new StringBuilder();
        if (negative)
            text.Append('-');
        if (exponent is < -4 or >= 16)
            AppendScientific(text, digits, exponent);
        else
            AppendPlain(text, digits, exponent);
        return text.ToString();
    }

    /// <summary>
    /// Reads a float as people and Python write it: white space around, a sign, digits with single underscores between, a point
    /// on either side, an exponent; <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case. No hexadecimal, no thousands separators.
    /// </summary>
    public static bool TryReadDouble(string text, out double number)
    {
        ArgumentNullException.ThrowIfNull(text);
        number = 0;
        if (!TryJoinDigits(text.Trim(), out var plain))
            return false;
        var bare = plain.AsSpan().TrimStart("+-");
        var sign = plain.Length - bare.Length;
        if (sign > 1)
            return false;
        if (bare.Equals("inf", StringComparison.OrdinalIgnoreCase) || bare.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            number = plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        else if (bare.Equals("nan", StringComparison.OrdinalIgnoreCase))
            number = double.NaN;
        else
            return bare.Length > 0 && !bare.ContainsAnyExcept(FloatCharacters) && double.TryParse(plain, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);
        return true;
    }

    /// <summary>Reads a decimal integer of any sign: white space around, single underscores between digits; at most 4300 digits.</summary>
    public static bool TryReadInteger(string text, out BigInteger number)
    {
        ArgumentNullException.ThrowIfNull(text);
        number = default;
        if (!TryJoinDigits(text.Trim(), out var plain))
            return false;
        var bare = plain.AsSpan().TrimStart("+-");
        return plain.Length - bare.Length <= 1 && bare.Length is > 0 and <= 4300 && !bare.ContainsAnyExceptInRange('0', '9')
            && BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Takes underscores out that stand between two digits; false when one stands elsewhere.</summary>
    private static bool TryJoinDigits(string text, out string joined)
    {
        joined = text;
        for (var at = text.IndexOf('_', StringComparison.Ordinal); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at + 1 == text.Length || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1]))
                return false;
        }
        joined = text.Replace("_", "", StringComparison.Ordinal);
        return true;
    }

    /// <summary>Digits d0 d1 d2 ... and the exponent e of d0.d1d2... x 10^e.</summary>
    private static (bool Negative, string Digits, int Exponent) Decompose(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest[0] == '-';
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (mark < 0 ? shortest : shortest[..mark]).TrimStart('-');
        var scale = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = point < 0 ? mantissa : string.Concat(whole, mantissa.AsSpan(point + 1));
        var leading = all.Length - all.TrimStart('0').Length;
        return (negative, all.Trim('0'), whole.Length - 1 - leading + scale);
    }

    private static void AppendScientific(StringBuilder text, string digits, int exponent)
    {
        text.Append(digits[0]);
        if (digits.Length > 1)
            text.Append('.').Append(digits.AsSpan(1));
        text.Append('e').Append(exponent < 0 ? '-' : '+');
        text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
    }

    private static void AppendPlain(StringBuilder text, string digits, int exponent)
    {
        if (exponent < 0)
        {
            text.Append("0.").Append('0', -exponent - 1).Append(digits);
            return;
        }
        if (digits.Length <= exponent + 1)
        {
            text.Append(digits).Append('0', exponent + 1 - digits.Length).Append(".0");
            return;
        }
        text.Append(digits.AsSpan(0, exponent + 1)).Append('.').Append(digits.AsSpan(exponent + 1));
    }
}
