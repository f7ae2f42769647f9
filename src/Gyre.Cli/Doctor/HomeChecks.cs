using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Cli.Doctor;

/// <summary>How a home is.</summary>
/// <param name="host">The world.</param>
/// <param name="storage">Where the home is.</param>
/// <param name="deep">Whether all content is read.</param>
internal sealed class HomeChecks(CliHost host, StorageOptions storage, bool deep)
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 100L << 20;
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan OldEnough = TimeSpan.FromDays(7);

    /// <summary>All of them, in the order they are shown.</summary>
    public async Task<IReadOnlyList<Check>> AllAsync(CancellationToken cancellationToken)
    {
        var stores = new StoreChecks(host, storage, deep);
        return Directory.Exists(storage.Home)
            ? [Writable(), .. await stores.AllAsync(cancellationToken), Space(), Attempts(), Backup()]
            : [new Check("home", CheckState.Note, $"{storage.Home} does not exist yet; the first run creates it"),
                .. await stores.OutsideAsync(cancellationToken), Space()];
    }

    /// <summary>Writes and syncs a small file: a disk that cannot do that loses data.</summary>
    private Check Writable()
    {
        var path = Path.Join(storage.Home, $"doctor-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp");
        try
        {
            var began = host.Clock.GetTimestamp();
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write("doctor"u8);
                file.Flush(flushToDisk: true);
            }
            var took = host.Clock.GetElapsedTime(began);
            var detail = string.Create(
                CultureInfo.InvariantCulture, $"{storage.Home}; a synced write takes {took.TotalMilliseconds:0.0} ms");
            return new Check(
                "home",
                took > SlowSync ? CheckState.Note : CheckState.Ok,
                detail,
                took > SlowSync ? "Move the home to a disk with faster sync to speed up runs." : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Check(
                "home",
                CheckState.Fail,
                $"cannot write to {storage.Home}: {exception.Message}",
                "Check the owner, the permissions and the free space.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Check Space()
    {
        try
        {
            var folder = storage.Home;
            while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
                folder = parent;
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var state = free < NoSpace ? CheckState.Fail : free < LittleSpace ? CheckState.Note : CheckState.Ok;
            return new Check("space", state, $"{Shown.Size(free)} free", state == CheckState.Ok ? null : "Free some disk space.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Check("space", CheckState.Note, $"unknown: {exception.Message}");
        }
    }

    /// <summary>An attempt that began long ago and has no result: its engine died and nobody took the run up.</summary>
    private Check Attempts()
    {
        var folder = new DirectoryInfo(Path.Join(storage.Home, "attempts"));
        if (!folder.Exists)
            return new Check("attempts", CheckState.Ok, "none");
        var before = host.Clock.GetUtcNow() - Forgotten;
        var left = AttemptContent.CountUnfinished(storage.Home, before);
        return left == 0
            ? new Check("attempts", CheckState.Ok, "no abandoned attempts")
            : new Check(
                "attempts",
                CheckState.Note,
                $"{left} started more than a day ago and never ended",
                "Find their runs with 'gyre runs', then resume or cancel them.");
    }

    private Check Backup()
    {
        if (storage.Store is not null)
            return new Check("backup", CheckState.Note, "the store is on another server; back it up there");
        var file = new FileInfo(Path.Join(storage.Home, "gyre.db"));
        return file.Exists && host.Clock.GetUtcNow() - file.CreationTimeUtc > OldEnough
            ? new Check(
                "backup",
                CheckState.Note,
                "this home holds more than a week of work and has no recorded backup",
                $"Copy the whole folder {storage.Home} to another disk while nothing is running.")
            : new Check("backup", CheckState.Ok, "the home is new; plan a backup");
    }
}
