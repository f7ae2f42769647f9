
namespace Gyre.Execution.Platform;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
/// <param name="Process">Process id.</param>
/// <param name="StartTime">When it started, in the system's own unit.</param>
/// <param name="Boot">Since which start of the machine; empty where the system does not say.</param>
internal sealed record ProcessIdentity(int Process, long StartTime, string Boot)
{
    private static readonly Lazy<string> CurrentBoot = new(ReadBoot);

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, 0, CurrentBoot.Value);

    /// <summary>A running process, or null when there is none.</summary>
    public static ProcessIdentity? Of(int process)
    {
        if (OperatingSystem.IsLinux())
            return ProcessTable.Find(process) is { IsGone: false } entry ? new ProcessIdentity(process, entry.StartTime, CurrentBoot.Value) : null;
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return new ProcessIdentity(process, found.StartTime.Ticks, CurrentBoot.Value);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Whether it still runs; a stopped process runs.</summary>
    public bool IsAlive() => Of(Process) == this;

    /// <summary>Whether somebody stopped it, so that it runs but does nothing.</summary>
    public bool IsStopped() => OperatingSystem.IsLinux() && ProcessTable.Find(Process) is { State: 'T' or 't' } && IsAlive();

    private static string ReadBoot()
    {
        const string Place = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Place) ? File.ReadAllText(Place).Trim() : "";
    }
}
