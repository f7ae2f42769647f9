using System.Globalization;
using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Triggers;

/// <summary>Rules that start runs.</summary>
internal static class TriggersEndpoints
{
    private const int ShownOccurrences = 20;

    public static void MapTriggers(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/triggers", "Triggers");
        group.MapGet("", ListTriggers).WithName(nameof(ListTriggers)).WithSummary("List triggers by project and name")
            .TakesQuery("project", "Only triggers of this project");
        group.MapPut("", RegisterTriggers).WithName(nameof(RegisterTriggers)).TakesJson<RegisterTriggersRequest>()
            .WithSummary("Register the triggers of a project as its file declares them");
        group.MapGet("/{trigger}", GetTrigger).WithName(nameof(GetTrigger))
            .WithSummary("Get a trigger and its last firings").TakesProject();
        group.MapDelete("/{trigger}", RemoveTrigger).WithName(nameof(RemoveTrigger))
            .WithSummary("Delete a trigger; its runs are kept").TakesProject();
        group.MapPost("/{trigger}/enable", EnableTrigger).WithName(nameof(EnableTrigger))
            .WithSummary("Enable a trigger, including a suspended one").TakesProject();
        group.MapPost("/{trigger}/disable", DisableTrigger).WithName(nameof(DisableTrigger))
            .WithSummary("Disable a trigger").TakesProject();
        group.MapPost("/{trigger}/fire", FireTrigger).WithName(nameof(FireTrigger)).WithSummary("Fire a trigger now").TakesProject();
        group.MapGet("/{trigger}/test", TestTrigger).WithName(nameof(TestTrigger))
            .WithSummary("Show when a trigger would have fired").TakesProject()
            .TakesQuery("from", "Start of the time range; default one day ago").TakesQuery("to", "End of the time range; default now");
    }

    private static RouteHandlerBuilder TakesProject(this RouteHandlerBuilder builder) => builder.TakesQuery(
        "project", "Project of the trigger; required if several projects have a trigger with this name");

    private static async Task<Ok<TriggerList>> ListTriggers(HttpContext context, ITriggers triggers, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "project");
        return TypedResults.Ok(ContractViews.Of(await triggers.ListAsync(ProjectOf(context), cancellationToken)));
    }

    private static async Task<Results<Ok<TriggerList>, ProblemResult>> RegisterTriggers(HttpContext context, RunStarter starter, ITriggers triggers, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.RegisterTriggersRequest);
        var (request, refusal) = await starter.PrepareAsync(
            context, new RunSource(body.Project, body.Folder, null), parameters: null, cancellationToken);
        if (request is null)
            return refusal!;
        return TypedResults.Ok(ContractViews.Of(await triggers.RegisterAsync(request.Project, request.Folder, request.ProjectName, cancellationToken)));
    }

    private static async Task<Results<Ok<TriggerInfo>, ProblemResult>> GetTrigger(string trigger, HttpContext context, ITriggers triggers, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "project");
        var (view, refusal) = await FindAsync(trigger, context, triggers, cancellationToken);
        return view is null ? refusal! : TypedResults.Ok(ContractViews.Of(view, await triggers.OccurrencesAsync(view.Id, ShownOccurrences, cancellationToken)));
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveTrigger(string trigger, HttpContext context, ITriggers triggers, CancellationToken cancellationToken)
    {
        var (view, refusal) = await FindAsync(trigger, context, triggers, cancellationToken);
        if (view is null)
            return refusal!;
        return await triggers.RemoveAsync(view.Id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("trigger", trigger);
    }

    private static Task<Results<Ok<TriggerInfo>, ProblemResult>> EnableTrigger(string trigger, HttpContext context, ITriggers triggers, CancellationToken cancellationToken) =>
        SwitchAsync(trigger, enabled: true, context, triggers, cancellationToken);

    private static Task<Results<Ok<TriggerInfo>, ProblemResult>> DisableTrigger(string trigger, HttpContext context, ITriggers triggers, CancellationToken cancellationToken) =>
        SwitchAsync(trigger, enabled: false, context, triggers, cancellationToken);

    private static async Task<Results<Ok<TriggerInfo>, ProblemResult>> SwitchAsync(string trigger, bool enabled, HttpContext context, ITriggers triggers, CancellationToken cancellationToken)
    {
        var (view, refusal) = await FindAsync(trigger, context, triggers, cancellationToken);
        if (view is null)
            return refusal!;
        await triggers.EnableAsync(view.Id, enabled, cancellationToken);
        return await triggers.FindAsync(view.Id, cancellationToken) is { } after ? TypedResults.Ok(ContractViews.Of(after, [])) : Problems.NotFound("trigger", trigger);
    }

    private static async Task<Results<Accepted<OccurrenceInfo>, ProblemResult>> FireTrigger(
        string trigger, HttpContext context, ITriggers triggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (view, refusal) = await FindAsync(trigger, context, triggers, cancellationToken);
        if (view is null)
            return refusal!;
        var key = context.Features.Get<EffectKey>()?.AsId() ?? IdSource.FromClock(clock).Next();
        var result = await triggers.FireAsync(view.Id, key.ToString("D", CultureInfo.InvariantCulture), cancellationToken);
        return result.Outcome switch
        {
            TriggerRequestOutcome.Refused => Problems.NotFound("trigger", trigger),
            TriggerRequestOutcome.Full => Full(),
            _ => TypedResults.Accepted($"/api/v1/triggers/{view.Id}", await triggers.FindOccurrenceAsync(view.Id, result.Occurrence, cancellationToken) is { } occurrence
                ? ContractViews.Of(occurrence)
                : TriggerPlace.Waiting(result.Occurrence)),
        };
    }

    private static async Task<Results<Ok<TriggerTestInfo>, ProblemResult>> TestTrigger(string trigger, HttpContext context, ITriggers triggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "project", "from", "to");
        var (view, refusal) = await FindAsync(trigger, context, triggers, cancellationToken);
        if (view is null)
            return refusal!;
        var to = TimeOf(context, "to") ?? clock.GetUtcNow();
        var replay = await triggers.ReplayAsync(view.Definition, view.Project, TimeOf(context, "from") ?? to.AddDays(-1), to, cancellationToken);
        return TypedResults.Ok(ContractViews.Of(replay));
    }

    public static ProblemResult Full() => Problems.TooMany(
        "trigger.full", "Too many requests are waiting for this trigger.", TimeSpan.FromSeconds(10));

    private static async Task<(TriggerView?, ProblemResult?)> FindAsync(string text, HttpContext context, ITriggers triggers, CancellationToken cancellationToken) =>
        await TriggerPlace.FindAsync(triggers, text, ProjectOf(context), cancellationToken) switch
        {
            [var view] => (view, null),
            [] => (null, Problems.NotFound("trigger", text)),
            _ => (null, Problems.Conflict(
                "trigger.ambiguous", "Several projects have a trigger with this name.", "Add '?project=NAME', or use the trigger id.")),
        };

    private static string? ProjectOf(HttpContext context) => context.Request.Query["project"] is [{ Length: > 0 } project] ? project : null;

    private static DateTimeOffset? TimeOf(HttpContext context, string name)
    {
        if (context.Request.Query[name] is not [{ } text])
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw QueryParameters.Refusal($"query.{name}", name, $"'{name}' must be a time such as 2026-03-01T00:00:00Z.");
    }
}
