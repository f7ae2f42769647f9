using System.Runtime.InteropServices;

namespace Gyre.Execution.Platform;

/// <summary>Chooses the process host of the operating system.</summary>
internal static class ProcessHosts
{
    public static IProcessHost Current { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64
            ? new LinuxProcessHost()
            : new PortableProcessHost();
}
