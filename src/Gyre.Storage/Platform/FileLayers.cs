using System.Runtime.InteropServices;

namespace Gyre.Storage.Platform;

/// <summary>Chooses the file layer of the operating system.</summary>
internal static class FileLayers
{
    /// <param name="root">An existing folder.</param>
    public static IFileLayer Open(string root) =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64
            ? new LinuxFiles(root)
            : new PortableFiles(root);
}
