namespace Gyre.Storage.Tests.Blobs;

/// <summary>
/// What a disk may hold after a power loss, worked out from recorded calls by the pessimistic reading of POSIX: the content of a file is
/// there once it was synced, a name once its folder was synced after the name was made, and anything in between may be there or not.
/// </summary>
internal static class DiskImage
{
    /// <summary>Whether content under this path may be missing, empty or torn after a loss right after the last call.</summary>
    public static bool MayBeLost(IReadOnlyList<string> calls, string path)
    {
        var renamed = calls.ToList().FindLastIndex(call => call.StartsWith("rename ", StringComparison.Ordinal) && call.EndsWith($" {path}", StringComparison.Ordinal));
        if (renamed < 0)
            return true;
        var temporary = calls[renamed].Split(' ')[1];
        var folder = path[..path.LastIndexOf('/')];
        return !IsContentSynced(calls, temporary, renamed) || !IsNameSynced(calls, folder, renamed) || !IsFolderSynced(calls, folder);
    }

    /// <summary>Whether a name may be there before the content it names is.</summary>
    public static bool MayBeTorn(IReadOnlyList<string> calls, string path)
    {
        var renamed = calls.ToList().FindIndex(call => call.StartsWith("rename ", StringComparison.Ordinal) && call.EndsWith($" {path}", StringComparison.Ordinal));
        return renamed >= 0 && !IsContentSynced(calls, calls[renamed].Split(' ')[1], renamed);
    }

    private static bool IsContentSynced(IReadOnlyList<string> calls, string temporary, int before)
    {
        var written = Last(calls, $"write {temporary}", before);
        var synced = Last(calls, $"sync {temporary}", before);
        return synced > written;
    }

    private static bool IsNameSynced(IReadOnlyList<string> calls, string folder, int renamed) => Last(calls, $"sync-folder {folder}", calls.Count) > renamed;

    private static bool IsFolderSynced(IReadOnlyList<string> calls, string folder)
    {
        var created = Last(calls, $"create-folder {folder}", calls.Count);
        var parent = folder[..folder.LastIndexOf('/')];
        return created < 0 || Last(calls, $"sync-folder {parent}", calls.Count) > created;
    }

    private static int Last(IReadOnlyList<string> calls, string call, int before) =>
        Enumerable.Range(0, before).LastOrDefault(i => calls[i] == call, -1);
}
