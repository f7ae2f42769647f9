using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Triggers;

/// <summary>
/// Which of the times that are due get a run. However many there are, only few are looked at: the latest ones, found by halving the time.
/// </summary>
/// <param name="First">The first time that is due; null when none is.</param>
/// <param name="LastSkipped">The last one that gets no run; null when all do.</param>
/// <param name="Chosen">Those that get one, in order.</param>
internal sealed record DueTimes(DateTimeOffset? First, DateTimeOffset? LastSkipped, IReadOnlyList<DateTimeOffset> Chosen)
{
    /// <summary>Looks at the times after one instant and up to another.</summary>
    public static DueTimes Between(TriggerPlan plan, DateTimeOffset anchor, DateTimeOffset reached, DateTimeOffset now)
    {
        if (plan.NextDue(reached, anchor) is not { } first || first > now)
            return new DueTimes(null, null, []);
        var policy = plan.Trigger.Missed;
        var inTime = now - reached < policy.Tolerance ? reached : now - policy.Tolerance;
        var punctual = List(plan, anchor, inTime, now, int.MaxValue);
        var wanted = policy.Mode switch
        {
            MissedMode.All => policy.Bound,
            MissedMode.Last when punctual.Count == 0 => 1,
            _ => 0,
        };
        var missed = wanted == 0 ? [] : Latest(plan, anchor, reached, inTime, wanted);
        List<DateTimeOffset> chosen = [.. missed, .. punctual];
        return new DueTimes(first, LastBefore(plan, anchor, reached, chosen.Count > 0 ? chosen[0].AddTicks(-1) : now), chosen);
    }

    private static DateTimeOffset? LastBefore(TriggerPlan plan, DateTimeOffset anchor, DateTimeOffset from, DateTimeOffset to) =>
        Latest(plan, anchor, from, to, 1) is [var last] ? last : null;

    /// <summary>The times after one instant and up to another, as long as they are not more than so many plus one.</summary>
    private static List<DateTimeOffset> List(TriggerPlan plan, DateTimeOffset anchor, DateTimeOffset from, DateTimeOffset to, int most)
    {
        var times = new List<DateTimeOffset>();
        for (var at = from; times.Count <= most && plan.NextDue(at, anchor) is { } next && next <= to; at = next)
            times.Add(next);
        return times;
    }

    private static List<DateTimeOffset> Latest(TriggerPlan plan, DateTimeOffset anchor, DateTimeOffset from, DateTimeOffset to, int count)
    {
        var many = 2 * count + 60;
        var (low, high) = (from, to);
        var times = List(plan, anchor, from, to, many);
        // After low there are too many; after high there may be too few. A cut with enough and not too many lies between.
        while (times.Count > many && (high - low).Ticks > TimeSpan.TicksPerSecond)
        {
            var middle = low + (high - low) / 2;
            var later = List(plan, anchor, middle, to, many);
            if (later.Count < count)
                high = middle;
            else
                (low, times) = (middle, later);
        }
        return times.Count <= count ? times : times[^count..];
    }
}
