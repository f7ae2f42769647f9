namespace Gyre.Execution.Platform;

/// <summary>How much is in a folder.</summary>
internal static class FolderSizes
{
    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Bytes of the files in a folder; links are not followed. What goes meanwhile is left out.</summary>
    public static long Of(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", Everything).Sum(static file => file.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
