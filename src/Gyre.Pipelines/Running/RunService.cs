using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>Runs as people handle them. It never drives; what it wants of a driven run it leaves as a request for the owner.</summary>
internal sealed class RunService(
    IStore store, RunAcceptance acceptance, CacheAsker cache, CodeSnapshots snapshots, IdSource ids, EngineOptions options,
    NodeBehaviors behaviors) : IRuns
{
    private static readonly Dictionary<AttemptId, MapValue> NothingLive = [];
    private readonly KnownGraphs _graphs = new(behaviors);
    private readonly RunOwners _owners = new(store.Leases, options.Clock);
    private readonly ILogger _logger = options.Logs.For<RunService>();

    private IDatabase Database => store.Database;

    public async Task<RunId> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is { } key && await Database.ReadAsync(session => RunStore.FindByKey(session, key), cancellationToken) is { } known)
            return known.Id;
        var run = await acceptance.PrepareAsync(request, cancellationToken);
        var kept = await Database.WriteAsync(
            session =>
            {
                if (request.IdempotencyKey is { } again && RunStore.FindByKey(session, again) is { } first)
                    return first.Id;
                acceptance.Store(session, run, request.IdempotencyKey);
                return run.Plan.Run;
            },
            cancellationToken);
        if (kept == run.Plan.Run)
            _logger.RunAccepted(kept, run.Row.Pipeline);
        return kept;
    }

    public async Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CancellationToken cancellationToken)
    {
        var run = await acceptance.PrepareAsync(request, cancellationToken);
        return await new RunPlanner(new RunGraph(run.Plan, behaviors), cache).PlanAsync(cancellationToken);
    }

    public async Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        var view = await Database.ReadAsync(session => RunStore.Find(session, run)?.ToView(), cancellationToken);
        return view is null ? null : (await _owners.AddAsync([view], cancellationToken))[0];
    }

    public async Task<Project?> ProjectOfAsync(RunId run, CancellationToken cancellationToken) =>
        await Database.ReadAsync(session => RunStore.Plan(session, run), cancellationToken) is { } plan
            ? await acceptance.ReadProjectAsync(plan.Code, cancellationToken)
            : null;

    public Task<Digest?> CodeOfAsync(RunId run, CancellationToken cancellationToken) =>
        Database.ReadAsync(session => RunStore.Plan(session, run)?.Code, cancellationToken);

    public AttemptId FirstAttemptOf(RunId run, string path) => AttemptIds.Of(run, path, number: 1, lost: 0);

    public Task<Pipeline?> PipelineOfAsync(RunId run, CancellationToken cancellationToken) =>
        Database.ReadAsync(session => _graphs.Find(session, run)?.Plan.Pipeline, cancellationToken);

    public async Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var runs = await Database.ReadAsync<IReadOnlyList<RunView>>(
            session =>
            {
                // Ids of version 7 sort by time, so the id alone is a cursor.
                var rows = before is { } cursor
                    ? session.Query<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE id < @cursor ORDER BY id DESC LIMIT @limit", new { cursor, limit })
                    : session.Query<RunRow>($"SELECT {RunRow.Columns} FROM runs ORDER BY id DESC LIMIT @limit", new { limit });
                return [.. rows.Select(row => row.ToView())];
            },
            cancellationToken);
        return await _owners.AddAsync(runs, cancellationToken);
    }

    public async Task<RunList> QueryAsync(RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        var found = await Database.ReadAsync(session => RunStore.Query(session, query), cancellationToken);
        return found with { Runs = await _owners.AddAsync(found.Runs, cancellationToken) };
    }

    public Task<IReadOnlyDictionary<RunId, string>> ShortIdsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken) =>
        Database.ReadAsync<IReadOnlyDictionary<RunId, string>>(
            session =>
                runs.Distinct().ToDictionary(
                    static run => run, run => ShortIds.Of(run.ToString(), RunStore.Neighbours(session, run))), cancellationToken);

    public Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken) => Database.ReadAsync<IReadOnlyList<NodeRunView>>(
        session =>
        {
            if (_graphs.Find(session, run) is not { } graph)
                return [];
            var nodes = RunStore.Nodes(session, run);
            if (nodes.Count == 0)
                return [.. graph.Nodes.Select(node => NodeViews.Waiting(graph, node))];
            return NodeViews.InOrder(graph, nodes, AttemptMetadataTable.Latest(session, run));
        },
        cancellationToken);

    public Task<RunGraphView> GraphAsync(RunId run, CancellationToken cancellationToken) => Database.ReadAsync(
        session => _graphs.Find(session, run) is { } graph ? GraphViews.Of(graph, RunStore.Nodes(session, run)) : new RunGraphView([], []),
        cancellationToken);

    public Task<RunOutputs> OutputsAsync(RunId run, CancellationToken cancellationToken) => Database.ReadAsync(
        session =>
        {
            if (_graphs.Find(session, run) is not { } graph)
                return new RunOutputs(NodeWork.Nothing, []);
            var (values, artifacts) = BodyOutputs.Of(graph.Plan.Pipeline.Graph, name => RunStore.Node(session, run, name));
            return new RunOutputs(values, artifacts);
        },
        cancellationToken);

    public Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken) => Database.ReadAsync(
        session =>
        {
            if (RunStore.Node(session, run, path) is not { } node || _graphs.Find(session, run) is not { } graph)
                return null;
            var holder = node.Parent is { } parent ? RunStore.Node(session, run, parent)! : node;
            return NodeViews.Of(graph, node, holder, node is { Ended: false, Attempt: { } attempt } ? AttemptMetadataTable.Latest(session, attempt) : NothingLive);
        },
        cancellationToken);

    public Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken) =>
        RequestAsync(run, new CancelRequest(reason), (_, row) => !row.RunState.IsEnd(), cancellationToken);

    public Task<bool> CancelNodeAsync(RunId run, string path, string reason, CancellationToken cancellationToken) => RequestAsync(
        run, new CancelNodeRequest(path, reason), (session, row) => !row.RunState.IsEnd() && RunStore.Node(session, run, path) is { Ended: false }, cancellationToken);

    public Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken) =>
        RequestAsync(run, new ResumeRequest(), (_, row) => row.RunState is RunState.Failed or RunState.Cancelled or RunState.Stopped, cancellationToken);

    public async Task<bool> ResumeWithChangesAsync(RunId run, StartRun project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        var (before, row) = await Database.ReadAsync(
            session => (RunStore.Plan(session, run), RunStore.Find(session, run)), cancellationToken);
        if (before is null || row is not { RunState: RunState.Failed or RunState.Cancelled or RunState.Stopped })
            return false;
        var request = project with
        {
            Pipeline = before.Pipeline.Name,
            Parameters = row.ParameterValues,
            ProjectName = before.Project,
            Seed = before.Seed,
        };
        var prepared = await acceptance.PrepareAsync(request, cancellationToken);
        var plan = PlanChanges.Apply(before, prepared.Plan);
        var id = ids.Next();
        var isKept = await Database.WriteAsync(
            session =>
            {
                if (RunStore.Find(session, run) is not { RunState: RunState.Failed or RunState.Cancelled or RunState.Stopped } still
                    || still.Revision != row.Revision)
                    return false;
                SealedValues.Put(session, prepared.Sealed);
                RunStore.Replace(session, plan, prepared.Row.Code);
                RunStore.AddRequest(session, id, run, new ResumeRequest { Code = plan.Code }, options.Clock.GetUtcNow());
                return true;
            },
            cancellationToken);
        if (isKept)
            _logger.RunRequested(run, "resume with changes");
        return isKept;
    }

    public async Task<ProjectChanges?> FindChangesAsync(RunId run, string? folder, CancellationToken cancellationToken)
    {
        var plan = await Database.ReadAsync(session => RunStore.Plan(session, run), cancellationToken);
        if (plan is null || (folder is null ? plan.Folder : Path.GetFullPath(folder)) is not { } place || !Directory.Exists(place))
            return null;
        var secrets = ProjectFile.Find(place) is { } file
            && ProjectFile.Load(file, options.Language.ForAcceptedFiles()).Project is { } project
            ? FileSecrets.Of(project)
            : FileSecrets.None;
        return await snapshots.CompareWithAsync(plan.Code, place, secrets, cancellationToken) is { } changes
            ? new ProjectChanges(place, changes)
            : null;
    }

    public async Task<IReadOnlyList<CodeChange>?> CompareCodeAsync(RunId before, RunId now, CancellationToken cancellationToken)
    {
        var (old, fresh) = await Database.ReadAsync(
            session => (RunStore.Plan(session, before), RunStore.Plan(session, now)), cancellationToken);
        return old is null || fresh is null ? null : await snapshots.CompareAsync(old.Code, fresh.Code, [], cancellationToken);
    }

    public async Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken) =>
        await AnswerAsync(
        run,
        session => RunStore.Node(session, run, path) is { State: NodeRunState.AwaitingApproval } node ? node : null,
        Approvals.Write(decision.Approved, decision.Comment),
        decision.By,
        cancellationToken) == AnswerOutcome.Accepted;

    public Task<AnswerOutcome> AnswerAsync(RunId run, string key, MapValue document, string by, CancellationToken cancellationToken) =>
        AnswerAsync(run, session => RunStore.FindWaiting(session, run, key), document, by, cancellationToken);

    private Task<AnswerOutcome> AnswerAsync(
        RunId run, Func<IDbSession, NodeRun?> find, MapValue document, string by, CancellationToken cancellationToken)
    {
        var id = ids.Next();
        return Database.WriteAsync(
            session =>
            {
                if (find(session) is not { } node)
                    return AnswerOutcome.NotWaiting;
                var request = RequestOf(_graphs.Find(session, run)!, node, document, by);
                if (RunStore.Requests(session, run).Any(other => KeyOf(other.Request) == node.WaitKey))
                    return AnswerOutcome.AlreadyAnswered;
                RunStore.AddRequest(session, id, run, request, options.Clock.GetUtcNow());
                return AnswerOutcome.Accepted;
            },
            cancellationToken);
    }

    /// <summary>Answers of persons are kept in the words that earlier programs read too: one of them may drive the run.</summary>
    /// <exception cref="InvalidInputException">The document does not fit, or others are named to answer.</exception>
    private static RunRequest RequestOf(RunGraph graph, NodeRun node, MapValue document, string by)
    {
        if (node.State == NodeRunState.AwaitingApproval)
        {
            var decision = Approvals.Read(document, by)
                ?? throw new InvalidInputException("answer.approved",
                    $"'{node.Path}' is waiting for approval, but the answer does not contain 'approved'.",
                    "Set 'approved' to true or false.");
            CheckApprover(graph, node, by);
            return new ApprovalRequest(node.Path, decision.Approved, decision.By, decision.Comment);
        }
        if (Waits.EndOf(graph, node) is ExternalWait wait)
            wait.Read(graph, node, document, by);
        return new AnswerRequest(node.WaitKey, document, by);
    }

    /// <summary>The key that a request answers; null when it answers none.</summary>
    private static string? KeyOf(RunRequest request) => request is AnswerRequest answer ? answer.Key : (request as ApprovalRequest)?.Path;

    /// <exception cref="InvalidInputException">Others are named to answer.</exception>
    private static void CheckApprover(RunGraph graph, NodeRun node, string name)
    {
        var approvers = graph.Node(node.Node).Approval.Approvers;
        if (!approvers.IsEmpty && !approvers.Contains(name, StringComparer.Ordinal))
            throw new InvalidInputException("approval.not-allowed", $"'{name}' is not allowed to answer for '{node.Path}'.",
                $"Allowed: {string.Join(", ", approvers)}.");
    }

    /// <summary>Runs that somebody should drive: open ones, and ended ones of which something is wanted.</summary>
    public Task<IReadOnlyList<RunId>> OpenAsync(CancellationToken cancellationToken) => Database.ReadAsync(
        session => session.Query<RunId>(
            """
            SELECT id FROM runs WHERE state IN ('Running', 'Cancelling')
            UNION SELECT run FROM run_requests
            """),
        cancellationToken);

    /// <summary>Runs of which something is wanted.</summary>
    public Task<IReadOnlyList<RunId>> RequestedAsync(CancellationToken cancellationToken) =>
        Database.ReadAsync(session => session.Query<RunId>("SELECT DISTINCT run FROM run_requests"), cancellationToken);

    private async Task<bool> RequestAsync(
        RunId run, RunRequest request, Func<IDbSession, RunRow, bool> fits, CancellationToken cancellationToken)
    {
        var id = ids.Next();
        var isKept = await Database.WriteAsync(
            session =>
            {
                if (RunStore.Find(session, run) is not { } row || !fits(session, row))
                    return false;
                RunStore.AddRequest(session, id, run, request, options.Clock.GetUtcNow());
                return true;
            },
            cancellationToken);
        if (isKept)
            _logger.RunRequested(run, WordOf(request));
        return isKept;
    }

    private static string WordOf(RunRequest request) => request switch
    {
        CancelRequest => "cancel",
        CancelNodeRequest => "cancel a node",
        ResumeRequest => "resume",
        ApprovalRequest { Approved: true } => "approve",
        ApprovalRequest => "refuse",
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "Unknown kind of request."),
    };
}
