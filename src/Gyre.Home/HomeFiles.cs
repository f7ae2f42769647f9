using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Home;

/// <summary>Files of homes and backups, which nobody else may read.</summary>
internal static class HomeFiles
{
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Copies a file whole or not at all; it is on the disk when this returns.</summary>
    public static BackupFile Copy(string from, string to, string name)
    {
        CreateFolder(Path.GetDirectoryName(to)!);
        var fresh = to + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        using (var target = new FileStream(fresh, options))
        {
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }
        var file = Describe(fresh, name);
        File.Move(fresh, to);
        return file;
    }

    public static BackupFile Describe(string path, string name)
    {
        using var stream = File.OpenRead(path);
        var hash = SHA256.HashData(stream);
        return new BackupFile(name, Digest.FromHash(hash), stream.Length);
    }
}
