using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gyre.Projects.Schedules;

/// <summary>Due again and again with the same time between, counted from an anchor, whatever the clocks of any zone do.</summary>
internal sealed class IntervalSchedule
{
    private const string Remedy = "Use numbers with units, from 1s to 3660d: 90s, 15m, 1h30m, 2d, 1w.";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>From a length.</summary>
    /// <param name="every">Whole seconds, from 1 second to 3660 days.</param>
    public IntervalSchedule(TimeSpan every)
    {
        if (!IsGood(every))
            throw new ArgumentOutOfRangeException(nameof(every), every, "Use whole seconds, from 1 second to 3660 days.");
        Every = every;
    }

    /// <summary>Time from one occurrence to the next.</summary>
    public TimeSpan Every { get; }

    /// <summary>Whether an interval may be so long.</summary>
    public static bool IsGood(TimeSpan every) => every >= TimeSpan.FromSeconds(1) && every <= Longest && every.Ticks % TimeSpan.TicksPerSecond == 0;

    /// <summary>Reads a sum of numbers with units: <c>90s</c>, <c>1h30m</c>; s, m, h, d, w.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IntervalSchedule? schedule, [NotNullWhen(false)] out ScheduleError? error)
    {
        (schedule, error) = (null, null);
        if (ReadSeconds(text.Trim()) is not { } seconds)
            error = new ScheduleError("every", $"'{(text.Length <= 40 ? text : text[..40] + "...")}' is not a valid duration", Remedy);
        else if (seconds < 1 || seconds > Longest.TotalSeconds)
            error = new ScheduleError("every", $"'{text}' is too {(seconds < 1 ? "short" : "long")}", Remedy);
        else
            schedule = new IntervalSchedule(TimeSpan.FromSeconds(seconds));
        return schedule is not null;
    }

    /// <summary>The first <c>anchor + n * every</c> with n from 1 that is after an instant; null beyond the calendar.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset anchor)
    {
        var passed = (after.UtcTicks - anchor.UtcTicks) / Every.Ticks;
        var number = after < anchor ? 1 : passed + 1;
        var ticks = anchor.UtcTicks + (Int128)number * Every.Ticks;
        return ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : null;
    }

    private static long? ReadSeconds(string text)
    {
        if (text.Length is 0 or > 40)
            return null;
        var (sum, at) = (0L, 0);
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            var factor = at < text.Length ? text[at] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 } : 0;
            if (at == start || at - start > 9 || factor == 0)
                return null;
            sum += long.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture) * factor;
            at++;
        }
        return sum;
    }
}
