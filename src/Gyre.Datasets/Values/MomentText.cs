using System.Globalization;
using System.Text;

namespace Gyre.Datasets.Values;

/// <summary>
/// Dates and times in the nine forms of the format, in its order: <c>1/2/2023</c> is the first of February. They are read as
/// Python's <c>strptime</c> does: days and months need no leading zero, names have any case, and one blank stands for several.
/// </summary>
internal static class MomentText
{
    private const int Longest = 64;

    private static readonly string[] Forms =
    [
        "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y",
    ];

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];
    private static readonly string[] ShortMonths = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12];

    public static bool TryParse(ReadOnlySpan<byte> cell, out DateTime value)
    {
        if (TryParsePadded(cell, out value))
            return true;
        Span<char> characters = stackalloc char[Longest];
        if (cell.Length > Longest || !Encoding.UTF8.TryGetChars(cell, characters, out var length))
            return false;
        foreach (var form in Forms)
        {
            if (TryParse(form, characters[..length], out value))
                return true;
        }
        return false;
    }

    /// <summary>The first three forms with all their zeros.</summary>
    private static bool TryParsePadded(ReadOnlySpan<byte> cell, out DateTime value)
    {
        value = default;
        if (cell.Length is not (10 or 19) || cell[4] != '-' || cell[7] != '-')
            return false;
        var (year, month, day) = (Two(cell) * 100 + Two(cell[2..]), Two(cell[5..]), Two(cell[8..]));
        var (hour, minute, second) = (0, 0, 0);
        if (cell.Length == 19)
        {
            if (cell[10] is not ((byte)'T' or (byte)' ') || cell[13] != ':' || cell[16] != ':')
                return false;
            (hour, minute, second) = (Two(cell[11..]), Two(cell[14..]), Two(cell[17..]));
        }
        return TryMake(year, month, day, hour, minute, second, out value);
    }

    /// <summary>Two digits, or a number that is too small for all that is made of it.</summary>
    private static int Two(ReadOnlySpan<byte> text)
    {
        var (high, low) = ((uint)(text[0] - '0'), (uint)(text[1] - '0'));
        return high > 9 || low > 9 ? -100_000 : (int)(10 * high + low);
    }

    private static bool TryMake(int year, int month, int day, int hour, int minute, int second, out DateTime value)
    {
        value = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
            return false;
        value = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return true;
    }

    /// <summary>After each part stands something that is no digit, so the longest reading of a part is the only one.</summary>
    private static bool TryParse(string form, ReadOnlySpan<char> text, out DateTime value)
    {
        value = default;
        Span<int> parts = stackalloc int['Z'];
        parts.Clear();
        for (var i = 0; i < form.Length; i++)
        {
            var c = form[i];
            if (c == '%')
            {
                if (!TryTake(form[++i], ref text, parts))
                    return false;
            }
            else if (c == ' ')
            {
                var rest = text.TrimStart();
                if (rest.Length == text.Length)
                    return false;
                text = rest;
            }
            // Python's pattern knows no case.
            else if (text.IsEmpty || char.ToUpperInvariant(text[0]) != c)
            {
                return false;
            }
            else
            {
                text = text[1..];
            }
        }
        return text.IsEmpty && TryMake(parts['Y'], parts['O'], parts['D'], parts['H'], parts['M'], parts['S'], out value);
    }

    private static bool TryTake(char part, ref ReadOnlySpan<char> text, scoped Span<int> parts) => part switch
    {
        'Y' => TryTakeYear(ref text, out parts['Y']),
        'm' => TryTakeNumber(ref text, 1, 12, out parts['O']),
        'd' => TryTakeNumber(ref text, 1, 31, out parts['D']),
        'H' => TryTakeNumber(ref text, 0, 23, out parts['H']),
        'M' => TryTakeNumber(ref text, 0, 59, out parts['M']),
        'S' => TryTakeNumber(ref text, 0, 61, out parts['S']),
        'B' => TryTakeName(Months, ref text, out parts['O']),
        _ => TryTakeName(ShortMonths, ref text, out parts['O']),
    };

    private static bool TryTakeYear(ref ReadOnlySpan<char> text, out int year)
    {
        year = 0;
        if (text.Length < 4)
            return false;
        foreach (var c in text[..4])
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit < 0)
                return false;
            year = 10 * year + digit;
        }
        text = text[4..];
        return true;
    }

    /// <summary>Two digits if they are in the range, else one.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, int least, int most, out int number)
    {
        number = text.IsEmpty ? -1 : CharUnicodeInfo.GetDecimalDigitValue(text[0]);
        if (number < 0)
            return false;
        var second = text.Length > 1 ? CharUnicodeInfo.GetDecimalDigitValue(text[1]) : -1;
        var two = second < 0 ? -1 : 10 * number + second;
        if (two >= least && two <= most)
        {
            number = two;
            text = text[2..];
            return true;
        }
        text = text[1..];
        return number >= least;
    }

    private static bool TryTakeName(string[] names, ref ReadOnlySpan<char> text, out int number)
    {
        for (number = 1; number <= names.Length; number++)
        {
            if (!text.StartsWith(names[number - 1], StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[names[number - 1].Length..];
            return true;
        }
        return false;
    }
}
