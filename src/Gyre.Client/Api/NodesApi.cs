using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Node runs of a run. A node is named by its path: <c>train[2]</c>, <c>loop[1]/say</c>.</summary>
public sealed class NodesApi
{
    private readonly ApiTransport _api;

    internal NodesApi(ApiTransport api) => _api = api;

    /// <summary>Node runs of a run in the graph's order, children behind their parent.</summary>
    public Task<NodeList> ListAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<NodeList>(ApiPath.Of("runs", run.ToString(), "nodes"), cancellationToken);

    /// <summary>A node run.</summary>
    public Task<NodeInfo> GetAsync(RunId run, string node, CancellationToken cancellationToken = default) =>
        _api.GetAsync<NodeInfo>(ApiPath.WithTail(node, "runs", run.ToString(), "nodes"), cancellationToken);

    /// <summary>Node runs of a run with what flows between them, to be drawn.</summary>
    public Task<RunGraphInfo> GetGraphAsync(RunId run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<RunGraphInfo>(ApiPath.Of("runs", run.ToString(), "graph"), cancellationToken);

    /// <summary>The tries of a node run, in order.</summary>
    public Task<AttemptList> ListAttemptsAsync(RunId run, string node, CancellationToken cancellationToken = default) =>
        _api.GetAsync<AttemptList>(ApiPath.WithTail(node, "runs", run.ToString(), "attempts"), cancellationToken);

    /// <summary>Why a node run was, or was not, answered from the cache.</summary>
    public Task<CacheExplanationInfo> ExplainCacheAsync(RunId run, string node, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CacheExplanationInfo>(ApiPath.WithTail(node, "runs", run.ToString(), "cache"), cancellationToken);

    /// <summary>Approves a node that waits for a person, in the name of the token.</summary>
    public Task<NodeInfo> ApproveAsync(RunId run, string node, string? comment = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(run, node, new ApprovalAnswer { Approved = true, Comment = comment }, cancellationToken);

    /// <summary>Refuses a node that waits for a person, in the name of the token.</summary>
    public Task<NodeInfo> RefuseAsync(RunId run, string node, string? comment = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(run, node, new ApprovalAnswer { Approved = false, Comment = comment }, cancellationToken);

    /// <summary>Answers a node that waits under a key, in the name of the token.</summary>
    public Task<AnswerInfo> AnswerAsync(RunId run, AnswerRequest answer, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<AnswerRequest, AnswerInfo>(
            HttpMethod.Post, ApiPath.Of("runs", run.ToString(), "answers"), answer, null, cancellationToken);

    private Task<NodeInfo> AnswerAsync(RunId run, string node, ApprovalAnswer answer, CancellationToken cancellationToken) =>
        _api.ChangeAsync<ApprovalAnswer, NodeInfo>(
            HttpMethod.Post, ApiPath.WithTail(node, "runs", run.ToString(), "approvals"), answer, null, cancellationToken);
}
