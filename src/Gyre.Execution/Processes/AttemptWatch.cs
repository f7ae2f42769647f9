using Gyre.Core.Logging;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;
using Microsoft.Extensions.Logging;

namespace Gyre.Execution.Processes;

/// <summary>Looks at attempts that somebody has claimed, and finishes those whose supervisor does not.</summary>
internal sealed class AttemptWatch(ProcessExecutorOptions options, TimeProvider clock)
{
    private readonly IProcessHost _host = ProcessHosts.Current;
    private readonly ILogger _logger = options.Logs.For<AttemptWatch>();

    /// <summary>The result, once it is there.</summary>
    public static AttemptResult? Look(AttemptEntry entry) => AttemptProtocol.FindResult(entry.Folder, entry.Id);

    /// <summary>Whether no result will come from its supervisor: it is gone, or stopped for too long.</summary>
    public bool IsGivenUp(AttemptEntry entry)
    {
        entry.Claim ??= AttemptProtocol.FindClaim(entry.Folder, entry.Id);
        if (entry.Claim is not { } claim)
            return false;
        // Alive first, then once more the result: it may have been written and its writer ended between two looks.
        if (!claim.Supervisor.IsAlive())
            return Look(entry) is null;
        if (!claim.Supervisor.IsStopped())
        {
            entry.StoppedSince = null;
            return false;
        }
        entry.StoppedSince ??= clock.GetTimestamp();
        return clock.GetElapsedTime(entry.StoppedSince.Value) >= options.StoppedSupervisorLimit;
    }

    /// <summary>
    /// Ends what the supervisor left behind and writes the result in its place. A stopped supervisor that wakes up later finds that it may not write.
    /// </summary>
    public AttemptResult GiveUp(AttemptEntry entry)
    {
        var first = AttemptProtocol.TryDecide(entry.Folder, bySupervisor: false);
        // The supervisor had the right to write and may have used it just now.
        if (!first && Look(entry) is { } result)
            return result;
        if (!first && AttemptProtocol.FindVerdict(entry.Folder) is { BySupervisor: true, Writer: var writer } && writer.IsAlive())
            throw new IOException("The supervisor is about to write the result.");
        var killed = _host.KillLeftovers(AttemptProtocol.Marker(entry.Id), FindGroup(entry));
        var now = clock.GetUtcNow();
        var lost = new AttemptResult
        {
            Attempt = entry.Id,
            Outcome = AttemptOutcome.Lost,
            Reason = killed == 0 ? "The supervisor disappeared." : $"The supervisor disappeared; {killed} process(es) that it had started were killed.",
            StartedAt = entry.Claim?.At ?? now,
            EndedAt = now,
        };
        AttemptProtocol.Publish(entry.Folder, lost);
        RemoveWorkFolders(entry);
        return lost;
    }

    /// <summary>Claims an attempt that was never started and ends it; null when somebody else has claimed it.</summary>
    public AttemptResult? TryFinishUnstarted(AttemptEntry entry, AttemptOutcome outcome, string reason)
    {
        var now = clock.GetUtcNow();
        if (!AttemptProtocol.TryClaim(entry.Folder, new AttemptClaim(entry.Id, ProcessIdentity.Current, now)))
            return null;
        var result = new AttemptResult { Attempt = entry.Id, Outcome = outcome, Reason = reason, StartedAt = now, EndedAt = now };
        AttemptProtocol.TryDecide(entry.Folder, bySupervisor: true);
        AttemptProtocol.Publish(entry.Folder, result);
        return result;
    }

    /// <summary>The group of the step, unless its number belongs to somebody else by now.</summary>
    private static int? FindGroup(AttemptEntry entry)
    {
        if (AttemptProtocol.FindGroup(entry.Folder) is not { Group: > 1 } group)
            return null;
        var leader = ProcessIdentity.Of(group.Group);
        return leader is null || leader.StartTime == group.StartTime ? group.Group : null;
    }

    /// <summary>What the step left so far stays for the attempt that takes its place, unless nobody wants one.</summary>
    private void RemoveWorkFolders(AttemptEntry entry)
    {
        var folder = entry.Folder;
        foreach (var work in File.Exists(folder.Cancel) ? [folder.Repository, folder.Inputs, folder.Outputs, folder.Taken] : new[] { folder.Repository, folder.Inputs })
        {
            try
            {
                WorkFolders.Remove(work);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.FolderLeft(work, exception.GetType().Name);
            }
        }
    }
}
