using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Projects;
using Gyre.Server.Http;
using Gyre.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Triggers;

/// <summary>
/// Requests from outside that fire triggers. The route needs no token, because the signature is the key to it; so all refusals before it has been checked are the
/// same, whether the trigger, its secret or the signature is what is missing.
/// </summary>
internal static class TriggerHooks
{
    private const int MaxBodyInBytes = 256 * 1024;

    public static void MapTriggerHooks(this IEndpointRouteBuilder app) => app.MapFeature("/triggers", "Triggers")
        .MapPost("/{trigger}/hook", ReceiveHook).WithName(nameof(ReceiveHook)).WithMetadata(new StreamsBody()).WithSummary("Fire a webhook trigger; the request must be signed").TakesQuery("project", "Project of the trigger; required if several projects have a trigger with this name");

    private static async Task<Results<Ok<OccurrenceInfo>, Accepted<OccurrenceInfo>, ProblemResult>> ReceiveHook(
        string trigger, HttpContext context, ITriggers triggers, ServerServices services, BodyBudget budget, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (HookSignature.Read(context.Request.Headers) is not { } signature)
            return Unsigned();
        using var share = budget.Open();
        var body = await BodyReader.ReadAsync(context.Request, share, MaxBodyInBytes, cancellationToken);
        if (await FindAsync(trigger, signature, body, context, triggers, services, cancellationToken) is not { } view)
            return Unsigned();
        if (!signature.IsFresh(clock.GetUtcNow()))
            return Problems.Unauthorized(
                "hook.timestamp",
                "The signature is more than five minutes old, or the clocks differ by more than five minutes.",
                "Sign each request when you send it, and check both clocks.");
        var result = await triggers.ReceiveAsync(view.Id, signature.Delivery, ReadBody(context, body), cancellationToken);
        return result.Outcome switch
        {
            TriggerRequestOutcome.Accepted => TypedResults.Accepted($"/api/v1/triggers/{view.Id}", TriggerPlace.Waiting(result.Occurrence)),
            TriggerRequestOutcome.Known => TypedResults.Ok(await triggers.FindOccurrenceAsync(view.Id, result.Occurrence, cancellationToken) is { } known
                ? ContractViews.Of(known)
                : TriggerPlace.Waiting(result.Occurrence)),
            TriggerRequestOutcome.Full => TriggersEndpoints.Full(),
            _ => Unsigned(),
        };
    }

    /// <summary>The trigger whose secret the request is signed with.</summary>
    private static async Task<TriggerView?> FindAsync(
        string text, HookSignature signature, ReadOnlyMemory<byte> body, HttpContext context, ITriggers triggers, ServerServices services, CancellationToken cancellationToken)
    {
        var project = context.Request.Query["project"] is [{ Length: > 0 } given] ? given : null;
        var found = await TriggerPlace.FindAsync(triggers, text, project, cancellationToken);
        var view = found is [{ Definition.Source: WebhookSource } only] ? only : null;
        var secret = view?.Definition.Source is WebhookSource { SecretVariable: { } name } ? services.Secrets(name) : null;
        var isUsable = secret is { Length: >= HookSignature.MinSecretLength };
        // Compared also when there is nothing to compare with, so that the time does not tell.
        return signature.Fits(isUsable ? secret! : text + signature.Delivery, body.Span) && isUsable ? view : null;
    }

    private static Value ReadBody(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
            return new MapValue([]);
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The body is not valid JSON.", StatusCodes.Status415UnsupportedMediaType);
        JsonGuard.Check(body.Span);
        return ValueJson.Parse(body.Span);
    }

    private static ProblemResult Unsigned() => Problems.Unauthorized(
        "hook.signature",
        "The request is not signed with the secret of a webhook trigger with this name.",
        $"Send {HookSignature.TimestampHeader}, {HookSignature.DeliveryHeader} and {HookSignature.SignatureHeader}: sha256=HMAC-SHA256 "
            + $"of 'TIMESTAMP.DELIVERY.BODY'. The secret must have at least {HookSignature.MinSecretLength} characters and be set in "
            + "the server's environment variable that the trigger names.");
}
