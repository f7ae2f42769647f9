using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Imports;

/// <summary>In which order days and months of <c>1/2/2023</c> can stand.</summary>
[Flags]
internal enum DayOrder
{
    /// <summary>Neither: it is no date.</summary>
    None = 0,

    /// <summary>The day may come first.</summary>
    DayFirst = 1,

    /// <summary>The month may come first.</summary>
    MonthFirst = 2,

    /// <summary>Both are possible.</summary>
    Either = DayFirst | MonthFirst,
}

/// <summary>
/// Moments in files of others: the forms of the format, the order of days and months that a whole column agrees on, and ISO 8601 with
/// fractions and zones; kept is the moment in UTC, to the second.
/// </summary>
internal static class ImportMoment
{
    private const int SecondsForm = 19;

    /// <summary>Reads a moment.</summary>
    /// <param name="cell">Its text.</param>
    /// <param name="isMonthFirst">Whether <c>1/2/2023</c> is the second of January.</param>
    /// <param name="value">The moment.</param>
    /// <param name="isCut">Whether it had a fraction or a zone.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, bool isMonthFirst, out DateTime value, out bool isCut)
    {
        isCut = false;
        cell = CellText.Trim(cell);
        if (isMonthFirst && TrySplit(cell, out var month, out var day, out var year))
            return MomentText.TryParse(Formatted(year, month, day), out value);
        if (MomentText.TryParse(cell, out value))
            return true;
        isCut = cell.Length > SecondsForm && cell[4] == '-' && MomentText.TryParse(cell[..SecondsForm], out value);
        return isCut && TryReadRest(cell[SecondsForm..], ref value);
    }

    /// <summary>Reads a moment as a value.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, bool isMonthFirst, out Value? value)
    {
        var isRead = TryRead(cell, isMonthFirst, out var moment, out _);
        value = isRead ? ElementValue.OfMoment(moment) : null;
        return isRead;
    }

    /// <summary>The possible orders of a date with slashes; <see cref="DayOrder.Either"/> for all other text.</summary>
    public static DayOrder OrderOf(ReadOnlySpan<byte> cell)
    {
        if (!TrySplit(CellText.Trim(cell), out var first, out var second, out _))
            return DayOrder.Either;
        return (second <= 12 ? DayOrder.DayFirst : DayOrder.None) | (first <= 12 ? DayOrder.MonthFirst : DayOrder.None);
    }

    private static ReadOnlySpan<byte> Formatted(int year, int month, int day) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}"));

    private static bool TrySplit(ReadOnlySpan<byte> cell, out int first, out int second, out int year)
    {
        (second, year) = (0, 0);
        return TryNumber(ref cell, 2, out first) && TryNumber(ref cell, 2, out second) && TryNumber(ref cell, 4, out year) && cell.IsEmpty;
    }

    /// <summary>Takes a number and the slash behind it.</summary>
    private static bool TryNumber(ref ReadOnlySpan<byte> text, int most, out int number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var length) || length > most || text[0] is (byte)'-' or (byte)'+')
            return false;
        text = text[length..];
        if (most == 4)
            return length == 4;
        if (text is not [(byte)'/', ..])
            return false;
        text = text[1..];
        return true;
    }

    /// <summary>A fraction and a zone; both are optional.</summary>
    private static bool TryReadRest(ReadOnlySpan<byte> rest, ref DateTime value)
    {
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var end = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (end == 0 || rest.Length == 1)
                return false;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        if (rest.IsEmpty || rest.SequenceEqual("Z"u8) || rest.SequenceEqual("z"u8))
            return true;
        if (rest is not [(byte)'+' or (byte)'-', ..] || !TryZone(rest[1..], out var zone))
            return false;
        var ticks = value.Ticks + (rest[0] == '+' ? -zone.Ticks : zone.Ticks);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        value = new DateTime(ticks, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out TimeSpan zone)
    {
        zone = default;
        Span<byte> digits = stackalloc byte[4];
        if (text is [_, _, (byte)':', _, _])
            (digits[0], digits[1], digits[2], digits[3]) = (text[0], text[1], text[3], text[4]);
        else if (text.Length == 4)
            text.CopyTo(digits);
        else
            return false;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var (hours, minutes) = ((10 * (digits[0] - '0')) + digits[1] - '0', (10 * (digits[2] - '0')) + digits[3] - '0');
        zone = new TimeSpan(hours, minutes, 0);
        return hours < 24 && minutes < 60;
    }
}
