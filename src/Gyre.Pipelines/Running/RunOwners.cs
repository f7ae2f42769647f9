using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Says of open runs whether an engine drives them.</summary>
internal sealed class RunOwners(ILeases leases, TimeProvider clock)
{
    /// <summary>Whether somebody drives a run: its lease is held, has not expired, and its owner is not certainly gone.</summary>
    /// <param name="state">Where the run stands.</param>
    /// <param name="lease">Of the run; null for none.</param>
    /// <param name="now">Now.</param>
    /// <param name="isGone">Whether the owner of a name is gone for good; false when in doubt.</param>
    /// <returns>Null for a run that is over: nobody needs to.</returns>
    public static bool? IsDriven(RunState state, Lease? lease, DateTimeOffset now, Func<string, bool> isGone) =>
        state.IsEnd() ? null : lease is not null && lease.ExpiresAt > now && !isGone(lease.Owner);

    /// <summary>The runs, each with whether it is driven.</summary>
    public async Task<IReadOnlyList<RunView>> AddAsync(IReadOnlyList<RunView> runs, CancellationToken cancellationToken)
    {
        if (runs.All(static run => run.State.IsEnd()))
            return runs;
        var driven = await FindAsync([.. runs.Where(static run => !run.State.IsEnd()).Select(static run => run.Id)], cancellationToken);
        return [.. runs.Select(run => run.State.IsEnd() ? run : run with { IsDriven = driven.Contains(run.Id) })];
    }

    /// <summary>Those of some open runs that are driven.</summary>
    public async Task<IReadOnlySet<RunId>> FindAsync(IReadOnlyList<RunId> open, CancellationToken cancellationToken)
    {
        if (open.Count == 0)
            return new HashSet<RunId>();
        var byName = open.ToDictionary(static run => Subjects.Of(run), StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        return (await leases.FindAsync(byName.Keys, cancellationToken))
            .Where(lease => IsDriven(RunState.Running, lease, now, ProcessMark.IsGone) == true)
            .Select(lease => byName[lease.Name]).ToHashSet();
    }
}
