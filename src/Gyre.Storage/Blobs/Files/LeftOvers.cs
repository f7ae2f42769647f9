using Gyre.Storage.Platform;

namespace Gyre.Storage.Blobs.Files;

/// <summary>Removes temporary files whose writers died.</summary>
internal static class LeftOvers
{
    /// <summary>A living writer changes its file more often than this.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(6);

    public static void Remove(IFileLayer files, TimeProvider clock)
    {
        var limit = clock.GetUtcNow() - Grace;
        foreach (var name in files.List(BlobLayout.Temporary))
        {
            var path = $"{BlobLayout.Temporary}/{name}";
            if (IsOlder(files, path, limit))
                files.Delete(path);
        }
    }

    private static bool IsOlder(IFileLayer files, string path, DateTimeOffset limit)
    {
        try
        {
            using var file = files.OpenRead(path);
            return File.GetLastWriteTimeUtc(file) < limit.UtcDateTime;
        }
        catch (IOException)
        {
            return false; // It has just been published, or it is not ours.
        }
    }
}
