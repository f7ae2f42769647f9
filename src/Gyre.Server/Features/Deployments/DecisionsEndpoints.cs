using System.Globalization;
using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Server.Http;
using Gyre.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Deployments;

/// <summary>What deployments decide, and what that brought.</summary>
internal static class DecisionsEndpoints
{
    private const int MaxDecisions = 1000;
    private const int MaxBuckets = 500;

    public static void MapDecisions(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/deployments/{name}", "Deployments").JudgesSteps();
        group.MapPost("/decide", Decide).WithName(nameof(Decide)).TakesJson<DecideRequest>().WithSummary("Choose an arm");
        group.MapPost("/decide/batch", DecideBatch).WithName(nameof(DecideBatch)).TakesJson<DecideBatchRequest>()
            .WithSummary("Choose an arm for each of several requests, all or none");
        group.MapPost("/reward", Reward).WithName(nameof(Reward)).TakesJson<RewardRequest>().WithSummary("Report what a decision brought");
        group.MapPost("/reward/batch", RewardMany).WithName(nameof(RewardMany)).TakesJson<RewardBatchRequest>()
            .WithSummary("Report what several decisions brought, all or none");
        group.MapPost("/decisions", RecordDecisions).WithName(nameof(RecordDecisions)).TakesJson<RecordDecisionsRequest>()
            .WithMetadata(new RepeatableAsIs())
            .WithSummary("Log decisions that a program made by itself with a version of the deployment, all or none");
        group.MapGet("/decisions", ListDecisions).WithName(nameof(ListDecisions)).WithSummary("List decisions, newest first")
            .TakesQuery("outcome", "Only 'pending', 'joined' or 'defaulted' ones").TakesQuery("arm", "Only with this arm")
            .TakesQuery("version", "Only by this version").TakesQuery("from", "Only made at this time or later")
            .TakesQuery("to", "Only made before this time").TakesQuery("before", "The 'next' of the page before")
            .TakesQuery("limit", $"1 to {MaxDecisions}; default 100");
        group.MapGet("/decisions/{**decision}", GetDecision).WithName(nameof(GetDecision)).WithSummary("Get a decision and its rewards");
        group.MapGet("/books", GetDecisionBooks).WithName(nameof(GetDecisionBooks))
            .WithSummary("Count where all decisions and rewards of a deployment are");
        group.MapGet("/figures", GetDecisionFigures).WithName(nameof(GetDecisionFigures))
            .WithSummary("Get rewards, arms, versions and propensities over a time, of at most the newest 100,000 decisions")
            .TakesQuery("from", "Decisions made at this time or later").TakesQuery("to", "Decisions made before this time")
            .TakesQuery("buckets", $"Into how many equal parts the time is divided; 1 to {MaxBuckets}, default 60");
        group.MapPost("/evaluate", EvaluateVersions).WithName(nameof(EvaluateVersions)).TakesJson<EvaluateVersionsRequest>()
            .WithMetadata(new ReadsBody()).WithSummary("Estimate from the logged decisions what versions would have earned");
    }

