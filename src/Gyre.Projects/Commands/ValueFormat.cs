using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>Format specifications of templates: <c>[[fill]align][sign][#][0][width][,][.precision][type]</c>, as in Python.</summary>
internal static partial class ValueFormat
{
    private const int MaxWidth = 1000;

    public static void Check(string format)
    {
        if (format.Length > 0)
            Parse(format);
    }

    /// <exception cref="FormatException">The format is unknown or does not take the value.</exception>
    public static string Apply(Value value, string format)
    {
        if (format.Length == 0)
            return ValueText.Of(value);
        var match = Parse(format);
        var type = match.Groups["type"].Value;
        return value switch
        {
            TextValue text => FormatText(text.Text, match, type),
            BooleanValue flag => FormatInteger(flag.Flag ? BigInteger.One : BigInteger.Zero, match, type),
            IntegerValue integer => FormatInteger(integer.Number, match, type),
            FloatValue real => FormatFloat(real.Number, match, type.Length == 0 ? "" : type),
            _ => throw Unfit(match.Value, value),
        };
    }

    private static Match Parse(string format)
    {
        var match = Specification().Match(format);
        if (!match.Success || NumberOf(match, "width", 0) > MaxWidth || NumberOf(match, "precision", 0) > MaxWidth)
            throw new FormatException($"the format '{format}' is unknown or too wide");
        return match;
    }

    private static int NumberOf(Match match, string group, int absent) =>
        !match.Groups[group].Success ? absent : int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static FormatException Unfit(string format, Value value) => new($"the format '{format}' does not apply to the value {value}");

    private static string FormatText(string text, Match match, string type)
    {
        if (type is not ("" or "s") || match.Groups["sign"].Success || match.Groups["group"].Success || match.Groups["align"].Value == "=")
            throw Unfit(match.Value, Value.Of(text));
        return Pad(text[..Math.Min(text.Length, NumberOf(match, "precision", int.MaxValue))], "", match, '<');
    }

    private static string FormatInteger(BigInteger number, Match match, string type)
    {
        if (type.Length > 0 && "eEfFgG%".Contains(type, StringComparison.Ordinal))
            return FormatFloat((double)number, match, type);
        if (type is "s" or "c" || match.Groups["precision"].Success)
            throw Unfit(match.Value, new IntegerValue(number));
        var (radix, prefix) = type switch { "b" => (2, "0b"), "o" => (8, "0o"), "x" => (16, "0x"), "X" => (16, "0X"), _ => (10, "") };
        var digits = Digits(BigInteger.Abs(number), radix);
        digits = type == "X" ? digits.ToUpperInvariant() : digits;
        return Pad(Group(digits, match, radix == 10 ? 3 : 4), Sign(number.Sign < 0, match) + (match.Groups["alternate"].Success ? prefix : ""), match, '>');
    }

    private static string FormatFloat(double number, Match match, string type)
    {
        if (type is "b" or "o" or "x" or "X" or "c" or "d" or "s")
            throw Unfit(match.Value, Value.Of(number));
        var text = FloatDigits.Of(Math.Abs(number), type, match.Groups["precision"].Success ? NumberOf(match, "precision", 6) : null);
        var point = text.AsSpan().IndexOfAny(".eE%");
        var whole = point < 0 ? text : text[..point];
        return Pad(Group(whole, match, 3) + (point < 0 ? "" : text[point..]), Sign(double.IsNegative(number) && !double.IsNaN(number), match), match, '>');
    }

    private static string Sign(bool negative, Match match) => negative ? "-" : match.Groups["sign"].Value is "+" or " " ? match.Groups["sign"].Value : "";

    private static string Digits(BigInteger number, int radix)
    {
        if (radix == 10 || number.IsZero)
            return number.ToString(CultureInfo.InvariantCulture);
        var digits = new Stack<char>();
        for (; !number.IsZero; number /= radix)
            digits.Push("0123456789abcdef"[(int)(number % radix)]);
        return new string([.. digits]);
    }

    private static string Group(string digits, Match match, int size)
    {
        if (!match.Groups["group"].Success || !char.IsAsciiDigit(digits[0]))
            return digits;
        for (var at = digits.Length - size; at > 0; at -= size)
            digits = digits.Insert(at, match.Groups["group"].Value);
        return digits;
    }

    private static string Pad(string body, string sign, Match match, char side)
    {
        var missing = NumberOf(match, "width", 0) - body.Length - sign.Length;
        var zero = match.Groups["zero"].Success && !match.Groups["align"].Success;
        var fill = match.Groups["fill"] is { Success: true, Value.Length: > 0 } given ? given.Value[0] : match.Groups["zero"].Success ? '0' : ' ';
        if (missing <= 0)
            return sign + body;
        var align = match.Groups["align"].Success ? match.Groups["align"].Value[0] : zero && side == '>' ? '=' : side;
        return align switch
        {
            '<' => sign + body + new string(fill, missing),
            '^' => new string(fill, missing / 2) + sign + body + new string(fill, missing - missing / 2),
            '=' => sign + new string(fill, missing) + body,
            _ => new string(fill, missing) + sign + body,
        };
    }

    [GeneratedRegex(@"^(?:(?<fill>.)??(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>[0-9]+)?(?<group>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[bcdeEfFgGnosxX%])?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Specification();
}
