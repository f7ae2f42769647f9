using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Nodes;

/// <summary>Node runs of a run. Their paths may hold slashes, so they stand at the end of an address.</summary>
internal static class NodesEndpoints
{
    public static void MapNodes(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/runs/{run}", "Nodes");
        group.MapGet("/nodes", ListNodes).WithName(nameof(ListNodes)).Needs(Right.Read, openToSteps: true).WithSummary("Node runs of a run");
        group.MapGet("/nodes/{**node}", GetNode).WithName(nameof(GetNode)).Needs(Right.Read, openToSteps: true).WithSummary("A node run");
        group.MapGet("/cache/{**node}", ExplainCache).WithName(nameof(ExplainCache)).Needs(Right.Read).WithSummary("Why a node run was, or was not, answered from the cache");
        group.MapPost("/approvals/{**node}", DecideApproval).WithName(nameof(DecideApproval)).Needs(Right.Change).TakesJson<ApprovalAnswer>().WithSummary("Approve or refuse a node that waits for a person");
        group.MapPost("/answers", AnswerNode).WithName(nameof(AnswerNode)).Needs(Right.Change).TakesJson<AnswerRequest>()
            .WithSummary("Answer a node that waits under a key");
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
                $"The node does not wait for a person: it is {KebabCase.Of(found.State)}, or somebody has answered already.");
    }

    private static async Task<Results<Accepted<AnswerInfo>,
        ProblemResult>> AnswerNode(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var answer = JsonBody.Read(context, ApiJson.Default.AnswerRequest);
        if (answer.Document is not MapValue document)
            throw new InvalidInputException("answer.document", "The document of an answer must be an object.", "Write {\"key\": VALUE}.");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        // Who answered is taken from the token; nobody signs for another.
        var by = context.Caller().Name;
        return await runs.AnswerAsync(view.Id, answer.Key, document, by, cancellationToken) switch
        {
            AnswerOutcome.Accepted => TypedResults.Accepted((string?)null, new AnswerInfo { Key = answer.Key, By = by }),
            AnswerOutcome.AlreadyAnswered => Problems.Conflict("node.answered", $"Somebody has answered '{answer.Key}' already."),
            AnswerOutcome.NotWaiting => Problems.Conflict("node.not-waiting",
                $"No node of the run waits for an answer under the key '{answer.Key}'."),
            var outcome => throw new InvalidOperationException($"The outcome {outcome} is not known here."),
        };
    }
}
