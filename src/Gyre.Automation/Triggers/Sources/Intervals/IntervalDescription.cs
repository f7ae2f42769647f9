using System.Globalization;
using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.Intervals;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class IntervalDescription
{
    public static string Of(IntervalSource source) => $"every {Length(source.Every)}";

    /// <summary>As it is written in a file: <c>1d12h</c>, <c>1m30s</c>.</summary>
    private static string Length(TimeSpan time)
    {
        (int Count, string Unit)[] parts = [(time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m"), (time.Seconds, "s")];
        return string.Concat(
            parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count}{part.Unit}")));
    }
}
