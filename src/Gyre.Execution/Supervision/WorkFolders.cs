namespace Gyre.Execution.Supervision;

/// <summary>Removes what a step worked in.</summary>
internal static class WorkFolders
{
    /// <summary>Removes a folder with everything in it, also when the step took away its own rights; links are not followed.</summary>
    public static void Remove(string folder)
    {
        if (FileKinds.Look(folder) is not { } found)
            return;
        if (found.Kind != FileKind.Folder)
        {
            File.Delete(folder);
            return;
        }
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Open(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Open(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            if (FileKinds.Look(path)?.Kind == FileKind.Folder)
                Open(path);
        }
    }
}
