namespace Gyre.Tracking;

/// <summary>A value of a metric. Histories are in the order of the timestamp, then the step, then the value; NaN stands before all numbers.</summary>
/// <param name="Timestamp">Milliseconds since 1970, UTC.</param>
/// <param name="Step">May be negative.</param>
/// <param name="Value">May be NaN; infinities are kept as the largest finite numbers.</param>
public readonly record struct MetricPoint(long Timestamp, long Step, double Value)
{
    /// <summary>The order of histories.</summary>
    public static int CompareInHistory(MetricPoint left, MetricPoint right)
    {
        var byTime = left.Timestamp.CompareTo(right.Timestamp);
        if (byTime != 0)
            return byTime;
        var byStep = left.Step.CompareTo(right.Step);
        return byStep != 0 ? byStep : left.Value.CompareTo(right.Value);
    }

    /// <summary>Whether this one is shown as the run's value in the other's place: later by step, then by timestamp, then greater.</summary>
    public bool IsLaterThan(MetricPoint other)
    {
        if (Step != other.Step)
            return Step > other.Step;
        return Timestamp != other.Timestamp ? Timestamp > other.Timestamp : Value.CompareTo(other.Value) > 0;
    }
}
