using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines;

/// <summary>What to run.</summary>
public sealed record StartRun
{
    /// <summary>The project as it was read.</summary>
    public required Project Project { get; init; }

    /// <summary>Folder of the project; what the steps can see is copied from here when the run is accepted. Empty when <see cref="Code"/> says it.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>A pipeline that the project does not declare, in the place of the named one; null for the named one.</summary>
    public Pipeline? Definition { get; init; }

    /// <summary>The code, when it is in the artifact store already: the digest of a tree that an earlier run was accepted with. Then <see cref="Folder"/> is not read.</summary>
    public Digest? Code { get; init; }

    /// <summary>The repository in which nodes' other revisions are looked up, when it is not the one that <see cref="Folder"/> belongs to; null otherwise.</summary>
    public RepositoryPlace? Repository { get; init; }

    /// <summary>Values by pipeline parameter or <c>node.parameter</c>.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>Variables for all steps of the run; they stand before the steps' own and the project's.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Secrets for all steps of the run. They are kept encrypted, and masked wherever steps print them.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Tags for people.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How far a cycle may go that steps of this run make by starting further runs.</summary>
    public CycleLimits Limits { get; init; } = new();

    /// <summary>How much of the run runs at once, beside what the home allows; null for no limits of its own.</summary>
    public ConcurrencyLimits? Concurrency { get; init; }

    /// <summary>A title for people, or null.</summary>
    public string? Title { get; init; }

    /// <summary>False: the cache is neither asked nor filled.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>A host name: what steps send there by HTTPS is answered by the server of this home, for code in which the address is a constant. Null for none.</summary>
    public string? ApiAlias { get; init; }

    /// <summary>Where the code is from; null when nothing is known but its content.</summary>
    public CodeOrigin? CodeOrigin { get; init; }

    /// <summary>Seed of everything that is drawn in the run: the same seed, the same trials. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Name of the project; null takes the folder's.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Whether files and node runs of other projects are unknown to it, as for what steps start. Default false.</summary>
    public bool WithinProject { get; init; }

    /// <summary>A second request with the same key gets the first one's run; null for none.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Where the code of a run is from.</summary>
public sealed record CodeOrigin
{
    /// <summary>The commit: 40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>Branch, tag or text by which the commit was asked for; null when it was simply what was checked out.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether files differed from the commit.</summary>
    public bool Dirty { get; init; }
}

/// <summary>How far a cycle may go that steps make by hand: by starting the next run themselves.</summary>
public sealed record CycleLimits
{
    /// <summary>The most turns, the first one included. Default 100.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Wall-clock time from the start of the first turn, and attempts in all turns; none by default.</summary>
    public CycleBudget Budget { get; init; } = new();

    /// <summary>The number that turns are compared by; null when nothing is compared.</summary>
    public Objective? Objective { get; init; }
}

/// <summary>The step that asks for a run.</summary>
/// <param name="Run">Its run.</param>
/// <param name="NodePath">Its node run.</param>
/// <param name="Attempt">The attempt at work.</param>
public sealed record StepOrigin(RunId Run, string NodePath, AttemptId Attempt);

/// <summary>A step may not start a further run.</summary>
/// <param name="code"><c>cycle.closed</c>, <c>cycle.max-iterations</c>, <c>cycle.budget</c>, <c>cycle.declared</c> or <c>run.too-many</c>.</param>
/// <param name="message">Why, with the limit.</param>
/// <param name="remedy">What a person can do, or null.</param>
public sealed class TurnRefusedException(string code, string message, string? remedy = null) : Exception(message)
{
    /// <summary>Which rule.</summary>
    public string Code { get; } = code;

    /// <summary>What a person can do, or null.</summary>
    public string? Remedy { get; } = remedy;
}

/// <summary>Which runs are wanted; null where anything will do.</summary>
public sealed record RunQuery
{
    /// <summary>Of this project.</summary>
    public string? Project { get; init; }

    /// <summary>Of this pipeline.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>In one of these states; empty for any.</summary>
    public ImmutableArray<RunState> States { get; init; } = [];

    /// <summary>With this in the title, whatever the case of ASCII letters, or at the beginning of the id.</summary>
    public string? Text { get; init; }

    /// <summary>Whether only runs are wanted in which a node waits for a person or for something else from outside.</summary>
    public bool Waiting { get; init; }

    /// <summary>
    /// Whether only runs are wanted whose pipeline says itself how it is tracked (<see cref="Pipeline.Records"/>), as those of experiment
    /// plans do.
    /// </summary>
    public bool Recorded { get; init; }

    /// <summary>Accepted before this run.</summary>
    public RunId? Before { get; init; }

    /// <summary>By what they are ordered. Default: when they were accepted.</summary>
    public RunOrder OrderBy { get; init; }

    /// <summary>Whether the order is ascending. Default false: the newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Behind this place of the order; null from its beginning.</summary>
    public RunPlace? After { get; init; }

    /// <summary>1 to 1,000; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How many to leave out.</summary>
    public int Offset { get; init; }

    /// <summary>Whether their number is wanted; default true.</summary>
    public bool Counted { get; init; } = true;
}

/// <summary>The files of a project beside those that a run has a copy of.</summary>
/// <param name="Folder">Where the project is.</param>
/// <param name="Changes">Files that are not the same; empty when all are.</param>
public sealed record ProjectChanges(string Folder, ImmutableArray<CodeChange> Changes);

/// <summary>Runs that were asked for.</summary>
/// <param name="Count">How many there are in all; 0 when nobody asked.</param>
/// <param name="Runs">Those of the wanted stretch.</param>
public sealed record RunList(long Count, IReadOnlyList<RunView> Runs);

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

