using System.Globalization;
using Gyre.Core;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Times as people write them: whole seconds, or numbers with units that are added up.</summary>
internal static class Durations
{
    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789.");
    private static readonly double MaxSeconds = TimeSpan.FromDays(365_000).TotalSeconds;

    /// <summary>
    /// Reads seconds or a text. Blank and null are absent. Of a unit only the first letter counts, in lower case:
    /// s, m, h, d, w.
    /// </summary>
    /// <param name="value">An integer, a text or null.</param>
    /// <param name="duration">Null when absent. Not negative.</param>
    /// <param name="reason">Why it is refused, or null.</param>
    /// <param name="odd">What is read although it may not be meant, or null.</param>
    public static bool TryRead(Value value, out TimeSpan? duration, out string? reason, out string? odd)
    {
        (duration, reason, odd) = (null, null, null);
        switch (value)
        {
            case NullValue:
                return true;
            case TextValue { Text: var text }:
                if (string.IsNullOrWhiteSpace(text))
                    return true;
                (var seconds, reason, odd) = ReadText(text);
                duration = reason is null ? TimeSpan.FromSeconds(seconds) : null;
                return reason is null;
            case IntegerValue or FloatValue when value.TryGetNumber(out var number) && double.IsInteger(number) && number >= 0 && number <= MaxSeconds:
                duration = TimeSpan.FromSeconds(number);
                return true;
            default:
                reason = "it is neither a non-negative whole number of seconds nor a string";
                return false;
        }
    }

    private static (double Seconds, string? Reason, string? Odd) ReadText(string text)
    {
        var (sum, at, odd) = (0d, 0, (string?)null);
        while (true)
        {
            var start = IndexOfDigit(text, at);
            if (text.AsSpan(at, (start < 0 ? text.Length : start) - at).Trim() is { Length: > 0 } left)
            {
                if (left is not ("-" or "+") && at == 0 || left.ContainsAny(",;"))
                    return (0, $"'{left}' is not part of a valid duration", null);
                odd = $"'{left}' is ignored";
            }
            if (start < 0)
                break;
            var (seconds, end, unit) = ReadPart(text, start);
            if (unit is null)
                return (0, $"the number '{text[start..end].Trim()}' has no unit; use s, m, h, d or w in lowercase", null);
            if (double.IsNaN(seconds))
                return (0, $"'{text[start..end]}' is not a number with a unit (s, m, h, d or w)", null);
            odd ??= unit is "ms" or "month" or "months" or "mo" or "us" ? $"only the first letter of '{unit}' counts" : null;
            sum += seconds;
            at = end;
        }
        return sum > 0 && sum <= MaxSeconds ? (sum, null, odd) : (0, "it is not greater than zero, or is too long", null);
    }

    /// <summary>A number, white space, letters. No letters: no unit. NaN: not a number, or a letter that is no unit.</summary>
    private static (double Seconds, int End, string? Unit) ReadPart(string text, int start)
    {
        var at = start;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            at++;
        var digits = text[start..at];
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        var unitStart = at;
        while (at < text.Length && char.IsAsciiLetterLower(text[at]))
            at++;
        if (at == unitStart)
            return (0, at, null);
        var factor = text[unitStart] switch { 's' => 1d, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => double.NaN };
        var good = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return (good ? number * factor : double.NaN, at, text[unitStart..at]);
    }

    private static int IndexOfDigit(string text, int from)
    {
        var index = text.AsSpan(from).IndexOfAny(Digits);
        return index < 0 ? -1 : from + index;
    }
}
