using Gyre.Automation;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Home;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Cli.Tests;

/// <summary>A home in memory whose runs end when the test says so.</summary>
internal sealed class FakeHome : IHome, IRuns, ICycles, IResultCache
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<RunView> AllRuns { get; } = [];

    public Dictionary<RunId, List<NodeRunView>> Nodes { get; } = [];

    public List<CycleView> AllCycles { get; } = [];

    public List<StartRun> Started { get; } = [];

    public List<string> Cancelled { get; } = [];

    public List<ApprovalDecision> Decisions { get; } = [];

    public CacheExplanation? Explanation { get; set; }

    public List<CacheEntry> Entries { get; } = [];

    public Exception? Failure { get; set; }

    public TaskCompletionSource Watched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool EndsOnlyWhenCancelled { get; set; }

    public StorageOptions Storage { get; } = new() { Home = Path.GetTempPath() };

    public LoopSupervisor Loops { get; } = new(TimeProvider.System);

    public ExecutorSet Executors => throw new InvalidOperationException("The test has no executors.");

    public IRuns Runs => this;

    public ICycles Cycles => this;

    public ITriggers Triggers => throw new InvalidOperationException("The test has no triggers.");

    public IResultCache Cache => this;

    public ICatalog Catalog => throw new InvalidOperationException("The test has no catalog.");

    public IBlobStore Blobs => new NoContent();

    public IReadOnlyList<IContentUser> ContentUsers => [];

    public IVariables Variables => new NoVariables();

    public RetentionService Retention => new([], new RetentionRules(), TimeProvider.System, NullLogger.Instance);

    /// <summary>The records; null for none.</summary>
    public TrackingStore? Records { get; set; }

    public TrackingStore Tracking => Records ?? throw new InvalidOperationException("The test has no tracking.");

    public Task<string?> CheckStoreAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken)
    {
        if (EndsOnlyWhenCancelled)
            await _end.Task.WaitAsync(cancellationToken);
        return AllRuns.First(view => view.Id == run);
    }

    public async Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        if (EndsOnlyWhenCancelled)
            await _end.Task.WaitAsync(cancellationToken);
        return AllCycles.First(view => view.Id == cycle);
    }

    public Task<RunId> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;
        Started.Add(request);
        return Task.FromResult(AllRuns[0].Id);
    }

    public Task<RunId> StartTurnAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken) => StartAsync(request, cancellationToken);

    public Task<RunList> QueryAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var found = AllRuns.Where(run => (query.Project is null || run.Project == query.Project)
            && (query.Pipeline is null || run.Pipeline == query.Pipeline)
            && (query.Since is null || run.CreatedAt >= query.Since)
            && (query.States.IsEmpty || query.States.Contains(run.State))).ToList();
        return Task.FromResult(new RunList(found.Count, [.. found.Skip(query.Offset).Take(query.Limit)]));
    }

    public Task<IReadOnlyDictionary<RunId, string>> ShortIdsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, string>>(runs.Distinct().ToDictionary(
            static run => run, run => ShortIds.Of(run.ToString(), AllRuns.Select(other => other.Id.ToString()).Where(other => other != run.ToString()))));

    public Task<Digest?> CodeOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Digest?>(null);

    public Task<Project?> ProjectOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Project?>(null);

    public Task<Pipeline?> PipelineOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Pipeline?>(null);

    public Task<RunGraphView> GraphAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(new RunGraphView([], []));

    public Task<RunOutputs> OutputsAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(new RunOutputs(new MapValue([]), []));

    public AttemptId FirstAttemptOf(RunId run, string path) => new(GuidIds.FromNames(run.ToString(), path));

    public Task<bool> CancelNodeAsync(RunId run, string path, string reason, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CancellationToken cancellationToken)
    {
        Started.Add(request);
        return Task.FromResult(Plan);
    }

    public Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(AllRuns.Find(view => view.Id == run));

    public Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken)
    {
        var from = before is { } id ? AllRuns.FindIndex(run => run.Id == id) + 1 : 0;
        return Task.FromResult<IReadOnlyList<RunView>>([.. AllRuns.Skip(from).Take(limit)]);
    }

    public Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken)
    {
        Watched.TrySetResult();
        return Task.FromResult<IReadOnlyList<NodeRunView>>([.. Nodes.GetValueOrDefault(run) ?? []]);
    }

    public Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken) =>
        Task.FromResult(Nodes.GetValueOrDefault(run)?.Find(node => node.Path == path));

    public Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken)
    {
        var at = AllRuns.FindIndex(view => view.Id == run);
        if (AllRuns[at].State != RunState.Running)
            return Task.FromResult(false);
        Cancelled.Add(reason);
        AllRuns[at] = AllRuns[at] with { State = RunState.Cancelled, Reason = reason, EndedAt = AllRuns[at].CreatedAt.AddSeconds(1) };
        _end.TrySetResult();
        return Task.FromResult(true);
    }

    public Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult(AllRuns.First(view => view.Id == run).State is RunState.Failed or RunState.Cancelled);

    /// <summary>What changed in the project since; null for what is not known.</summary>
    public ProjectChanges? Changes { get; set; }

    public List<StartRun> Resumed { get; } = [];

    public IReadOnlyList<PlannedNode> Plan { get; set; } = [new PlannedNode { Path = "write", Action = "run", Reason = "no earlier result", Commands = ["true"] }];

    public Task<bool> ResumeWithChangesAsync(RunId run, StartRun project, CancellationToken cancellationToken)
    {
        Resumed.Add(project);
        return ResumeAsync(run, cancellationToken);
    }

    public Task<ProjectChanges?> FindChangesAsync(RunId run, string? folder, CancellationToken cancellationToken) => Task.FromResult(Changes);

    public Task<IReadOnlyList<CodeChange>?> CompareCodeAsync(RunId before, RunId now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CodeChange>?>(Changes?.Changes);

    public Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken)
    {
        Decisions.Add(decision);
        return Task.FromResult(Nodes[run].Exists(node => node.Path == path && node.State == NodeRunState.AwaitingApproval));
    }

    public Task<AnswerOutcome> AnswerAsync(RunId run, string key, MapValue document, string by, CancellationToken cancellationToken) =>
        Task.FromResult(Nodes[run].Exists(node => node.Wait?.Key == key) ? AnswerOutcome.Accepted : AnswerOutcome.NotWaiting);

    public Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken)
    {
        Started.Add(request);
        return Task.FromResult(AllCycles[0].Id);
    }

    public Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken) => Task.FromResult(AllCycles.Find(view => view.Id == cycle));

    public Task<IReadOnlyList<CycleView>> ListAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CycleView>>([.. AllCycles.Take(limit)]);

    public Task<bool> StopAsync(CycleId cycle, string reason, CancellationToken cancellationToken)
    {
        var at = AllCycles.FindIndex(view => view.Id == cycle);
        if (AllCycles[at].State != CycleState.Running)
            return Task.FromResult(false);
        Cancelled.Add(reason);
        AllCycles[at] = AllCycles[at] with { State = CycleState.Stopped, StopReason = "cancelled", EndedAt = AllCycles[at].CreatedAt.AddSeconds(1) };
        _end.TrySetResult();
        return Task.FromResult(true);
    }

    public Task<bool> ResumeAsync(CycleId cycle, int? maxIterations, CancellationToken cancellationToken) => Task.FromResult(maxIterations > 3);

    public Task<IReadOnlyList<CacheEntry>> ListAsync(int limit, string? pipeline, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CacheEntry>>([.. Entries.Where(entry => pipeline is null || entry.Pipeline == pipeline).Take(limit)]);

    public Task<CacheExplanation?> ExplainAsync(RunId run, string path, CancellationToken cancellationToken) => Task.FromResult(Explanation);

    public Task<CacheInvalidation?> InvalidateAsync(RunId run, string path, bool dryRun, CancellationToken cancellationToken) => Task.FromResult<CacheInvalidation?>(
        new CacheInvalidation { Pipeline = "p", Nodes = [path], Entries = [.. Entries], DryRun = dryRun });

    public Task<int> ClearAsync(string? pipeline, CancellationToken cancellationToken) => Task.FromResult(Entries.RemoveAll(entry => pipeline is null || entry.Pipeline == pipeline));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
