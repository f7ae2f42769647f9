using System.Globalization;
using Gyre.Execution.Platform;

namespace Gyre.Execution;

/// <summary>A name for this process that a later process on the same machine can judge: is whoever wore it gone?</summary>
public static class ProcessMark
{
    private const string Version = "p1";

    /// <summary>This process's name, with something of its own.</summary>
    /// <param name="unique">Tells apart several owners in one process; no bar in it.</param>
    public static string Create(string unique) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}|{ProcessIdentity.Current.Boot}|{ProcessNamespace.Current}|{ProcessIdentity.Current.Process}|{ProcessIdentity.Current.StartTime}|{unique}");

    /// <summary>
    /// Whether the process is certainly gone: it was started on this machine since its last boot, among the processes that this one sees, and is not
    /// there any more. False for everything that cannot be judged from here.
    /// </summary>
    public static bool IsGone(string mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        if (mark.Split('|') is not [Version, { Length: > 0 } boot, { Length: > 0 } space, var process, var start, ..])
            return false;
        if (boot != ProcessIdentity.Current.Boot || space != ProcessNamespace.Current)
            return false;
        return int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            && !new ProcessIdentity(id, startTime, boot).IsAlive();
    }
}
