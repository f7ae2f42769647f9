namespace Gyre.Home.Exports;

/// <summary>Files for what does not fit into memory, readable by nobody else and gone when they are closed.</summary>
internal static class TemporaryFile
{
    public static FileStream Create(string prefix)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Join(Path.GetTempPath(), $"{prefix}-{Path.GetRandomFileName()}"), options);
    }
}
