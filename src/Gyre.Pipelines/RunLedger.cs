using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Cycles;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>What other modules see of a run within their own transactions.</summary>
public sealed record RunFacts
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    /// <summary>Its pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>The cycle it is a turn of; null when it is none.</summary>
    public CycleId? Cycle { get; init; }

    /// <summary>Which turn, from 1; 0 outside cycles.</summary>
    public int Turn { get; init; }
}

/// <summary>What other modules see of a cycle within their own transactions.</summary>
/// <param name="Id">The cycle.</param>
/// <param name="Project">Its project.</param>
/// <param name="Pipeline">Its pipeline.</param>
/// <param name="Name">For people.</param>
/// <param name="State">Where it stands, in the word people see.</param>
/// <param name="LastTurn">The run of its last turn; null before the first.</param>
public sealed record CycleFacts(CycleId Id, string Project, string Pipeline, string Name, string State, RunFacts? LastTurn);

/// <summary>A run that was accepted.</summary>
/// <param name="Run">The run.</param>
/// <param name="Notifications">What its project declares.</param>
/// <param name="Sequence">Of the event of its acceptance.</param>
/// <param name="At">When.</param>
public sealed record RunAccepted(RunFacts Run, ImmutableArray<Notification> Notifications, long Sequence, DateTimeOffset At);

/// <summary>Hears of runs where that must be one with their beginning.</summary>
public interface IRunListener
{
    /// <summary>Called inside the transaction that keeps the run; what it writes is kept with the run or not at all.</summary>
    void OnAccepted(IDbSession session, RunAccepted accepted);
}

/// <summary>A run that is ready to be kept; nothing of it is stored yet.</summary>
public sealed class PreparedRun
{
    internal PreparedRun(AcceptedRun run) => Run = run;

    internal AcceptedRun Run { get; }
}

/// <summary>Starts runs inside transactions of other modules.</summary>
public interface IRunStarter
{
    /// <summary>Checks a request whole and copies what the run needs of the project's folder.</summary>
    /// <exception cref="InvalidInputException">Refused; nothing has changed.</exception>
    Task<PreparedRun> PrepareAsync(StartRun request, CancellationToken cancellationToken);

    /// <summary>Keeps a run under a key; when there is a run of that key already, that one stands and nothing is kept.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="run">Prepared before.</param>
    /// <param name="key">Chosen once for what asks for the run.</param>
    /// <param name="depth">How deep it stands in a line of runs that start each other by triggers; 0 for not in one.</param>
    /// <returns>The run of that key.</returns>
    RunId Keep(IDbSession session, PreparedRun run, string key, int depth);
}

/// <summary>Runs and cycles as seen, and asked to end, inside transactions of other modules.</summary>
public static class RunLedger
{
    /// <summary>A run, or null.</summary>
    public static RunFacts? Find(IDbSession session, RunId run) => RunStore.Find(session, run) is { } row ? FactsOf(row) : null;

    /// <summary>A cycle, or null.</summary>
    public static CycleFacts? FindCycle(IDbSession session, CycleId cycle) => CycleStore.Find(session, cycle) is { } row
        ? new CycleFacts(row.Id, row.Project, row.Pipeline, row.Name, row.State, CycleStore.Turns(session, cycle) is [.., var last] ? FactsOf(last) : null)
        : null;

    /// <summary>Asks for a run to be cancelled, unless it is over; whoever drives it answers.</summary>
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

    internal static RunFacts FactsOf(RunRow row) => new()
    {
        Id = row.Id,
        Project = row.Project,
        Pipeline = row.Pipeline,
        Title = row.Title,
        State = row.RunState,
        Cycle = row.Cycle,
        Turn = row.Turn,
    };
}
