using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Cycles;

/// <summary>Cycles.</summary>
internal static class CyclesEndpoints
{
    public static void MapCycles(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/cycles", "Cycles");
        group.MapGet("", ListCycles).WithName(nameof(ListCycles)).WithSummary("List cycles, newest first")
            .TakesQuery("limit", "1 to 1000, with progress=true to 100; default 100")
            .TakesQuery("progress", "Set to true to include how the turns went; default false");
        group.MapPost("", StartCycle).WithName(nameof(StartCycle)).TakesJson<StartCycleRequest>()
            .WithMetadata(new HoldsSecrets("secrets")).WithSummary("Start a cycle that a project declares");
        group.MapGet("/{cycle}", GetCycle).WithName(nameof(GetCycle)).WithSummary("Get a cycle and its turns");
        group.MapPost("/{cycle}/stop", StopCycle).WithName(nameof(StopCycle)).TakesJson<CancelRequest>(optional: true)
            .WithSummary("Stop a cycle: cancel the current turn and start no more");
        group.MapPost("/{cycle}/resume", ResumeCycle).WithName(nameof(ResumeCycle))
            .TakesJson<ResumeCycleRequest>(optional: true).WithSummary("Resume a stopped cycle");
    }

    private static async Task<Ok<CycleList>> ListCycles(HttpContext context, ICycles cycles, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit", "progress");
        var withProgress = QueryParameters.Flag(context.Request, "progress");
        var limit = QueryParameters.Number(context.Request, "limit", 100, withProgress ? 100 : 1000);
        var found = await cycles.ListAsync(limit, cancellationToken);
        if (!withProgress)
            return TypedResults.Ok(new CycleList { Cycles = [.. found.Select(ContractViews.Of)] });
        var listed = new List<CycleInfo>();
        foreach (var cycle in found)
            listed.Add(ContractViews.ProgressOf(await cycles.FindAsync(cycle.Id, cancellationToken) ?? cycle));
        return TypedResults.Ok(new CycleList { Cycles = listed });
    }

    private static async Task<Results<Created<CycleInfo>, ProblemResult>> StartCycle(HttpContext context, RunStarter starter, ICycles cycles, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.StartCycleRequest);
        RunsEndpoints.CheckTitle(body.Title);
        var limits = RunStarter.LimitsOf(body.Concurrency);
        var (request, refusal) = await starter.PrepareAsync(
            context, new RunSource(body.Project, body.Folder, body.Code), body.Parameters, cancellationToken);
        if (request is null)
            return refusal!;
        request = request with
        {
            Title = body.Title,
            UseCache = body.UseCache ?? true,
            Seed = body.Seed ?? 0,
            ApiAlias = body.ApiAlias,
            Concurrency = limits,
            Variables = RunsEndpoints.Sorted(body.Variables),
            Secrets = RunsEndpoints.Sorted(body.Secrets),
        };
        var id = await cycles.StartAsync(request, body.Cycle, cancellationToken);
        var view = await cycles.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("The cycle was accepted but cannot be found.");
        return TypedResults.Created($"/api/v1/cycles/{id}", ContractViews.Of(view));
    }

    private static async Task<Results<Ok<CycleInfo>, ProblemResult>> GetCycle(string cycle, ICycles cycles, CancellationToken cancellationToken) =>
        await FindAsync(cycle, cycles, cancellationToken) is { } view ? TypedResults.Ok(ContractViews.Of(view)) : Problems.NotFound("cycle", cycle);

    private static async Task<Results<Accepted<CycleInfo>, ProblemResult>> StopCycle(string cycle, HttpContext context, ICycles cycles, CancellationToken cancellationToken)
    {
        var body = JsonBody.ReadOptional(context, ApiJson.Default.CancelRequest);
        RunsEndpoints.CheckTitle(body.Reason, "reason");
        if (await FindAsync(cycle, cycles, cancellationToken) is not { } view)
            return Problems.NotFound("cycle", cycle);
        return await cycles.StopAsync(view.Id, body.Reason ?? "Stopped over the API.", cancellationToken)
            ? await AcceptedAsync(cycles, view, cancellationToken)
            : Problems.Conflict("cycle.over", "The cycle has already stopped.");
    }

    private static async Task<Results<Accepted<CycleInfo>, ProblemResult>> ResumeCycle(string cycle, HttpContext context, ICycles cycles, CancellationToken cancellationToken)
    {
        var body = JsonBody.ReadOptional(context, ApiJson.Default.ResumeCycleRequest);
        if (body.MaxIterations is < 1 or > 1_000_000)
            throw QueryParameters.Refusal(
                "cycle.max-iterations", "max_iterations", "'max_iterations' must be a whole number from 1 to 1000000.");
        if (await FindAsync(cycle, cycles, cancellationToken) is not { } view)
            return Problems.NotFound("cycle", cycle);
        return await cycles.ResumeAsync(view.Id, body.MaxIterations, cancellationToken)
            ? await AcceptedAsync(cycles, view, cancellationToken)
            : Problems.Conflict(
                "cycle.nothing-to-resume",
                "The cycle is still running, or its limits allow no more turns.",
                "Set a higher 'max_iterations'.");
    }

    private static async Task<CycleView?> FindAsync(string text, ICycles cycles, CancellationToken cancellationToken) =>
        GuidIds.TryParse<CycleId>(text, out var id) ? await cycles.FindAsync(id, cancellationToken) : null;

    private static async Task<Accepted<CycleInfo>> AcceptedAsync(ICycles cycles, CycleView before, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"/api/v1/cycles/{before.Id}", ContractViews.Of(await cycles.FindAsync(before.Id, cancellationToken) ?? before));
}
