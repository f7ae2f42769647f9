using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Tracking;

namespace Gyre.Server.Tests;

/// <summary>A catalog with nothing in it.</summary>
internal sealed class EmptyCatalog : ICatalog
{
    public Task<CatalogFile?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult<CatalogFile?>(null);

    public Task<CatalogFile?> ResolveAsync(string project, string alias, CancellationToken cancellationToken) => Task.FromResult<CatalogFile?>(null);

    public Task<CatalogList> ListAsync(CatalogQuery query, CancellationToken cancellationToken) => Task.FromResult(new CatalogList(0, []));

    public Task<IReadOnlyList<FileAlias>> AliasesAsync(string? project, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<FileAlias>>([]);

    public Task<IReadOnlyList<AliasChange>> AliasHistoryAsync(string project, string alias, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AliasChange>>([]);

    public Task<ExecutionPlace?> FindExecutionAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult<ExecutionPlace?>(null);

    public Task<ExecutionPlace?> FindExecutionAsync(long number, CancellationToken cancellationToken) => Task.FromResult<ExecutionPlace?>(null);

    public Task<ExecutionList> ExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) => Task.FromResult(new ExecutionList(0, []));

    public Task<long> RunNumberAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<RunId?> FindRunAsync(long number, CancellationToken cancellationToken) => Task.FromResult<RunId?>(null);
}

/// <summary>Knows one content, which a run of the project 'demo' read.</summary>
internal sealed class FakeLineage : IRunLineage
{
    public static LineageView View { get; } = new(
        LineageKind.Artifact, "sha256:" + new string('a', 64), "data.csv", [], [new LineageLink(LineageKind.NodeRun, "r/train", "train", "reader")]);

    public Task<LineageView?> FindAsync(LineageKind kind, string id, string? project, CancellationToken cancellationToken) =>
        Task.FromResult(kind == LineageKind.Artifact && id == View.Id && project is null or "demo" ? View : null);
}

/// <summary>Runs, cycles and the cache in memory: enough for the server to show and to handle.</summary>
internal sealed class FakeEngine : IRuns, ICycles, IResultCache
{
    private readonly IdSource _ids = IdSource.FromClock(TimeProvider.System);
    private readonly ConcurrentDictionary<string, RunId> _byKey = new();
    private readonly ConcurrentDictionary<string, CycleId> _cyclesByKey = new();

    public ConcurrentDictionary<RunId, RunView> Runs { get; } = new();

    public ConcurrentDictionary<(RunId Run, string Path), NodeRunView> Nodes { get; } = new();

    public ConcurrentDictionary<CycleId, CycleView> Cycles { get; } = new();

    public ConcurrentQueue<StartRun> Started { get; } = new();

    public ConcurrentQueue<string> Effects { get; } = new();

    /// <summary>Thrown by the next look at a run.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Awaited before a run is accepted.</summary>
    public Func<CancellationToken, Task> BeforeStart { get; set; } = static _ => Task.CompletedTask;

    public RunView Add(RunState state = RunState.Running, string title = "title", RunId? parent = null, string project = "project")
    {
        var run = new RunView
        {
            Id = new RunId(_ids.Next()),
            Project = project,
            Pipeline = "pipeline",
            Title = title,
            State = state,
            Parameters = new MapValue([new("rate", Value.Of(0.5)), new("bad", Value.Of(double.NaN))]),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Parent = parent,
        };
        Runs[run.Id] = run;
        return run;
    }

    public NodeRunView AddNode(RunId run, string path, NodeRunState state, AttemptId? attempt = null)
    {
        var node = new NodeRunView { Path = path, Kind = "execution", Step = "train", State = state, Attempts = 1, Attempt = attempt };
        Nodes[(run, path)] = node;
        return node;
    }

    /// <summary>Why a step may start no further run, or null.</summary>
    public TurnRefusedException? Refusal { get; set; }

    public async Task<RunId> StartTurnAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
            throw Refusal;
        var run = await StartAsync(request, cancellationToken);
        Runs[run] = Runs[run] with { Parent = origin.Run };
        return run;
    }

