using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Nodes;

/// <summary>Node runs of a run. Their paths may hold slashes, so they stand at the end of an address.</summary>
internal static class NodesEndpoints
{
    public static void MapNodes(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/runs/{run}", "Nodes");
        group.MapGet("/nodes", ListNodes).WithName(nameof(ListNodes)).WithSummary("List the node runs of a run");
        group.MapGet("/nodes/{**node}", GetNode).WithName(nameof(GetNode)).WithSummary("Get a node run");
        group.MapGet("/graph", GetGraph).WithName(nameof(GetGraph)).WithSummary("Get the node runs of a run and the edges between them");
        group.MapGet("/attempts/{**node}", ListAttempts).WithName(nameof(ListAttempts)).WithSummary("List the attempts of a node run");
        group.MapGet("/cache/{**node}", ExplainCache).WithName(nameof(ExplainCache))
            .WithSummary("Explain why a node run was or was not a cache hit");
        group.MapPost("/approvals/{**node}", DecideApproval).WithName(nameof(DecideApproval)).TakesJson<ApprovalAnswer>()
            .WithSummary("Approve or reject a node that is waiting for approval");
        group.MapPost("/answers", AnswerNode).WithName(nameof(AnswerNode)).TakesJson<AnswerRequest>()
            .WithSummary("Answer a node that is waiting for external input");
    }

    private static async Task<Results<Ok<NodeList>, ProblemResult>> ListNodes(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        var nodes = await runs.NodesAsync(view.Id, cancellationToken);
        return TypedResults.Ok(new NodeList { Nodes = [.. nodes.Select(ContractViews.Of)] });
    }

    private static async Task<Results<Ok<NodeInfo>, ProblemResult>> GetNode(string run, string node, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return await runs.NodeAsync(view.Id, node, cancellationToken) is { } found ? TypedResults.Ok(ContractViews.Of(found)) : Problems.NotFound("node", node);
    }

    private static async Task<Results<Ok<RunGraphInfo>, ProblemResult>> GetGraph(
        string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        return view is null ? refusal! : TypedResults.Ok(ContractViews.Of(await runs.GraphAsync(view.Id, cancellationToken)));
    }

    private static async Task<Results<Ok<AttemptList>, ProblemResult>> ListAttempts(
        string run, string node, HttpContext context, IRuns runs, IEventLog events, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return await runs.NodeAsync(view.Id, node, cancellationToken) is { } found
            ? TypedResults.Ok(new AttemptList { Attempts = await AttemptHistory.ReadAsync(events, view.Id, found.Path, cancellationToken) })
            : Problems.NotFound("node", node);
    }

    private static async Task<Results<Ok<CacheExplanationInfo>, ProblemResult>> ExplainCache(
        string run, string node, HttpContext context, IRuns runs, IResultCache cache, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return await cache.ExplainAsync(view.Id, node, cancellationToken) is { } found ? TypedResults.Ok(ContractViews.Of(found)) : Problems.NotFound("node", node);
    }

    private static async Task<Results<Accepted<NodeInfo>, ProblemResult>> DecideApproval(string run, string node, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var answer = JsonBody.Read(context, ApiJson.Default.ApprovalAnswer);
        RunsEndpoints.CheckTitle(answer.Comment, "comment");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        if (await runs.NodeAsync(view.Id, node, cancellationToken) is not { } found)
            return Problems.NotFound("node", node);
        // Who answered is taken from the token; nobody signs for another.
        var decision = new ApprovalDecision(answer.Approved, context.Caller().Name, answer.Comment);
        return await runs.DecideApprovalAsync(view.Id, found.Path, decision, cancellationToken)
            ? TypedResults.Accepted((string?)null, ContractViews.Of(await runs.NodeAsync(view.Id, found.Path, cancellationToken) ?? found))
            : Problems.Conflict("node.not-waiting",
                $"The node is not waiting for approval: it is {KebabCase.Of(found.State)}, or it has already been answered.");
    }

    private static async Task<Results<Accepted<AnswerInfo>,
        ProblemResult>> AnswerNode(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var answer = JsonBody.Read(context, ApiJson.Default.AnswerRequest);
        if (answer.Document is not MapValue document)
            throw new InvalidInputException(
                "answer.document", "The answer document must be a JSON object.", "Use a JSON object, for example {\"key\": 1}.");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        // Who answered is taken from the token; nobody signs for another.
        var by = context.Caller().Name;
        return await runs.AnswerAsync(view.Id, answer.Key, document, by, cancellationToken) switch
        {
            AnswerOutcome.Accepted => TypedResults.Accepted((string?)null, new AnswerInfo { Key = answer.Key, By = by }),
            AnswerOutcome.AlreadyAnswered => Problems.Conflict("node.answered", $"'{answer.Key}' has already been answered."),
            AnswerOutcome.NotWaiting => Problems.Conflict("node.not-waiting",
                $"No node of the run is waiting for an answer with the key '{answer.Key}'."),
            var outcome => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
    }
}
