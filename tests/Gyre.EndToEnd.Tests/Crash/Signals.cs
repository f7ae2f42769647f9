using System.Diagnostics;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>Ends processes that are not ours the hard way.</summary>
internal static class Signals
{
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
