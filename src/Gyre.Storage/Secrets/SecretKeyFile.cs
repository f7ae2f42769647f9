using System.Runtime.InteropServices;
using System.Text;
using Gyre.Core;
using Gyre.Storage.Platform;

namespace Gyre.Storage.Secrets;

/// <summary>
/// The file with the keys of a home, readable by its owner alone and outside the database: one key a line in base64. There is one, and a
/// second only while secrets are
/// encrypted again. Each look reads the file, so that a key changed by another process is seen.
/// </summary>
public sealed class SecretKeyFile
{
    /// <summary>Its name in a home.</summary>
    public const string FileName = "secrets.key";

    private const string Comment = "# Keys of the secrets of a Gyre home. Anybody who has this file and the database can read them.";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <param name="storage">Names the file, or the home that holds it.</param>
    public SecretKeyFile(StorageOptions storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        Path = System.IO.Path.GetFullPath(storage.SecretsKey ?? System.IO.Path.Join(storage.Home, FileName));
        IsInHome = Path.StartsWith(System.IO.Path.GetFullPath(storage.Home) + System.IO.Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether it lies in the home, so that a copy of the home is a copy of the key.</summary>
    public bool IsInHome { get; }

    /// <summary>Whether it is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>The key with an id; null when the file does not hold it.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or others may read it.</exception>
    public SecretKey? Find(string id) => Read().Find(key => key.Id == id);

    /// <summary>The first key; makes the file when there is none.</summary>
    public SecretKey FirstOrCreate()
    {
        if (Read() is [var first, ..])
            return first;
        var fresh = SecretKey.Create();
        // Not replacing: of two processes that begin at once the first one's key stands.
        return TryWrite([fresh], replace: false) ? fresh : Read()[0];
    }

    /// <summary>Adds a new key; it is there before anything is encrypted with it.</summary>
    public SecretKey Add()
    {
        var fresh = SecretKey.Create();
        TryWrite([.. Read(), fresh], replace: true);
        return fresh;
    }

    /// <summary>Removes all keys but one.</summary>
    public void KeepOnly(SecretKey key) => TryWrite([key], replace: true);

    private List<SecretKey> Read()
    {
        if (!Exists)
            return [];
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != 0)
            throw new InvalidInputException(
                "secrets.key-mode", $"Other users may read the key file '{Path}'.",
                    $"Run 'chmod 600 {Path}', and consider 'gyre env rotate-key'.");
        var keys = new List<SecretKey>();
        foreach (var line in File.ReadLines(Path).Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && line[0] != '#'))
        {
            keys.Add(SecretKey.Parse(line) ?? throw new InvalidInputException(
                "secrets.key-damaged", $"The key file '{Path}' is damaged: it holds a line that is not a key.",
                    "Restore the file from a backup."));
        }
        return keys;
    }

    private bool TryWrite(IReadOnlyList<SecretKey> keys, bool replace)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        HomeFolder.Create(folder);
        var temporary = $"{Path}.{keys[^1].Id}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', [Comment, .. keys.Select(static key => key.Text), ""])));
            file.Flush(flushToDisk: true);
        }
        if (replace)
            File.Move(temporary, Path, overwrite: true);
        else if (!TryName(temporary))
            return false;
        using var layer = FileLayers.Open(folder);
        layer.SyncFolder("");
        return true;
    }

    /// <summary>
    /// Gives the finished file its name, unless another process was first. A move looks before it moves, and between the two the other's
    /// key would be lost.
    /// </summary>
    private bool TryName(string temporary)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                File.Copy(temporary, Path, overwrite: false);
                return true;
            }
            if (LinuxCalls.Link(temporary, Path) == 0)
                return true;
            return Exists ? false : throw new IOException($"'{Path}' could not be created: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        catch (IOException) when (!OperatingSystem.IsLinux() && Exists)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
