using System.Diagnostics.CodeAnalysis;

namespace Gyre.Projects.Schedules;

/// <summary>Time zones by their IANA names.</summary>
internal static class Zones
{
    /// <summary>Finds a zone.</summary>
    /// <param name="name">Such as <c>Europe/Berlin</c> or <c>UTC</c>. Names of other systems are refused, so that a project means the same everywhere.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone, [NotNullWhen(false)] out ScheduleError? error)
    {
        (zone, error) = (null, null);
        if (IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone) && (zone.HasIanaId || zone.Id == "UTC"))
            return true;
        zone = null;
        error = new ScheduleError(
            "zone",
            $"unknown time zone '{(name.Length <= 60 ? name : name[..60] + "...")}'",
            "Use an IANA name such as UTC, Europe/Berlin or America/New_York.");
        return false;
    }

    /// <summary>The name goes into a path of the system's files of zones.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 60 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
