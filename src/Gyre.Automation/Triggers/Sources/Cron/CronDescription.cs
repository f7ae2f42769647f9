using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.Cron;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class CronDescription
{
    public static string Of(CronSource source) => $"cron {source.Cron} ({source.Zone})";
}
