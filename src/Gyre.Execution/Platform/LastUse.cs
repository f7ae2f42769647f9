namespace Gyre.Execution.Platform;

/// <summary>Notes that something is used now, by the time of its file or folder.</summary>
internal static class LastUse
{
    /// <summary>Fails quietly: it is only kept a shorter time then.</summary>
    public static void Note(string path, TimeProvider clock)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
        }
    }
}
