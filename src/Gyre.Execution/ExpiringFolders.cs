using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>
/// Folders that a home makes again when it needs them: unpacked code, and Python environments. Whoever uses one touches it first, so that
/// its time says when it was last
/// used.
/// </summary>
internal sealed class ExpiringFolders : IExpiring
{
    private const string Removing = ".removing-";
    private readonly string _root;
    private readonly Func<string, string> _mark;

    private ExpiringFolders(string rule, string what, string root, Func<string, string> mark) =>
        (Rule, What, _root, _mark) = (rule, what, root, mark);

    public string Rule { get; }

    public string What { get; }

    /// <summary><c>HOME/snapshots</c>.</summary>
    public static ExpiringFolders Snapshots(string home) =>
        new("snapshots", "unpacked code", Path.Join(home, "snapshots"), static folder => folder);

    /// <summary><c>HOME/python/environments</c>; one that is not finished has no recipe, and is its maker's.</summary>
    public static ExpiringFolders Environments(string home) =>
        new("environments", "Python environments", Path.Join(home, "python", "environments"), static folder =>
            Path.Join(folder, "recipe.json"));

    public Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken) =>
        Task.Run(() => Remove(before, dryRun, cancellationToken), cancellationToken);

    private ExpiredThings Remove(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var folder in Directory.Exists(_root) ? Directory.GetDirectories(_root) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isLeftOver = Path.GetFileName(folder).StartsWith(Removing, StringComparison.Ordinal);
            if (!isLeftOver && !IsOlder(folder, before))
                continue;
            var size = FolderSizes.Of(folder);
            if (!dryRun && !(isLeftOver ? TryRemove(folder) : TryTakeAway(folder, before)))
                continue;
            (count, bytes) = (count + 1, bytes + size);
        }
        return new ExpiredThings(count, bytes);
    }

    /// <summary>
    /// Renamed first, so that it is found whole or not at all. One that was touched in the last moment goes back.
    /// </summary>
    private bool TryTakeAway(string folder, DateTimeOffset before)
    {
        var away = Path.Join(_root, Removing + Path.GetFileName(folder));
        try
        {
            Directory.Move(folder, away);
            if (IsOlder(away, before) || Directory.Exists(folder))
                return TryRemove(away);
            Directory.Move(away, folder);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            WorkFolders.Remove(folder);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsOlder(string folder, DateTimeOffset before) =>
        FileKinds.Look(_mark(folder)) is not null && File.GetLastWriteTimeUtc(_mark(folder)) < before.UtcDateTime;
}
