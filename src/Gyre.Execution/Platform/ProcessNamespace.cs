namespace Gyre.Execution.Platform;

/// <summary>Which processes this one sees: two containers on one machine count from 1 each, and one's process 7 is not the other's.</summary>
internal static class ProcessNamespace
{
    /// <summary>The namespace's name; empty where there are none.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "" : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