    /// <summary>The project as it was in the code of a run; null when there is no such run, or its code holds no project that can be read.</summary>
    Task<Project?> ProjectOfAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Digest of the tree of files that the steps of a run can see; null when there is no such run.</summary>
    Task<Digest?> CodeOfAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The id that the first attempt of a node run has or will have; it is known before the attempt exists.</summary>
    AttemptId FirstAttemptOf(RunId run, string path);

    /// <summary>What was accepted: the pipeline with the steps of its nodes; null when there is no such run.</summary>
    Task<Pipeline?> PipelineOfAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Runs, newest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="before">Only runs created before this one; null for the newest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken);

    /// <summary>Runs of a project, pipeline and time, or of all, newest first, with their number.</summary>
    Task<RunList> QueryAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>The shortest beginnings of ids, of at least eight characters, that no other run has now.</summary>
    Task<IReadOnlyDictionary<RunId, string>> ShortIdsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken);

    /// <summary>Node runs of a run in a stable order: the graph's, children behind their parent.</summary>
    Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Node runs of a run with what flows between them; nothing for a run that is unknown.</summary>
    Task<RunGraphView> GraphAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>What a run gives by its pipeline's typed outputs.</summary>
    Task<RunOutputs> OutputsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>One node run, or null.</summary>
    Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken);

    /// <summary>Asks for an end; what still runs is ended by whoever owns the run. False when it is over or unknown.</summary>
    Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken);

    /// <summary>Asks for an end of one node run, which then counts as failed; a task's trials end with it. False when it is over or unknown.</summary>
    Task<bool> CancelNodeAsync(RunId run, string path, string reason, CancellationToken cancellationToken);

    /// <summary>Resumes a failed or cancelled run; finished nodes are kept. False when there is nothing to resume.</summary>
    Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// The same with the project as it is now: what has ended well is kept, and everything else runs with the new code and definitions. A
    /// sweep or a loop that had begun
    /// keeps its values and inputs.
    /// </summary>
    /// <param name="run">The run; it is over.</param>
    /// <param name="project">The project; of pipeline and parameters those of the run are meant.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The project is refused, or its pipeline has another graph now (<c>resume.graph</c>);
    /// nothing was stored.</exception>
    Task<bool> ResumeWithChangesAsync(RunId run, StartRun project, CancellationToken cancellationToken);

    /// <summary>What changed in the files of a project since a run was accepted, or took changes last.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Where the project is now; null for where it was.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null when the run does not exist or was not made of files in a folder, or the folder or the list of the run's files is
    /// gone.</returns>
    Task<ProjectChanges?> FindChangesAsync(RunId run, string? folder, CancellationToken cancellationToken);

    /// <summary>
    /// What differs between the code of two runs, in the order of paths; null when one of them is unknown or its list of files is gone.
    /// </summary>
    Task<IReadOnlyList<CodeChange>?> CompareCodeAsync(RunId before, RunId now, CancellationToken cancellationToken);

    /// <summary>Answers a node that waits for a person. False when it does not wait (any more).</summary>
    /// <exception cref="InvalidInputException">The node names others to answer (<c>approval.not-allowed</c>).</exception>
    Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken);

    /// <summary>Answers a node that waits for something outside the engine. One answer counts; it is kept in one transaction.</summary>
    /// <param name="run">The run.</param>
    /// <param name="key">The key under which the node waits: its path, if its kind says nothing else.</param>
    /// <param name="document">The answer. For a node that waits for a person: <c>approved</c> (true or false) and, if wanted,
    /// <c>comment</c>.</param>
    /// <param name="by">Who answers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidInputException">The document does not fit the kind of node, or others are named to answer; nothing was
    /// stored.</exception>
    Task<AnswerOutcome> AnswerAsync(RunId run, string key, MapValue document, string by, CancellationToken cancellationToken);
}

/// <summary>A person's answer.</summary>
public sealed record ApprovalDecision(bool Approved, string By, string? Comment);

/// <summary>Cycles.</summary>
public interface ICycles
{
    /// <summary>Accepts the first turn of a declared cycle.</summary>
    /// <param name="request">As for a run; the pipeline is taken from the cycle.</param>
    /// <param name="cycle">Name of the cycle in the project.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken);

    /// <summary>
    /// Accepts a run that a step asks for. It becomes the next turn of the cycle that the step's run is a turn of; the first such run makes the cycle.
    /// What a node run starts counts once: when another attempt of it has started a run in the same place of its order, that run is given.
    /// </summary>
    /// <param name="request">What to run. Without a folder the code, the project's name and the limits are those of the step's run.</param>
    /// <param name="origin">The step.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TurnRefusedException">The cycle is closed or a limit is reached; nothing was stored.</exception>
    /// <exception cref="InvalidInputException">As for <see cref="IRuns.StartAsync"/>.</exception>
    Task<RunId> StartTurnAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken);

    /// <summary>A cycle, or null.</summary>
    Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken);

    /// <summary>Cycles, newest first; turns are left out.</summary>
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

    /// <summary>
    /// Forgets the entries of a node and of all that follow it in the run's pipeline, so that they run again. What is in its body belongs to a node; a trial or an
    /// iteration stands for its node with all of them.
    /// </summary>
    /// <param name="run">Says the pipeline, as it was when the run was accepted.</param>
    /// <param name="path">A node run of it: <c>train</c>, <c>for-loop-2[1]/say</c>.</param>
    /// <param name="dryRun">Only says what would be forgotten.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such node run.</returns>
    Task<CacheInvalidation?> InvalidateAsync(RunId run, string path, bool dryRun, CancellationToken cancellationToken);
}