    private static async Task<Results<Ok<DecisionInfo>, ProblemResult>> Decide(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.DecideRequest);
        return await decisions.DecideAsync(name, ServingRequests.Of(body), cancellationToken) is { } decision
            ? TypedResults.Ok(ContractViews.Of(decision))
            : Unknown(name);
    }

    private static async Task<Results<Ok<DecisionBatch>, ProblemResult>> DecideBatch(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.DecideBatchRequest);
        var requests = JsonBody.Entries("requests", body.Requests);
        var made = await decisions.DecideAsync(name, [.. requests.Select(ServingRequests.Of)], cancellationToken);
        return made is null ? Unknown(name) : TypedResults.Ok(new DecisionBatch { Decisions = [.. made.Select(ContractViews.Of)] });
    }

    private static async Task<Results<Ok<RecordedDecisions>, ProblemResult>> RecordDecisions(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.RecordDecisionsRequest);
        _ = JsonBody.Entries("decisions", body.Decisions);
        var receipts = await decisions.RecordAsync(name, ServingRequests.Of(body), cancellationToken);
        return receipts is null
            ? Unknown(name)
            : TypedResults.Ok(new RecordedDecisions { Decisions = [.. receipts.Select(ContractViews.Of)] });
    }

    private static async Task<Results<Ok<RewardInfo>, ProblemResult>> Reward(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.RewardRequest);
        return await decisions.RewardAsync(name, ServingRequests.Of(body), cancellationToken) is { } receipt
            ? TypedResults.Ok(ContractViews.Of(receipt))
            : Unknown(name);
    }

    private static async Task<Results<Ok<RewardBatch>, ProblemResult>> RewardMany(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.RewardBatchRequest);
        var rewards = JsonBody.Entries("rewards", body.Rewards);
        var receipts = await decisions.RewardAsync(name, [.. rewards.Select(ServingRequests.Of)], cancellationToken);
        return receipts is null ? Unknown(name) : TypedResults.Ok(new RewardBatch { Rewards = [.. receipts.Select(ContractViews.Of)] });
    }

    private static async Task<Results<Ok<DecisionPageInfo>, ProblemResult>> ListDecisions(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var request = context.Request;
        QueryParameters.Only(request, "outcome", "arm", "version", "from", "to", "before", "limit");
        var query = QueryOf(request) with
        {
            Before = QueryParameters.Whole(request, "before"),
            Limit = QueryParameters.Number(request, "limit", 100, MaxDecisions),
        };
        return await decisions.ListAsync(name, query, cancellationToken) is { } page ? TypedResults.Ok(ContractViews.Of(page)) : Unknown(name);
    }

    private static async Task<Results<Ok<LoggedDecisionInfo>, ProblemResult>> GetDecision(
        string name, string decision, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return await decisions.FindAsync(name, decision, cancellationToken) is { } found
            ? TypedResults.Ok(ContractViews.Of(found))
            : Problems.NotFound("decision", decision);
    }

    private static async Task<Results<Ok<DecisionBooksInfo>, ProblemResult>> GetDecisionBooks(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        return await decisions.BooksAsync(name, cancellationToken) is { } books ? TypedResults.Ok(ContractViews.Of(books)) : Unknown(name);
    }

    private static async Task<Results<Ok<DecisionFiguresInfo>, ProblemResult>> GetDecisionFigures(
        string name, HttpContext context, IDecisionAnalysis analysis, CancellationToken cancellationToken)
    {
        var request = context.Request;
        QueryParameters.Only(request, "from", "to", "buckets");
        var query = new FiguresQuery
        {
            From = TimeOf(request, "from"),
            To = TimeOf(request, "to"),
            Buckets = QueryParameters.Number(request, "buckets", 60, MaxBuckets),
        };
        return await analysis.FiguresAsync(name, query, cancellationToken) is { } figures
            ? TypedResults.Ok(ContractViews.Of(figures))
            : Unknown(name);
    }

    private static async Task<Results<Ok<VersionComparisonInfo>, ProblemResult>> EvaluateVersions(
        string name, HttpContext context, IDecisionAnalysis analysis, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.EvaluateVersionsRequest);
        return await analysis.CompareAsync(name, ServingRequests.Of(body), cancellationToken) is { } comparison
            ? TypedResults.Ok(ContractViews.Of(comparison))
            : Unknown(name);
    }

    /// <summary>What lists and logs have in common.</summary>
    public static DecisionQuery QueryOf(HttpRequest request) => new()
    {
        Outcome = Text(request, "outcome") is { } outcome ? ServingRequests.Word("outcome", outcome, DecisionOutcome.Pending) : null,
        Arm = Text(request, "arm"),
        Version = QueryParameters.Whole(request, "version"),
        From = TimeOf(request, "from"),
        To = TimeOf(request, "to"),
    };

    private static ProblemResult Unknown(string name) => Problems.NotFound("deployment", name);

    public static string? Text(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } text] ? text : null;

    private static DateTimeOffset? TimeOf(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw QueryParameters.Refusal($"query.{name}", name, $"'{name}' must be a time such as 2026-03-01T00:00:00Z.");
    }
}
