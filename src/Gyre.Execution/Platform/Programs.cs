namespace Gyre.Execution.Platform;

/// <summary>Finds programs the way a shell does.</summary>
internal static class Programs
{
    /// <summary>The full path of a program on a search path, or null.</summary>
    public static string? Find(string name, string searchPath)
    {
        foreach (var folder in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Join(folder, name);
            if (IsExecutable(path))
                return path;
            if (OperatingSystem.IsWindows() && IsExecutable(path + ".exe"))
                return path + ".exe";
        }
        return null;
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
    }
}
