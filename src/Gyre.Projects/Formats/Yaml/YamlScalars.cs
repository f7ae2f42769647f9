using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Projects.Formats.Yaml;

/// <summary>Types of plain scalars after YAML 1.1 (yaml.org/type), in the reading that Python's loaders have made common.</summary>
internal static partial class YamlScalars
{
    /// <summary>Integers with more digits than this stay texts.</summary>
    private const int MaxDigits = 4300;

    /// <summary>The value of a scalar without quotes and without tag.</summary>
    public static Value Resolve(string text)
    {
        if (text.Length == 0)
            return Value.Null;
        if (!MayBeSpecial(text[0]) || text.Length > MaxDigits)
            return new TextValue(text);
        return ResolveWord(text) ?? ResolveInteger(text) ?? ResolveFloat(text) ?? (Value?)ResolveTimestamp(text) ?? new TextValue(text);
    }

    /// <summary>The value of a scalar that says its type, or null when the text does not fit the type.</summary>
    public static Value? ResolveAs(string type, string text) => type switch
    {
        "str" => new TextValue(text),
        "null" => text.Length == 0 || ResolveWord(text) is NullValue ? Value.Null : null,
        "bool" => ResolveWord(text) as BooleanValue,
        "int" => ResolveInteger(text),
        "float" => ResolveFloat(text) ?? (ResolveInteger(text) is IntegerValue integer ? new FloatValue((double)integer.Number) : null),
        "timestamp" => ResolveTimestamp(text),
        _ => null,
    };

    private static bool MayBeSpecial(char first) => char.IsAsciiDigit(first) || "+-.~nNtTfFyYoO".Contains(first, StringComparison.Ordinal);

    private static Value? ResolveWord(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => Value.Null,
        _ => TruthWords.Read(text) is { } truth ? Value.Of(truth) : null,
    };

    private static IntegerValue? ResolveInteger(string text)
    {
        if (!Integers().IsMatch(text))
            return null;
        var negative = text[0] == '-';
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        BigInteger? number = digits switch
        {
            "0" => BigInteger.Zero,
            ['0', 'b', .. var rest] => Radix(rest, 2),
            ['0', 'x', .. var rest] => Radix(rest, 16),
            ['0', .. var rest] => Radix(rest, 8),
            _ when digits.Contains(':', StringComparison.Ordinal) => digits.Split(':').Aggregate(BigInteger.Zero, (sum, part) => sum * 60 + BigInteger.Parse(part, CultureInfo.InvariantCulture)),
            _ => BigInteger.Parse(digits, CultureInfo.InvariantCulture),
        };
        return number is { } value ? new IntegerValue(negative ? -value : value) : null;
    }

    private static BigInteger? Radix(string digits, int radix)
    {
        if (digits.Length == 0)
            return null;
        var number = BigInteger.Zero;
        foreach (var c in digits)
            number = number * radix + Convert.ToInt32(c.ToString(), 16);
        return number;
    }

    private static FloatValue? ResolveFloat(string text)
    {
        if (!Floats().IsMatch(text))
            return null;
        var negative = text[0] == '-';
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        var number = digits switch
        {
            ".INF" => double.PositiveInfinity,
            ".NAN" => double.NaN,
            _ when digits.Contains(':', StringComparison.Ordinal) => digits.Split(':').Aggregate(0d, (sum, part) => sum * 60 + Parse(part)),
            _ => Parse(digits),
        };
        return new FloatValue(negative ? -number : number);
    }

    private static double Parse(string digits) => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static TimestampValue? ResolveTimestamp(string text) => Timestamps().IsMatch(text) ? new TimestampValue(text) : null;

    [GeneratedRegex(@"^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integers();

    [GeneratedRegex(@"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Floats();

    [GeneratedRegex(@"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamps();
}
