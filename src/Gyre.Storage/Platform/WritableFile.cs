using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Platform;

/// <summary>A new file, written from its start to its end.</summary>
internal sealed class WritableFile(SafeFileHandle handle) : IWritableFile
{
    private long _length;

    public void Write(ReadOnlySpan<byte> content)
    {
        RandomAccess.Write(handle, content, _length);
        _length += content.Length;
    }

    public void Seal(DateTimeOffset changedAt)
    {
        File.SetLastWriteTimeUtc(handle, changedAt.UtcDateTime);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    public void Sync() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
