using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Processes;

/// <summary>Where the warm supervisors of a home listen.</summary>
internal static class SupervisorSocket
{
    private const int MaxPathBytes = 100;

    /// <summary>The folder of the sockets: in the home, or, when its path is too long for a socket, a short one of this user's own.</summary>
    public static string Folder(string home)
    {
        var folder = Path.Join(Path.GetFullPath(home), "supervisors");
        if (Encoding.UTF8.GetByteCount(folder) + 32 <= MaxPathBytes)
            return folder;
        var user = OperatingSystem.IsLinux() ? LinuxCalls.EffectiveUser().ToString(CultureInfo.InvariantCulture) : Environment.UserName;
        return Path.Join("/tmp", $"gyre-{user}", Digest.Of(Path.GetFullPath(home)).Hex[..16]);
    }

    /// <summary>Creates the folder for this user alone.</summary>
    /// <exception cref="IOException">Somebody else owns it.</exception>
    public static string Prepare(string home)
    {
        var folder = Folder(home);
        DurableFile.CreateFolder(folder);
        // In a shared place somebody else may have been there first; only an owner can do this.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>The socket of a supervisor process.</summary>
    public static string PathOf(string home, ProcessIdentity supervisor) =>
        Path.Join(Folder(home), string.Create(CultureInfo.InvariantCulture, $"{supervisor.Process}-{supervisor.StartTime:x}.sock"));

    /// <summary>Connects; null when nobody listens.</summary>
    public static async Task<Socket?> TryConnectAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
