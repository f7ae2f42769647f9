using System.Diagnostics;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>Ends processes that are not ours.</summary>
internal static class Signals
{
    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public static async Task InterruptAsync(int process)
    {
        using var kill = Process.Start("kill", ["-INT", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>SIGKILL. False when there is no such process any more.</summary>
    public static bool Kill(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
