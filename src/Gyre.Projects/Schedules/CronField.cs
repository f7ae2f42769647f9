using System.Globalization;

namespace Gyre.Projects.Schedules;

/// <summary>One field of a cron line: which numbers it allows.</summary>
/// <param name="Bits">Bit n is set when n is allowed.</param>
/// <param name="IsOpen">It begins with <c>*</c> or is <c>?</c>: then it is not what chooses the days.</param>
/// <param name="LastDay">It allows the last day of the month.</param>
internal readonly record struct CronField(ulong Bits, bool IsOpen, bool LastDay)
{
    public bool Allows(int number) => (Bits >> number & 1) != 0;

    /// <summary>The lowest allowed number from here on, or -1.</summary>
    public int Next(int from) => from < 64 && Bits >> from is not 0 and var rest ? from + System.Numerics.BitOperations.TrailingZeroCount(rest) : -1;
}

/// <summary>How one field is read.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Min">Lowest number.</param>
/// <param name="Max">Highest number.</param>
/// <param name="Words">Names of the numbers from <paramref name="FirstWord"/> on.</param>
/// <param name="FirstWord">The number of the first name.</param>
internal sealed record CronFieldKind(string Name, int Min, int Max, string[] Words, int FirstWord = 0)
{
    public static readonly CronFieldKind Second = new("second", 0, 59, []);
    public static readonly CronFieldKind Minute = new("minute", 0, 59, []);
    public static readonly CronFieldKind Hour = new("hour", 0, 23, []);
    public static readonly CronFieldKind Day = new("day of month", 1, 31, []);
    public static readonly CronFieldKind Month = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1);

    /// <summary>7 is Sunday, as 0 is.</summary>
    public static readonly CronFieldKind Weekday = new("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    private bool IsDays => this == Day || this == Weekday;

    /// <summary>Reads a list of <c>*</c>, numbers, names, ranges and steps.</summary>
    /// <exception cref="ScheduleException">It is none.</exception>
    public CronField Read(string text)
    {
        if (text == "?")
            return IsDays ? new CronField(All(1), true, false) : throw Refuse("'?' is allowed only in the two day fields", "Use '*'.");
        var (bits, last) = (0UL, false);
        foreach (var part in text.Split(','))
        {
            if (this == Day && part is "L" or "l")
                last = true;
            else
                bits |= ReadPart(part);
        }
        if (this == Weekday)
            bits = (bits | bits >> 7) & 0x7F;
        return new CronField(bits, text[0] == '*', last);
    }

    private ScheduleException Refuse(string message, string remedy) => new(Name, message, remedy);

    private ulong ReadPart(string part)
    {
        var (range, slash, stepText) = Cut(part, '/');
        if (range == "*")
            return All(slash ? ReadStep(stepText) : 1);
        var (from, dash, to) = Cut(range, '-');
        var low = ReadNumber(from, part);
        var high = dash ? ReadNumber(to, part) : slash ? Max : low;
        if (this == Weekday && dash && high == 0 && low > 0)
            high = 7;
        if (high < low)
            throw Refuse(
                $"the range '{range}' ends before it starts", $"Use two ranges: {from}-{(this == Weekday ? 6 : Max)},{Min}-{to}.");
        return Bits(low, high, slash ? ReadStep(stepText) : 1);
    }

    private static (string Before, bool Found, string After) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, false, "") : (text[..at], true, text[(at + 1)..]);
    }

    private int ReadNumber(string text, string part)
    {
        var word = Array.FindIndex(Words, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
        if (word >= 0)
            return FirstWord + word;
        var allowed = $"Use {Min} to {Max}{(Words.Length > 0 ? $" and {Words[0]} to {Words[^1]}" : "")}, '*', lists (1,2), ranges (1-5) and steps (*/5){(this == Day ? ", and 'L' for the last day of the month" : "")}.";
        if (text.Length is 0 or > 4 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw Refuse($"'{part}' is not valid", allowed);
        return number >= Min && number <= Max ? number : throw Refuse($"{number} is out of range", allowed);
    }

    private int ReadStep(string text)
    {
        var most = Max - Min;
        if (text.Length is 0 or > 4 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step < 1)
            throw Refuse($"the step '{text}' is not valid", $"Use a number from 1 to {most} after '/'.");
        return step <= most ? step : throw Refuse(
            $"the step {step} is larger than the range of the field",
            $"Use a number from 1 to {most} after '/', or {Min} alone for a single value.");
    }

    private ulong All(int step) => Bits(Min, this == Weekday ? 6 : Max, step);

    private static ulong Bits(int low, int high, int step)
    {
        var bits = 0UL;
        for (var number = low; number <= high; number += step)
            bits |= 1UL << number;
        return bits;
    }
}
