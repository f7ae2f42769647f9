using System.Globalization;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Schedules;

public sealed class CronScheduleTests
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";

    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z")]
    [InlineData("* * * * *", "2026-01-01T00:00:59.9Z", "2026-01-01T00:01:00Z")]
    [InlineData("* * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")]
    [InlineData("*/15 30 4 * * *", "2026-01-01T04:30:45Z", "2026-01-02T04:30:00Z")]
    [InlineData("0 0 1 1 *", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@yearly", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@Hourly", "2026-01-01T00:30:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("@daily", "2026-01-31T00:30:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("@monthly", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("5,35 8-10 * * *", "2026-01-01T10:35:00Z", "2026-01-02T08:05:00Z")]
    [InlineData("10/20 0 * * *", "2026-01-01T00:10:00Z", "2026-01-01T00:30:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("0 0 L * *", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z")]
    [InlineData("0 0 L,15 2 *", "2028-02-15T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z")]
    [InlineData("0 0 13 * ?", "2026-01-01T00:00:00Z", "2026-01-13T00:00:00Z")]
    [InlineData("0 0 ? * mon", "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("0 0 */2 * MON", "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("0 0 */2 * TUE", "2026-01-01T00:00:00Z", "2026-01-13T00:00:00Z")]
    [InlineData("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 0 * * SAT-SUN", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 0 * * 5-7", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 12 * JAN-MAR,dec *", "2026-03-31T12:00:00Z", "2026-12-01T12:00:00Z")]
    public void The_next_time_is_found(string cron, string after, string next) => Next(cron, "UTC", after).ShouldBe(Read(next));

    [Fact]
    public void A_leap_day_on_one_day_of_the_week_is_found_over_forty_years() =>
        Next("0 0 29 2 */7", "UTC", "2072-01-01T00:00:00Z").ShouldBe(Read("2088-02-29T00:00:00Z"));

    [Theory]
    [InlineData("30 2 * * *", Berlin, "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "skipped, due at the change")]
    [InlineData("30 2 * * *", Berlin, "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "once only")]
    [InlineData("*/10 2 * * *", Berlin, "2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z", "six skipped times are due once")]
    [InlineData("*/10 2 * * *", Berlin, "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "six skipped times are due once")]
    [InlineData("*/30 * * * *", Berlin, "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "the skipped ones fall together with 3:00")]
    [InlineData("30 2 * * *", Berlin, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "the first of two")]
    [InlineData("30 2 * * *", Berlin, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "not the second")]
    [InlineData("*/30 * * * *", Berlin, "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z", "the repeated hour passes")]
    [InlineData("*/30 * * * *", Berlin, "2026-10-25T01:15:00Z", "2026-10-25T02:00:00Z", "asked within the repeated hour")]
    [InlineData("*/30 * * * *", Berlin, "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z", "asked at the very change")]
    [InlineData("*/30 * * * *", Berlin, "2026-10-25T00:59:59Z", "2026-10-25T02:00:00Z", "asked just before the change")]
    [InlineData("0 2 * * *", NewYork, "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z", "the very start of the gap")]
    [InlineData("0 3 * * *", NewYork, "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z", "the end of the gap")]
    [InlineData("0 0 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z", "a day that was left out")]
    [InlineData("15 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z", "a midnight that was left out")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", "2026-04-04T14:45:00Z", "half an hour is repeated")]
    [InlineData("0 9 * * *", "Asia/Kolkata", "2026-01-01T00:00:00Z", "2026-01-01T03:30:00Z", "half-hour offset")]
    public void Changes_of_the_clock_are_passed_by_one_rule(string cron, string zone, string after, string next, string why) =>
        Next(cron, zone, after).ShouldBe(Read(next), why);

    [Theory]
    [InlineData("", "cron", "0 fields")]
    [InlineData("* * * *", "cron", "4 fields")]
    [InlineData("* * * * * * *", "cron", "7 fields")]
    [InlineData("@often", "cron", "unknown shorthand '@often'")]
    [InlineData("@reboot", "cron", "unknown shorthand '@reboot'")]
    [InlineData("60 * * * *", "minute", "60 is out of range")]
    [InlineData("60 * * * * *", "second", "60 is out of range")]
    [InlineData("* 24 * * *", "hour", "24 is out of range")]
    [InlineData("* * 0 * *", "day of month", "0 is out of range")]
    [InlineData("* * 32 * *", "day of month", "32 is out of range")]
    [InlineData("* * * 13 *", "month", "13 is out of range")]
    [InlineData("* * * FOO *", "month", "'FOO' is not valid")]
    [InlineData("* * * * 8", "day of week", "8 is out of range")]
    [InlineData("* * * * JAN", "day of week", "'JAN' is not valid")]
    [InlineData("5- * * * *", "minute", "'5-' is not valid")]
    [InlineData("-5 * * * *", "minute", "'-5' is not valid")]
    [InlineData("1,,2 * * * *", "minute", "'' is not valid")]
    [InlineData("1.5 * * * *", "minute", "'1.5' is not valid")]
    [InlineData("99999 * * * *", "minute", "'99999' is not valid")]
    [InlineData("* 22-2 * * *", "hour", "the range '22-2' ends before it starts")]
    [InlineData("*/0 * * * *", "minute", "the step '0' is not valid")]
    [InlineData("*/ * * * *", "minute", "the step '' is not valid")]
    [InlineData("*/-1 * * * *", "minute", "the step '-1' is not valid")]
    [InlineData("*/90 * * * *", "minute", "the step 90 is larger than the range of the field")]
    [InlineData("? * * * *", "minute", "'?' is allowed only in the two day fields")]
    [InlineData("* L * * *", "hour", "'L' is not valid")]
    [InlineData("* * 15W * *", "day of month", "'15W' is not valid")]
    [InlineData("* * * * 5#2", "day of week", "'5#2' is not valid")]
    [InlineData("0 0 31 2 *", "day of month", "no month in '2' has a day '31', so the schedule never fires")]
    [InlineData("0 0 31 2,4,JUN,9,11 *", "day of month", "no month in '2,4,JUN,9,11' has a day '31', so the schedule never fires")]
    [InlineData("0 0 30-31 feb ?", "day of month", "no month in 'feb' has a day '30-31', so the schedule never fires")]
    [InlineData("0 0 31 2 */2", "day of month", "no month in '2' has a day '31', so the schedule never fires")]
    public void Nonsense_is_refused_by_field(string cron, string field, string message)
    {
        CronSchedule.TryParse(cron, out _, out var error).ShouldBeFalse();
        error.Field.ShouldBe(field);
        error.Message.ShouldContain(message);
        error.Remedy.ShouldNotBeEmpty();
        Should.Throw<InvalidInputException>(() => CronSchedule.Parse(cron));
    }

    [Theory]
    [InlineData("0 0 31 2 MON", "every Monday in February")]
    [InlineData("0 0 31 */2 *", "odd months")]
    [InlineData("0 0 29 2 *", "leap years")]
    public void What_looks_like_never_and_is_not_is_read(string cron, string why) => CronSchedule.TryParse(cron, out _, out _).ShouldBeTrue(why);

    [Fact]
    public void The_end_of_the_calendar_ends_the_search()
    {
        CronSchedule.Parse("* * * * *").Next(DateTimeOffset.MaxValue, TimeZoneInfo.Utc).ShouldBeNull();
        CronSchedule.Parse("0 0 1 1 *").Next(Read("9999-01-01T00:00:00Z"), TimeZoneInfo.Utc).ShouldBeNull();
        CronSchedule.Parse("0 0 1 1 *").Next(DateTimeOffset.MinValue, Zone(Berlin)).ShouldNotBeNull().ShouldBe(Read("0001-12-31T23:00:00Z"), TimeSpan.FromHours(1));
    }

    [Fact]
    public void The_search_takes_no_walk()
    {
        var effort = Effort.Of(() =>
        {
            foreach (var zone in new[] { Berlin, NewYork, "UTC" }.Select(Zone))
            {
                var at = Read("2026-01-01T00:00:00Z");
                for (var round = 0; round < 200; round++)
                    at = CronSchedule.Parse("0 0 29 2 */7").Next(at, zone) is { } next && next.Year < 2400 ? next : Read("2026-01-01T00:00:00Z");
            }
        });
        effort.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("W. Europe Standard Time", false)]
    public void Zones_have_names_of_one_kind(string name, bool known)
    {
        Zones.TryFind(name, out var zone, out var error).ShouldBe(known);
        (zone is null).ShouldBe(!known);
        error?.Field.ShouldBe("zone");
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData(" 2d ", 172_800)]
    [InlineData("1w", 604_800)]
    [InlineData("3660d", 316_224_000)]
    public void Intervals_are_read(string text, int seconds)
    {
        IntervalSchedule.TryParse(text, out var schedule, out _).ShouldBeTrue();
        schedule.Every.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("90")]
    [InlineData("s")]
    [InlineData("1.5h")]
    [InlineData("-1s")]
    [InlineData("1y")]
    [InlineData("3661d")]
    [InlineData("9999999999s")]
    public void Other_intervals_are_refused(string text)
    {
        IntervalSchedule.TryParse(text, out _, out var error).ShouldBeFalse();
        error.Field.ShouldBe("every");
    }

    [Fact]
    public void An_interval_counts_from_its_anchor()
    {
        var schedule = new IntervalSchedule(TimeSpan.FromSeconds(90));
        var anchor = Read("2026-01-01T00:00:10Z");
        schedule.Next(anchor, anchor).ShouldBe(Read("2026-01-01T00:01:40Z"));
        schedule.Next(Read("2026-01-01T00:01:39.5Z"), anchor).ShouldBe(Read("2026-01-01T00:01:40Z"));
        schedule.Next(Read("2026-01-01T00:01:40Z"), anchor).ShouldBe(Read("2026-01-01T00:03:10Z"));
        schedule.Next(Read("2020-01-01T00:00:00Z"), anchor).ShouldBe(Read("2026-01-01T00:01:40Z"));
        schedule.Next(DateTimeOffset.MaxValue, anchor).ShouldBeNull();
    }

    internal static TimeZoneInfo Zone(string name) => Zones.TryFind(name, out var zone, out _) ? zone : throw new InvalidOperationException(name);

    private static DateTimeOffset? Next(string cron, string zone, string after) => CronSchedule.Parse(cron).Next(Read(after), Zone(zone));

    private static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
