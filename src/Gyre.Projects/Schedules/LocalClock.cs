namespace Gyre.Projects.Schedules;

/// <summary>
/// The clock on the wall of a zone. It runs with UTC and jumps at changes; a time counts as seen from the first instant on at which the clock
/// shows it or a later time, so that times seen only ever grow.
/// </summary>
internal readonly struct LocalClock(TimeZoneInfo zone)
{
    /// <summary>More than any offset from UTC, and more than any zone ever turned its clock back by.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromHours(32);

    /// <summary>Shorter than the time between two changes of any zone.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromHours(1);

    /// <summary>The first whole second of local time that is not yet seen at an instant; null beyond the calendar.</summary>
    /// <param name="instant">In UTC.</param>
    public DateTime? FirstUnseen(DateTime instant)
    {
        var latest = DateTime.MinValue;
        var stretches = Stretches(instant - Margin(instant), instant);
        foreach (var (index, (_, end, offset)) in stretches.Index())
        {
            // The time at which a stretch ends is not seen in it, except in the last one, which goes on.
            var isLast = index == stretches.Count - 1;
            var unseen = isLast ? Add(Truncate(Add(end, offset)), TimeSpan.FromSeconds(1)) : Add(end, offset);
            latest = unseen > latest ? unseen : latest;
        }
        return latest <= DateTime.MaxValue - Reach ? latest : null;
    }

    /// <summary>The first instant at which a local time is seen, in UTC; null beyond the calendar.</summary>
    public DateTime? FirstAt(DateTime local)
    {
        if (local > DateTime.MaxValue - Reach - Reach)
            return null;
        foreach (var (start, end, offset) in Stretches(local - Margin(local), local + Reach))
        {
            var instant = Add(local, -offset);
            if (instant < end)
                return instant > start ? instant : start;
        }
        return null;
    }

    private static TimeSpan Margin(DateTime time) => time - DateTime.MinValue < Reach ? time - DateTime.MinValue : Reach;

    private static DateTime Add(DateTime time, TimeSpan span) =>
        span < TimeSpan.Zero && time - DateTime.MinValue < -span ? DateTime.MinValue : DateTime.MaxValue - time < span ? DateTime.MaxValue : time + span;

    private static DateTime Truncate(DateTime time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond);

    private TimeSpan OffsetAt(DateTime instant) => zone.GetUtcOffset(new DateTimeOffset(instant.Ticks, TimeSpan.Zero));

    /// <summary>The parts of a time in UTC in which the offset is the same, in order; the end of each is the start of the next.</summary>
    private List<(DateTime Start, DateTime End, TimeSpan Offset)> Stretches(DateTime from, DateTime to)
    {
        var stretches = new List<(DateTime, DateTime, TimeSpan)>();
        var (start, offset) = (from, OffsetAt(from));
        for (var at = from; at < to;)
        {
            var next = to - at > Probe ? at + Probe : to;
            var nextOffset = OffsetAt(next);
            if (nextOffset != offset)
            {
                var change = FindChange(at, next, offset);
                stretches.Add((start, change, offset));
                (start, offset) = (change, nextOffset);
            }
            at = next;
        }
        stretches.Add((start, to, offset));
        return stretches;
    }

    /// <summary>The first instant with another offset, to the second.</summary>
    private DateTime FindChange(DateTime before, DateTime after, TimeSpan offset)
    {
        var (low, high) = (before.Ticks / TimeSpan.TicksPerSecond, (after.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = OffsetAt(new DateTime(middle * TimeSpan.TicksPerSecond)) == offset ? (middle, high) : (low, middle);
        }
        return new DateTime(high * TimeSpan.TicksPerSecond);
    }
}
