using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>Values as they stand on a command line: the text that Python's <c>str</c> gives, which steps expect.</summary>
public static partial class ValueText
{
    /// <summary>The text of a value.</summary>
    public static string Of(Value value) => value switch
    {
        TextValue text => text.Text,
        NullValue => "None",
        BooleanValue flag => flag.Flag ? "True" : "False",
        IntegerValue integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        FloatValue real => NumberText.Of(real.Number),
        TimestampValue timestamp => Timestamp(timestamp.Text),
        ListValue list => $"[{string.Join(", ", list.Items.Select(Quoted))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Quote(entry.Key)}: {Quoted(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException($"Cannot convert {value.GetType().Name} to text."),
    };

    /// <summary>As an element of a list: texts in quotes.</summary>
    public static string Quoted(Value value) => value is TextValue text ? Quote(text.Text) : Of(value);

    private static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
            AppendRune(result, rune, quote);
        return result.Append(quote).ToString();
    }

    private static void AppendRune(StringBuilder result, Rune rune, char quote)
    {
        var escaped = rune.Value switch
        {
            '\\' => @"\\",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            _ when rune.Value == quote => "\\" + quote,
            _ when rune.Value == ' ' || IsPrintable(rune) => rune.ToString(),
            < 0x100 => $"\\x{rune.Value:x2}",
            < 0x10000 => $"\\u{rune.Value:x4}",
            _ => $"\\U{rune.Value:x8}",
        };
        result.Append(escaped);
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>A date stays as it is; a time becomes <c>2020-09-02 00:00:00+00:00</c>.</summary>
    private static string Timestamp(string text)
    {
        var match = Parts().Match(text);
        if (!match.Success)
            return text;
        string Two(string group) => match.Groups[group].Value.PadLeft(2, '0');
        var fraction = match.Groups["fraction"].Value.Length == 0 ? "" : match.Groups["fraction"].Value.PadRight(6, '0')[..6];
        var zone = match.Groups["hours"].Success ? $"{match.Groups["sign"].Value}{Two("hours")}:{(match.Groups["minutes"].Success ? Two("minutes") : "00")}" : match.Groups["utc"].Success ? "+00:00" : "";
        return $"{match.Groups["year"].Value}-{Two("month")}-{Two("day")} {Two("hour")}:{Two("minute")}:{Two("second")}{(fraction.Trim('0').Length > 0 ? "." + fraction : "")}{zone}";
    }

    [GeneratedRegex(@"^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?:[Tt]|[ \t]+)(?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d*))?(?:[ \t]*(?:(?<utc>Z)|(?<sign>[-+])(?<hours>\d\d?)(?::?(?<minutes>\d\d))?))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
