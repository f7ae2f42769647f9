using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Core.Cel;

/// <summary>A function of the language.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Arity">How many values it takes, the one that it is a method of included.</param>
/// <param name="Apply">Gives a value or an error without a place. No argument is an error.</param>
internal sealed record CelFunction(string Name, int Arity, Func<object?[], CelBudget, object?> Apply);

/// <summary>The functions, and the conversions among them.</summary>
internal static class CelFunctions
{
    public const string Matches = "matches";

    public static FrozenDictionary<string, CelFunction> All { get; } = new CelFunction[]
    {
        new("int", 1, (values, _) => ToInt(values[0])),
        new("uint", 1, (values, _) => ToUint(values[0])),
        new("double", 1, (values, _) => ToDouble(values[0])),
        new("string", 1, (values, _) => ToText(values[0])),
        new("bool", 1, (values, _) => ToBool(values[0])),
        new("dyn", 1, (values, _) => values[0]),
        new("type", 1, (values, _) => CelType.Of(values[0])),
        new("size", 1, (values, budget) => Size(values[0], budget)),
        new("parseJson", 1, (values, budget) => ParseJson(values[0], budget)),
        new("startsWith", 2, (values, budget) => OfTexts("startsWith", values, budget, (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("endsWith", 2, (values, budget) => OfTexts("endsWith", values, budget, (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("contains", 2, (values, budget) => OfTexts("contains", values, budget, (text, part) => text.Contains(part, StringComparison.Ordinal))),
        new(Matches, 2, MatchAny),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>For messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Keys.Append("has").Order(StringComparer.Ordinal));

    /// <summary>Whether a regular expression occurs in a text.</summary>
    public static object Match(Regex pattern, object? value, CelBudget budget)
    {
        if (value is not string text)
            return NotTaken(Matches, value);
        return budget.Spend((text.Length / 16 + 1) * (long)(pattern.ToString().Length / 16 + 1)) ?? (object)pattern.IsMatch(text);
    }

    private static object? MatchAny(object?[] values, CelBudget budget)
    {
        if (values[1] is not string text)
            return NotTaken(Matches, values[1]);
        // To build an automaton costs far more than to look at a character.
        if (budget.Spend(5000 + text.Length * 10) is { } spent)
            return spent;
        return CelPattern.TryRead(text, out var pattern, out var fault) ? Match(pattern, values[0], budget) : fault;
    }

    private static CelFault NotTaken(string function, object? value, string? remedy = null) =>
        new(CelErrorKind.Operands, $"{function} cannot be applied to {CelValues.Kind(value)}.", remedy);

    private static CelFault NoConversion(string function, string text) =>
        new(CelErrorKind.Conversion, $"{function} cannot convert the string '{(text.Length <= 40 ? text : text[..40] + "...")}'.");

    private static CelFault OutOfRange(string function) => new(CelErrorKind.Overflow, $"The number is out of range for {function}.");

    private static object OfTexts(string function, object?[] values, CelBudget budget, Func<string, string, bool> ask)
    {
        if (values[0] is not string text)
            return NotTaken(
                function, values[0], values[0] is CelList or CelMap && function == "contains" ? "For lists and maps, use 'in'." : null);
        if (values[1] is not string part)
            return NotTaken(function, values[1]);
        return budget.Spend(text.Length / 16) ?? (object)ask(text, part);
    }

    private static object Size(object? value, CelBudget budget) => value switch
    {
        string text => budget.Spend(text.Length / 16) ?? (object)CountCodePoints(text),
        CelList list => (long)list.Count,
        CelMap map => (long)map.Count,
        _ => NotTaken("size", value),
    };

    private static long CountCodePoints(string text)
    {
        var count = 0L;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static object? ParseJson(object? value, CelBudget budget)
    {
        if (value is not string text)
            return NotTaken("parseJson", value);
        return budget.Spend(text.Length) ?? CelJson.Parse(text);
    }

    private static object ToInt(object? value) => value switch
    {
        long integer => integer,
        ulong unsigned => unsigned <= long.MaxValue ? (long)unsigned : OutOfRange("int"),
        double real => real is >= -9223372036854775808d and < 9223372036854775808d ? (long)real : OutOfRange("int"),
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !HasNul(text) ? number : NoConversion("int", text),
        _ => NotTaken("int", value),
    };

    private static object ToUint(object? value) => value switch
    {
        ulong unsigned => unsigned,
        long integer => integer >= 0 ? (ulong)integer : OutOfRange("uint"),
        double real => real is > -1 and < 18446744073709551616d ? (ulong)real : OutOfRange("uint"),
        string text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !HasNul(text) ? number : NoConversion("uint", text),
        _ => NotTaken("uint", value),
    };

    private static object ToDouble(object? value) => value switch
    {
        double real => real,
        long integer => (double)integer,
        ulong unsigned => (double)unsigned,
        string text => ReadDouble(text),
        _ => NotTaken("double", value),
    };

    private static object ReadDouble(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (HasNul(text) || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
            return NoConversion("double", text);
        return double.IsInfinity(number) && text.AsSpan().ContainsAnyInRange('0', '9') ? OutOfRange("double") : number;
    }

    /// <summary>The framework's readers pass over zero characters at the end.</summary>
    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static object ToBool(object? value) => value switch
    {
        bool flag => flag,
        "true" or "True" or "TRUE" or "t" or "T" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "F" or "0" => false,
        string text => NoConversion("bool", text),
        _ => NotTaken("bool", value),
    };

    private static object ToText(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        ulong unsigned => unsigned.ToString(CultureInfo.InvariantCulture),
        double real => TextOf(real),
        _ => NotTaken("string", value),
    };

    /// <summary>Whole numbers without a point, since nobody knows whether <c>3</c> came in as <c>3.0</c>.</summary>
    private static string TextOf(double real)
    {
        var text = NumberText.Of(real);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}

/// <summary>Regular expressions: a non-backtracking engine alone, so that matching takes time linear in the text.</summary>
internal static class CelPattern
{
    /// <summary>Characters.</summary>
    private const int MaxLength = 1000;

    public static bool TryRead(string text, out Regex pattern, out CelFault fault)
    {
        (pattern, fault) = (null!, null!);
        if (text.Length > MaxLength)
        {
            fault = new CelFault(
                CelErrorKind.TooComplex, $"The regular expression has {text.Length} characters; the maximum is {MaxLength}.");
            return false;
        }
        try
        {
            pattern = new Regex(WithAbsoluteEnd(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            fault = new CelFault(
                CelErrorKind.Conversion,
                $"'{text}' is not a supported regular expression.",
                "Backreferences, lookarounds and very large patterns are not supported.");
            return false;
        }
    }

    /// <summary>In the language <c>$</c> is the end of the text; the framework's would also match before a last line break.</summary>
    private static string WithAbsoluteEnd(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal) || text.Contains("(?", StringComparison.Ordinal))
            return text;
        var changed = new StringBuilder();
        var inClass = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
                changed.Append(c).Append(text[++at]);
            else
                changed.Append(c == '$' && !inClass ? @"\z" : c.ToString());
            inClass = c switch { '[' => true, ']' => false, _ => inClass };
        }
        return changed.ToString();
    }
}
