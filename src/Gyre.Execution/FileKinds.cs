using Gyre.Execution.Platform;

namespace Gyre.Execution;

/// <summary>What stands behind a name in a folder; links are not followed.</summary>
public enum FileKind
{
    /// <summary>Plain content.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link.</summary>
    Link,

    /// <summary>A fifo, a socket, a device.</summary>
    Special,
}

/// <summary>Looks at names without opening anything.</summary>
public static unsafe class FileKinds
{
    /// <summary>The kind and the size in bytes; null when nothing is there.</summary>
    public static (FileKind Kind, long SizeInBytes)? Look(string path) => OperatingSystem.IsLinux() ? LookOnLinux(path) : LookPortably(path);

    /// <summary>Whether it is plain content or a link to such: what can be read to its end without waiting for anybody.</summary>
    public static bool IsReadable(string path) => Look(path)?.Kind switch
    {
        FileKind.File => true,
        FileKind.Link =>
            File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && Look(target.FullName)?.Kind == FileKind.File,
        _ => false,
    };

    private static (FileKind, long)? LookOnLinux(string path)
    {
        const int CurrentFolder = -100;
        const int NoFollow = 0x100;
        const uint TypeAndSize = 0x1 | 0x200;
        var result = stackalloc byte[256];
        if (LinuxCalls.Stat(CurrentFolder, path, NoFollow, TypeAndSize, result) != 0)
            return null;
        var kind = (*(ushort*)(result + 28) & 0xF000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            _ => FileKind.Special,
        };
        return (kind, *(long*)(result + 40));
    }

    private static (FileKind, long)? LookPortably(string path)
    {
        var file = new FileInfo(path);
        if (file.Attributes == (FileAttributes)(-1))
            return null;
        if (file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return (FileKind.Link, 0);
        return file.Attributes.HasFlag(FileAttributes.Directory) ? (FileKind.Folder, 0) : (FileKind.File, file.Length);
    }
}
