using System.Globalization;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Projects.Tests.Schedules;

/// <summary>
/// The search against a walk over every minute of UTC that shares nothing with it but the zone's offsets. By default 20 zones, the days around
/// each of their clock changes of 50 years and a few other stretches. GYRE_ZONES=all walks over all 50 years in all zones of the machine (hours),
/// GYRE_ZONES=changes over the days around the changes in all zones; names with commas between ask for those zones.
/// </summary>
public sealed class CronOracleTests
{
    private static readonly string[] Some =
    [
        "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Istanbul", "Europe/Moscow", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Havana",
        "America/Caracas", "Africa/Casablanca", "Africa/Cairo", "Asia/Kolkata", "Asia/Tehran", "Asia/Gaza", "Asia/Pyongyang", "Australia/Lord_Howe", "Pacific/Apia", "Antarctica/Troll",
    ];

    private static readonly DateTime Begin = new(1990, 1, 1);
    private static readonly DateTime End = new(2040, 1, 1);

    private static string? Asked => Environment.GetEnvironmentVariable("GYRE_ZONES");

    [Fact]
    public void The_search_finds_what_a_walk_finds()
    {
        var names = Asked switch
        {
            null or "" => Some,
            "all" or "changes" => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(name => Zones.TryFind(name, out _, out _))],
            _ => Asked.Split(','),
        };
        var (windows, times) = (0, 0);
        foreach (var name in names)
        {
            var zone = CronScheduleTests.Zone(name);
            var random = new SeededRandom(11).Fork(name);
            foreach (var (from, to) in Asked == "all" ? [(Begin, End)] : Windows(zone, random))
            {
                var cron = RandomCron.Make(random, isFrequent: Asked != "all");
                var expected = cron.Walk(zone, from, to);
                var schedule = CronSchedule.Parse(cron.Text);
                var found = new List<DateTime>();
                for (var at = new DateTimeOffset(from, TimeSpan.Zero); schedule.Next(at, zone) is { } next && next.UtcDateTime <= to; at = next)
                    found.Add(next.UtcDateTime);
                found.SequenceEqual(expected).ShouldBeTrue($"{cron.Text} in {name} from {from:s} to {to:s}: {Difference(expected, found)}");
                (windows, times) = (windows + 1, times + expected.Count);
            }
        }
        windows.ShouldBeGreaterThanOrEqualTo(names.Length);
        times.ShouldBeGreaterThan(windows);
    }

    private static string Difference(List<DateTime> expected, List<DateTime> found)
    {
        var index = Enumerable.Range(0, Math.Min(expected.Count, found.Count)).FirstOrDefault(index => expected[index] != found[index], Math.Min(expected.Count, found.Count));
        return string.Create(CultureInfo.InvariantCulture, $"the walk has {expected.ElementAtOrDefault(index):s}, the search {found.ElementAtOrDefault(index):s} ({expected.Count} and {found.Count} times)");
    }

    private static IEnumerable<(DateTime From, DateTime To)> Windows(TimeZoneInfo zone, SeededRandom random)
    {
        var offset = zone.GetUtcOffset(Begin);
        for (var at = Begin; at < End; at = at.AddHours(3))
        {
            var next = zone.GetUtcOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc));
            if (next != offset)
                yield return (random.NextInt(0, 3) == 0 ? at.AddHours(-random.NextInt(0, 4)) : at.AddHours(-random.NextInt(1, 20)).AddMinutes(random.NextInt(0, 60)), at.AddHours(30));
            offset = next;
        }
        for (var stretch = 0; stretch < 5; stretch++)
        {
            var from = Begin.AddMinutes(random.NextInt(0, 50 * 365 * 1440));
            yield return (from, from.AddDays(6));
        }
    }

    /// <summary>A line and, beside it, the plain sets that it stands for.</summary>
    private sealed record RandomCron(string Text, HashSet<int> Minutes, HashSet<int> Hours, HashSet<int> Days, HashSet<int> Months, HashSet<int> Weekdays, bool Either, bool LastDay)
    {
        public static RandomCron Make(SeededRandom random, bool isFrequent)
        {
            var (minute, minutes) = Field(random, 0, 59, isFrequent ? 2 : 5);
            var (hour, hours) = Field(random, 0, 23, isFrequent ? 6 : 3);
            var (day, days) = random.NextInt(0, 3) == 0 ? Field(random, 1, 31, 2) : ("*", Range(1, 31));
            var (month, months) = isFrequent || random.NextInt(0, 2) == 0 ? ("*", Range(1, 12)) : Field(random, 1, 12, 3);
            var (weekday, weekdays) = random.NextInt(0, 3) == 0 ? Field(random, 0, 6, 2) : ("?", Range(0, 6));
            var last = !day.StartsWith('*') && random.NextInt(0, 4) == 0;
            // A line that is never due is refused; these always are.
            if (month != "*" && !day.StartsWith('*'))
                (day, days) = ($"{day},1", [.. days, 1]);
            var either = !day.StartsWith('*') && !weekday.StartsWith('*') && weekday != "?";
            return new RandomCron($"{minute} {hour} {day}{(last ? ",L" : "")} {month} {weekday}", minutes, hours, days, months, weekdays, either, last);
        }

        /// <summary>Every instant at which a fitting time is first seen, after one and up to another.</summary>
        public List<DateTime> Walk(TimeZoneInfo zone, DateTime from, DateTime to)
        {
            var due = new List<DateTime>();
            var start = new DateTime(from.AddHours(-30).Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
            var seen = start + zone.GetUtcOffset(start);
            for (var at = start; at <= to; at = at.AddMinutes(1))
            {
                var local = at + zone.GetUtcOffset(at);
                var fits = false;
                for (; seen < local; seen = seen.AddMinutes(1))
                    fits |= Fits(seen.AddMinutes(1));
                if (fits && at > from)
                    due.Add(at);
            }
            return due;
        }

        private bool Fits(DateTime local)
        {
            if (!Minutes.Contains(local.Minute) || !Hours.Contains(local.Hour) || !Months.Contains(local.Month))
                return false;
            var day = Days.Contains(local.Day) || (LastDay && local.AddDays(1).Day == 1);
            var weekday = Weekdays.Contains((int)local.DayOfWeek);
            return Either ? day || weekday : day && weekday;
        }

        private static HashSet<int> Range(int min, int max, int step = 1) => [.. Enumerable.Range(min, max - min + 1).Where(number => (number - min) % step == 0)];

        private static (string Text, HashSet<int> Numbers) Field(SeededRandom random, int min, int max, int kinds)
        {
            var step = random.NextInt(1, 8 > max - min ? max - min : 8);
            var low = random.NextInt(min, max + 1);
            var high = random.NextInt(low, max + 1);
            var other = random.NextInt(min, max + 1);
            return random.NextInt(0, kinds) switch
            {
                0 => (string.Create(CultureInfo.InvariantCulture, $"*/{step}"), Range(min, max, step)),
                1 => (string.Create(CultureInfo.InvariantCulture, $"{low}-{high}/{step},{other}"), [.. Range(low, high, step), other]),
                2 => (string.Create(CultureInfo.InvariantCulture, $"{low}"), [low]),
                3 => (string.Create(CultureInfo.InvariantCulture, $"{other},{low}-{high}"), [.. Range(low, high), other]),
                4 => (string.Create(CultureInfo.InvariantCulture, $"{low}/{step}"), Range(low, max, step)),
                _ => ("*", Range(min, max)),
            };
        }
    }
}
