using System.Collections.Concurrent;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Remote;

/// <summary>Runs of a server.</summary>
/// <param name="api">The server.</param>
internal sealed class RemoteRuns(GyreApi api) : IRuns
{
    private const int PageSize = 200;
    private readonly ConcurrentDictionary<RunId, string?> _cursors = new();
    private readonly ConcurrentDictionary<AttemptId, (RunId Run, NodeRunView Node)> _attempts = new();

    /// <summary>The node run of an attempt that was looked at before.</summary>
    public (RunId Run, NodeRunView Node)? NodeOf(AttemptId attempt) => _attempts.TryGetValue(attempt, out var known) ? known : null;

    /// <inheritdoc/>
    public Task<RunId> StartAsync(StartRun request, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<IReadOnlyList<PlannedNode>> PlanAsync(StartRun request, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public async Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        await RemoteCalls.FindAsync(() => api.Runs.GetAsync(run, cancellationToken: cancellationToken)) is { } found
            ? RemoteViews.Of(found) : null;

    /// <inheritdoc/>
    public Task<Project?> ProjectOfAsync(RunId run, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    public Task<Digest?> CodeOfAsync(RunId run, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public AttemptId FirstAttemptOf(RunId run, string path) => throw RemoteHome.Unsupported();

    /// <summary>The server does not give it out; what is shown of a sweep without it goes by its metrics.</summary>
    public Task<Pipeline?> PipelineOfAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<Pipeline?>(null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunView>> ListAsync(int limit, RunId? before, CancellationToken cancellationToken)
    {
        if (before is { } last && _cursors.GetValueOrDefault(last) is null)
            return [];
        var cursor = before is { } known ? _cursors[known] : null;
        var page = await RemoteCalls.Async(() => api.Runs.ListAsync(limit, cursor, cancellationToken));
        if (page.Runs.Count > 0)
            _cursors[page.Runs[^1].RunId] = page.NextCursor;
        return [.. page.Runs.Select(RemoteViews.Of)];
    }

    /// <inheritdoc/>
    public Task<bool> ResumeWithChangesAsync(RunId run, StartRun project, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <summary>What changed in a folder of this machine is not the server's to say.</summary>
    public Task<ProjectChanges?> FindChangesAsync(RunId run, string? folder, CancellationToken cancellationToken) =>
        Task.FromResult<ProjectChanges?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CodeChange>?> CompareCodeAsync(RunId before, RunId now, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <summary>Only the server knows all ids, so they stay as they are.</summary>
    public Task<IReadOnlyDictionary<RunId, string>> ShortIdsAsync(
        IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, string>>(runs.ToDictionary(static run => run, static run => run.ToString()));

    /// <summary>The server lists all runs; the wanted ones are picked here.</summary>
    public async Task<RunList> QueryAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var found = new List<RunView>();
        string? cursor = null;
        do
        {
            var page = await RemoteCalls.Async(() => api.Runs.ListAsync(PageSize, cursor, cancellationToken));
            var runs = page.Runs.Select(RemoteViews.Of).ToList();
            found.AddRange(runs.Where(run => IsWanted(query, run)));
            // Newest first: behind one that is too old all are older.
            cursor = query.Since is { } since && runs is [.., { CreatedAt: var oldest }] && oldest < since ? null : page.NextCursor;
        }
        while (cursor is not null && found.Count < query.Offset + query.Limit);
        return new RunList(found.Count, [.. found.Skip(query.Offset).Take(query.Limit)]);
    }

    private static bool IsWanted(RunQuery query, RunView run) =>
        (query.Project is null || run.Project == query.Project) && (query.Pipeline is null || run.Pipeline == query.Pipeline)
        && (query.Since is not { } since || run.CreatedAt >= since) && (query.States.IsEmpty || query.States.Contains(run.State));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeRunView>> NodesAsync(RunId run, CancellationToken cancellationToken)
    {
        var nodes = await RemoteCalls.FindAsync(() => api.Nodes.ListAsync(run, cancellationToken));
        return [.. (nodes?.Nodes ?? []).Select(node => Known(run, RemoteViews.Of(node)))];
    }

    /// <inheritdoc/>
    public Task<RunGraphView> GraphAsync(RunId run, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public async Task<RunOutputs> OutputsAsync(RunId run, CancellationToken cancellationToken) =>
        RemoteViews.Of(await RemoteCalls.Async(() => api.Runs.GetResultsAsync(run, cancellationToken)));

    /// <inheritdoc/>
    public async Task<NodeRunView?> NodeAsync(RunId run, string path, CancellationToken cancellationToken) =>
        await RemoteCalls.FindAsync(() => api.Nodes.GetAsync(run, path, cancellationToken)) is { } node
            ? Known(run, RemoteViews.Of(node)) : null;

    /// <inheritdoc/>
    public Task<bool> CancelAsync(RunId run, string reason, CancellationToken cancellationToken) =>
        RemoteCalls.TryAsync(() => api.Runs.CancelAsync(run, reason, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> CancelNodeAsync(RunId run, string path, string reason, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<bool> ResumeAsync(RunId run, CancellationToken cancellationToken) =>
        RemoteCalls.TryAsync(() => api.Runs.ResumeAsync(run, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> DecideApprovalAsync(RunId run, string path, ApprovalDecision decision, CancellationToken cancellationToken) =>
        RemoteCalls.TryAsync(() => decision.Approved
            ? api.Nodes.ApproveAsync(run, path, decision.Comment, cancellationToken)
            : api.Nodes.RefuseAsync(run, path, decision.Comment, cancellationToken));

    /// <inheritdoc/>
    public async Task<AnswerOutcome> AnswerAsync(
        RunId run, string key, MapValue document, string by, CancellationToken cancellationToken) =>
        await RemoteCalls.TryAsync((
            ) => api.Nodes.AnswerAsync(run, new AnswerRequest { Key = key, Document = document }, cancellationToken))
            ? AnswerOutcome.Accepted
            : AnswerOutcome.NotWaiting;

    private NodeRunView Known(RunId run, NodeRunView node)
    {
        if (node.Attempt is { } attempt)
            _attempts[attempt] = (run, node);
        return node;
    }
}
