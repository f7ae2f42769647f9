using Gyre.Core;
using Gyre.Pipelines.Cycles;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>Runs and cycles as seen, and asked to end, inside transactions of other modules.</summary>
public static class RunLedger
{
    /// <summary>A run, or null.</summary>
    public static RunFacts? Find(IDbSession session, RunId run) => RunStore.Find(session, run) is { } row ? row.ToFacts() : null;

    /// <summary>A cycle, or null.</summary>
    public static CycleFacts? FindCycle(IDbSession session, CycleId cycle) => CycleStore.Find(session, cycle) is { } row
        ? new CycleFacts(row.Id, row.Project, row.Pipeline, row.Name, row.State, CycleStore.Turns(session, cycle) is [.., var last] ? last.ToFacts() : null)
        : null;

    /// <summary>Requests that a run be cancelled, unless it has ended. The engine that drives the run carries it out.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="request">Id of the request.</param>
    /// <param name="run">The run.</param>
    /// <param name="reason">Shown with the run.</param>
    /// <param name="now">Now.</param>
    public static void RequestCancel(IDbSession session, Guid request, RunId run, string reason, DateTimeOffset now)
    {
        if (RunStore.Find(session, run) is { } row && !row.RunState.IsEnd())
            RunStore.AddRequest(session, request, run, new CancelRequest(reason), now);
    }

    /// <summary>How deep the run that caused an event stands in a line of runs that start each other by triggers; 0 when none did.</summary>
    public static int DepthOfCause(IDbSession session, string subject, MapValue data) => RunDepths.OfCause(session, subject, data);
}
