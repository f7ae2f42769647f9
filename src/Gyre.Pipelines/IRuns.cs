using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>What to run.</summary>
public sealed record StartRun
{
    /// <summary>The project as it was read.</summary>
    public required Project Project { get; init; }

    /// <summary>Folder of the project; what the steps can see is copied from here when the run is accepted.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Values by pipeline parameter or <c>node.parameter</c>.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>A title for people, or null.</summary>
    public string? Title { get; init; }

    /// <summary>False: the cache is neither asked nor filled.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Name of the project; null takes the folder's.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The run whose step asked for this one, or null.</summary>
    public RunId? Parent { get; init; }

    /// <summary>A second request with the same key gets the first one's run; null for none.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Runs: start them, look at them, end them. What returned is durable.</summary>
public interface IRuns
{
    /// <summary>Accepts a run; somebody who owns an engine carries it out.</summary>
    /// <exception cref="InvalidInputException">Pipeline or parameter unknown, a value refused, a required input without a source; nothing was stored.</exception>
    Task<RunId> StartAsync(StartRun request, CancellationToken cancellationToken);

    /// <summary>What would run, and why.</summary>
    Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CancellationToken cancellationToken);

    /// <summary>A run, or null.</summary>
    Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Runs, newest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="before">Only runs created before this one; null for the newest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken);

    /// <summary>Node runs of a run in a stable order: the graph's, children behind their parent.</summary>
    Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>One node run, or null.</summary>
    Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken);

    /// <summary>Asks for an end; what still runs is ended by whoever owns the run. False when it is over or unknown.</summary>
    Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken);

    /// <summary>Takes up a failed or cancelled run again; finished nodes are kept. False when there is nothing to take up.</summary>
    Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Answers a node that waits for a person. False when it does not wait (any more).</summary>
    Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken);
}

/// <summary>A person's answer.</summary>
public sealed record ApprovalDecision(bool Approved, string By, string? Comment);

/// <summary>Chains of runs.</summary>
public interface ICycles
{
    /// <summary>Accepts the first turn of a declared cycle.</summary>
    /// <param name="request">As for a run; the pipeline is taken from the cycle.</param>
    /// <param name="cycle">Name of the cycle in the project.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken);

    /// <summary>A chain, or null.</summary>
    Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken);

    /// <summary>Chains, newest first; turns are left out.</summary>
    Task<IReadOnlyList<CycleView>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>No more turns; the one under way is cancelled. False when it is over or unknown.</summary>
    Task<bool> StopAsync(CycleId cycle, string reason, CancellationToken cancellationToken);

    /// <summary>Goes on after a stop, with a higher limit when given. False when it goes on already, is unknown, or its limits leave no turn.</summary>
    Task<bool> ResumeAsync(CycleId cycle, int? maxIterations, CancellationToken cancellationToken);
}

/// <summary>The cache as people handle it.</summary>
public interface IResultCache
{
    /// <summary>Entries, newest first.</summary>
    Task<IReadOnlyList<CacheEntry>> ListAsync(int limit, string? pipeline, CancellationToken cancellationToken);

    /// <summary>Why a node run was or was not answered from the cache; null when there is no such node run.</summary>
    Task<CacheExplanation?> ExplainAsync(RunId run, string path, CancellationToken cancellationToken);

    /// <summary>Forgets entries: of a pipeline, or all; gives their number. Artifacts stay.</summary>
    Task<int> ClearAsync(string? pipeline, CancellationToken cancellationToken);
}