    public Task<bool> ResumeWithChangesAsync(RunId run, StartRun project, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<ProjectChanges?> FindChangesAsync(RunId run, string? folder, CancellationToken cancellationToken) => Task.FromResult<ProjectChanges?>(null);

    public Task<IReadOnlyList<CodeChange>?> CompareCodeAsync(RunId before, RunId now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CodeChange>?>(null);

    public Task<IReadOnlyDictionary<RunId, string>> ShortIdsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, string>>(runs.ToDictionary(static run => run, static run => run.ToString()));

    public Task<RunList> QueryAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var wanted = Runs.Values.Where(run => (query.States.IsEmpty || query.States.Contains(run.State))
            && (query.Project is null || run.Project == query.Project) && (query.Pipeline is null || run.Pipeline == query.Pipeline)
            && (query.Text is null || run.Title.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            && (!query.Recorded || Pipelines.GetValueOrDefault(run.Id)?.Records is not null)
            && (query.Before is not { } before || run.Id.Value.CompareTo(before.Value) < 0));
        var sorted = wanted.OrderBy(run => RunPlace.Of(run, query.OrderBy), Comparer<RunPlace>.Create(Compare)).ToList();
        if (!query.Ascending)
            sorted.Reverse();
        var behind = query.After is { } after
            ? sorted.Where(run => Compare(RunPlace.Of(run, query.OrderBy), after) is var side && (query.Ascending ? side > 0 : side < 0)) : sorted;
        return Task.FromResult(new RunList(sorted.Count, [.. behind.Skip(query.Offset).Take(query.Limit)]));
    }

    private static int Compare(RunPlace one, RunPlace other)
    {
        var byNumber = Nullable.Compare(one.Number, other.Number);
        var byKey = byNumber != 0 ? byNumber : string.CompareOrdinal(one.Text, other.Text);
        return byKey != 0 ? byKey : one.Run.Value.CompareTo(other.Run.Value);
    }

    public Task<Digest?> CodeOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Digest?>(null);

    public Task<Project?> ProjectOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Project?>(Accepted);

    /// <summary>Pipelines of runs that have one of their own.</summary>
    public ConcurrentDictionary<RunId, Pipeline> Pipelines { get; } = new();

    public Task<Pipeline?> PipelineOfAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult<Pipeline?>(Pipelines.GetValueOrDefault(run) ?? new Pipeline
        {
            Name = "pipeline",
            // A run that a test started has no node runs until it adds them.
            Graph = Graph with { Nodes = [.. Graph.Nodes.Where(node => Nodes.ContainsKey((run, node.Name)))] },
        });

    /// <summary>The graph of every run.</summary>
    public Graph Graph { get; set; } = new() { Nodes = [] };

    /// <summary>The project that every run was accepted with.</summary>
    public Project Accepted { get; set; } = new();

    public AttemptId FirstAttemptOf(RunId run, string path) => new(GuidIds.FromNames(run.ToString(), path));

    public Task<bool> CancelNodeAsync(RunId run, string path, string reason, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"cancel {path} {reason}");
        return Task.FromResult(true);
    }

    public async Task<RunId> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is { } key && _byKey.TryGetValue(key, out var known))
            return known;
        if (request.Project.Pipelines.All(pipeline => pipeline.Name != request.Pipeline))
            throw new InvalidInputException("pipeline.unknown", $"The project has no pipeline '{request.Pipeline}'.");
        await BeforeStart(cancellationToken);
        Started.Enqueue(request);
        var run = Add(title: request.Title ?? request.Pipeline, project: request.ProjectName ?? "project");
        if (request.IdempotencyKey is { } again)
            _byKey[again] = run.Id;
        return run.Id;
    }

    public Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PlannedNode>>([]);

    public Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        Broken is { } broken ? throw broken : Task.FromResult(Runs.GetValueOrDefault(run));

    public Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunView>>(
        [.. Runs.Values.Where(run => before is not { } last || string.CompareOrdinal(run.Id.ToString(), last.ToString()) < 0)
            .OrderByDescending(run => run.Id.ToString(), StringComparer.Ordinal).Take(limit)]);

    public Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NodeRunView>>([.. Nodes.Where(pair => pair.Key.Run == run).Select(pair => pair.Value)]);

    public Task<RunGraphView> GraphAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(new RunGraphView(
        [.. Nodes.Where(pair => pair.Key.Run == run).Select(static pair => new GraphNodeView(pair.Key.Path, pair.Value.Kind, pair.Value.Step, null, pair.Value.State))], []));

    public Task<RunOutputs> OutputsAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(new RunOutputs(new MapValue([]), []));

    public Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken) => Task.FromResult(Nodes.GetValueOrDefault((run, path)));

    public Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"cancel {run} {reason}");
        return Task.FromResult(Runs.TryGetValue(run, out var view) && view.State == RunState.Running && Runs.TryUpdate(run, view with { State = RunState.Cancelled }, view));
    }

    public Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"resume {run}");
        return Task.FromResult(Runs.TryGetValue(run, out var view) && view.State != RunState.Running && Runs.TryUpdate(run, view with { State = RunState.Running }, view));
    }

    public Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"approval {path} {decision.Approved} {decision.By}");
        var waits = Nodes.TryGetValue((run, path), out var node) && node.State == NodeRunState.AwaitingApproval;
        return Task.FromResult(waits && Nodes.TryUpdate((run, path), node! with { State = NodeRunState.Succeeded }, node));
    }

    public Task<AnswerOutcome> AnswerAsync(RunId run, string key, MapValue document, string by, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"answer {key} {document} {by}");
        var waits = Nodes.TryGetValue((run, key), out var node)
            && node.State is NodeRunState.AwaitingApproval or NodeRunState.AwaitingAnswer;
        var accepted = waits && Nodes.TryUpdate((run, key), node! with { State = NodeRunState.Succeeded }, node);
        return Task.FromResult(accepted ? AnswerOutcome.Accepted : AnswerOutcome.NotWaiting);
    }

    public Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is { } key && _cyclesByKey.TryGetValue(key, out var known))
            return Task.FromResult(known);
        Effects.Enqueue($"cycle {cycle}");
        var id = AddCycle(cycle).Id;
        if (request.IdempotencyKey is { } again)
            _cyclesByKey[again] = id;
        return Task.FromResult(id);
    }

    public CycleView AddCycle(string name)
    {
        var view = new CycleView
        {
            Id = new CycleId(_ids.Next()),
            Name = name,
            Project = "project",
            Pipeline = "pipeline",
            State = CycleState.Running,
            CreatedAt = DateTimeOffset.UnixEpoch,
            MaxIterations = 3,
        };
        Cycles[view.Id] = view;
        return view;
    }

    public Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken) => Task.FromResult(Cycles.GetValueOrDefault(cycle));

    public Task<IReadOnlyList<CycleView>> ListAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CycleView>>([.. Cycles.Values.Take(limit)]);

    public Task<bool> StopAsync(CycleId cycle, string reason, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"stop {cycle}");
        return Task.FromResult(Cycles.TryGetValue(cycle, out var view) && view.State == CycleState.Running && Cycles.TryUpdate(cycle, view with { State = CycleState.Stopped }, view));
    }

    public Task<bool> ResumeAsync(CycleId cycle, int? maxIterations, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"go on {cycle} {maxIterations}");
        return Task.FromResult(Cycles.TryGetValue(cycle, out var view) && view.State == CycleState.Stopped && Cycles.TryUpdate(cycle, view with { State = CycleState.Running }, view));
    }

    public Task<IReadOnlyList<CacheEntry>> ListAsync(int limit, string? pipeline, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CacheEntry>>([]);

    public Task<CacheExplanation?> ExplainAsync(RunId run, string path, CancellationToken cancellationToken) => Task.FromResult<CacheExplanation?>(
        Nodes.ContainsKey((run, path)) ? new CacheExplanation { NodePath = path, Outcome = CacheOutcome.Miss, Summary = "It is new." } : null);

    public Task<CacheInvalidation?> InvalidateAsync(RunId run, string path, bool dryRun, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"invalidate {path} {dryRun}");
        return Task.FromResult(Nodes.ContainsKey((run, path)) ? new CacheInvalidation { Pipeline = "pipeline", Nodes = [path], Entries = [], DryRun = dryRun } : null);
    }

    public Task<int> ClearAsync(string? pipeline, CancellationToken cancellationToken)
    {
        Effects.Enqueue($"clear {pipeline}");
        return Task.FromResult(7);
    }
}
