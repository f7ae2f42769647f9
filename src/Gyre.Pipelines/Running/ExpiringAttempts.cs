using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Folders of attempts whose run is over: what they left behind is in the store, their logs go with them.</summary>
internal sealed class ExpiringAttempts(IDatabase database, string home) : IExpiring
{
    private bool _removedOldSecrets;

    public string Rule => "attempts";

    public string What => "attempt folders with their logs";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        var folders = new AttemptFolders(home);
        if (!dryRun && !_removedOldSecrets)
        {
            folders.RemoveOldSecrets();
            _removedOldSecrets = true;
        }
        var (count, bytes, kept) = (0L, 0L, 0L);
        foreach (var attempt in folders.EndedBefore(before))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = attempt.Run is { } run ? await database.ReadAsync(session => RunStore.Find(session, run), cancellationToken) : null;
            // One that is open, or was resumed, may still look at what its earlier attempts left.
            if (row is not null && (!row.RunState.IsEnd() || row.EndedAt >= before))
            {
                kept++;
                continue;
            }
            bytes += folders.SizeOf(attempt.Attempt);
            count++;
            if (!dryRun)
                folders.Remove(attempt.Attempt);
        }
        return new ExpiredThings(count, bytes, kept);
    }
}
