using System.Diagnostics.CodeAnalysis;
using Gyre.Core;

namespace Gyre.Projects.Schedules;

/// <summary>
/// A cron line: minute, hour, day of month, month, day of week, with seconds before them when there are six fields; or <c>@yearly</c>,
/// <c>@annually</c>, <c>@monthly</c>, <c>@weekly</c>, <c>@daily</c>, <c>@midnight</c>, <c>@hourly</c>. Fields hold <c>*</c>, numbers, names,
/// lists, ranges and steps; in day of month also <c>L</c>, the last day; <c>?</c> in a field of days is <c>*</c>.
/// </summary>
/// <remarks>
/// <para>Days: when both fields of days choose (neither begins with <c>*</c> nor is <c>?</c>), a day that fits either is good; else it must fit both.</para>
/// <para>Zones: a local time that fits the line is due at the first instant at which the clock of the zone shows it or a later time. So a time
/// that a clock change skips is due once, at the change, together with all others that it skips; a time that a change repeats is due once, the first time.</para>
/// </remarks>
internal sealed class CronSchedule
{
    /// <summary>How far <see cref="Next"/> looks. The rarest line, 29 February on one day of the week, leaves at most 40 years between.</summary>
    private const int MaxYears = 100;

    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CronField _second;
    private readonly CronField _minute;
    private readonly CronField _hour;
    private readonly CronField _day;
    private readonly CronField _month;
    private readonly CronField _weekday;

    private CronSchedule(string text, string[] fields)
    {
        Text = text;
        var at = fields.Length - 5;
        _second = CronFieldKind.Second.Read(at > 0 ? fields[0] : "0");
        _minute = CronFieldKind.Minute.Read(fields[at]);
        _hour = CronFieldKind.Hour.Read(fields[at + 1]);
        _day = CronFieldKind.Day.Read(fields[at + 2]);
        _month = CronFieldKind.Month.Read(fields[at + 3]);
        _weekday = CronFieldKind.Weekday.Read(fields[at + 4]);
        RefuseNever(fields[at + 2], fields[at + 3]);
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    private bool EitherDay => !_day.IsOpen && !_weekday.IsOpen;

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidInputException">It cannot be read or would never be due; the message names the field and the remedy.</exception>
    public static CronSchedule Parse(string text) => TryParse(text, out var schedule, out var error) ? schedule : throw new InvalidInputException([error.ToDiagnostic()]);

    /// <summary>Reads a line; see <see cref="Parse"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out ScheduleError? error)
    {
        (schedule, error) = (null, null);
        try
        {
            schedule = new CronSchedule(text, Fields(text));
            return true;
        }
        catch (ScheduleException exception)
        {
            error = exception.Error;
            return false;
        }
    }

    /// <summary>The first instant after another at which the line is due, in UTC.</summary>
    /// <param name="after">Excluded.</param>
    /// <param name="zone">Where the line's times are meant.</param>
    /// <returns>A whole second; null when there is none in the next 100 years, or before the end of the calendar.</returns>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var clock = new LocalClock(zone);
        return clock.FirstUnseen(after.UtcDateTime) is { } from && NextLocal(from) is { } due && clock.FirstAt(due) is { } instant
            ? new DateTimeOffset(instant, TimeSpan.Zero)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string[] Fields(string text)
    {
        var trimmed = text.Length <= 1000 ? text.Trim() : throw new ScheduleException(
            "cron", $"the expression has {text.Length} characters", "Use at most 1000 characters.");
        if (trimmed.StartsWith('@') && !Shorthands.TryGetValue(trimmed, out trimmed!))
            throw new ScheduleException(
                "cron", $"unknown shorthand '{text.Trim()}'", $"Use one of: {string.Join(", ", Shorthands.Keys)}.");
        var fields = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length is 5 or 6
            ? fields
            : throw new ScheduleException(
                "cron",
                $"the expression has {fields.Length} fields",
                "Use five fields (minute, hour, day of month, month, day of week), or six with seconds first.");
    }

    private void RefuseNever(string days, string months)
    {
        if (EitherDay || _day.LastDay)
            return;
        for (var month = 1; month <= 12; month++)
        {
            // 2024 is a leap year.
            if (_month.Allows(month) && _day.Next(1) <= DateTime.DaysInMonth(2024, month))
                return;
        }
        throw new ScheduleException(
            CronFieldKind.Day.Name,
            $"no month in '{months}' has a day '{days}', so the schedule never fires",
            "Use a day that exists, or 'L' for the last day of the month.");
    }

    /// <summary>The first local time from here on that fits.</summary>
    private DateTime? NextLocal(DateTime from)
    {
        var lastYear = Math.Min(from.Year + MaxYears, DateTime.MaxValue.Year);
        for (var (year, month) = (from.Year, from.Month); year <= lastYear; (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1))
        {
            if (!_month.Allows(month))
                continue;
            var days = DateTime.DaysInMonth(year, month);
            for (var day = year == from.Year && month == from.Month ? from.Day : 1; day <= days; day++)
            {
                var date = new DateTime(year, month, day);
                if (FitsDay(date, days) && NextTime(date == from.Date ? from.TimeOfDay : TimeSpan.Zero) is { } time)
                    return date + time;
            }
        }
        return null;
    }

    private bool FitsDay(DateTime date, int daysInMonth)
    {
        var day = _day.Allows(date.Day) || (_day.LastDay && date.Day == daysInMonth);
        var weekday = _weekday.Allows((int)date.DayOfWeek);
        return EitherDay ? day || weekday : day && weekday;
    }

    /// <summary>The first time of a day, from a whole second on.</summary>
    private TimeSpan? NextTime(TimeSpan from)
    {
        for (var hour = _hour.Next(from.Hours); hour >= 0; hour = _hour.Next(hour + 1))
        {
            var isFirstHour = hour == from.Hours;
            for (var minute = _minute.Next(isFirstHour ? from.Minutes : 0); minute >= 0; minute = _minute.Next(minute + 1))
            {
                var second = _second.Next(isFirstHour && minute == from.Minutes ? from.Seconds : 0);
                if (second >= 0)
                    return new TimeSpan(hour, minute, second);
            }
        }
        return null;
    }
}
