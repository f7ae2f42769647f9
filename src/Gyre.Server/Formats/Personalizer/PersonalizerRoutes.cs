using System.Globalization;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>
/// Rank, reward and activate, for one slot and for several. The path names the deployment, so that a client needs another endpoint and
/// key, and no other code; without a name the deployment is called <c>personalizer</c>.
/// </summary>
internal static class PersonalizerRoutes
{
    private const string Unnamed = "personalizer";

    /// <summary>The versions of the protocol whose calls are alike.</summary>
    private static readonly string[] Versions = ["v1.0", "v1.1", "v1.1-preview.1", "v1.1-preview.2", "v1.1-preview.3"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/personalizer").WithMetadata(PersonalizerErrors.Writer).ExcludeFromDescription();
        // Clients of the service add '/personalizer/VERSION' to their endpoint, and some are told the whole address.
        foreach (var prefix in (string[])["/{version}", "/{deployment}/{version}", "/{deployment}/personalizer/{version}"])
        {
            group.MapPost($"{prefix}/rank", RankAsync);
            group.MapPost($"{prefix}/events/{{eventId}}/reward", RewardAsync);
            group.MapPost($"{prefix}/events/{{eventId}}/activate", ActivateAsync);
            group.MapPost($"{prefix}/multislot/rank", RankSlotsAsync);
            group.MapPost($"{prefix}/multislot/events/{{eventId}}/reward", RewardSlotsAsync);
            group.MapPost($"{prefix}/multislot/events/{{eventId}}/activate", ActivateAsync);
        }
    }

    private static async Task RankAsync(HttpContext context, string version, IDecisions decisions, TimeProvider clock)
    {
        var deployment = DeploymentOf(context, version);
        if (await decisions.ShapeAsync(deployment, context.RequestAborted) is not { } shape)
            throw Unknown(deployment);
        var request = RankRequest.Read(JsonBody.ReadValue(context), shape);
        var made = request.IsDeferred
            ? (await decisions.DecideAsync(deployment, request.ToSlate(NewId(clock)), context.RequestAborted))?[0]
            : await decisions.DecideAsync(deployment, request.Decision, context.RequestAborted);
        if (made is null)
            throw Unknown(deployment);
        var probabilities = await decisions.ProbabilitiesAsync(deployment, request.Decision, made, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await WriteAsync(
            context,
            ("ranking", Value.Of(Ranking(request.Actions, made, probabilities))), ("eventId", Value.Of(made.DecisionId)),
            ("rewardActionId", Value.Of(made.Arm)));
    }

    private static async Task RankSlotsAsync(HttpContext context, string version, IDecisions decisions, TimeProvider clock)
    {
        var deployment = DeploymentOf(context, version);
        if (await decisions.ShapeAsync(deployment, context.RequestAborted) is not { } shape)
            throw Unknown(deployment);
        var request = MultiSlotRequest.Read(JsonBody.ReadValue(context), shape, () => NewId(clock));
        if (await decisions.DecideAsync(deployment, request.Slate, context.RequestAborted) is not { } made)
            throw Unknown(deployment);
        var slots = request.Slots.Zip(made, static (slot, decision) => (Value)new MapValue(
        [
            KeyValuePair.Create("id", Value.Of(slot)),
            KeyValuePair.Create("rewardActionId", Value.Of(decision.Arm)),
        ]));
        context.Response.StatusCode = StatusCodes.Status201Created;
        await WriteAsync(context, ("slots", Value.Of(slots)), ("eventId", Value.Of(request.EventId)));
    }

    private static async Task RewardAsync(HttpContext context, string version, string eventId, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        var value = RankParts.Number(JsonBody.ReadValue(context), "value");
        // Rewards of unknown events are answered alike, as the service does; the books count them as orphans.
        if (await decisions.RewardAsync(deployment, new NewReward { DecisionId = eventId, Value = value }, context.RequestAborted) is null)
            throw Unknown(deployment);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task RewardSlotsAsync(HttpContext context, string version, string eventId, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        var known = await decisions.FindSlateAsync(deployment, eventId, context.RequestAborted);
        var rewards = SlotRewards.Read(JsonBody.ReadValue(context), eventId, known);
        if (await decisions.RewardAsync(deployment, rewards, context.RequestAborted) is null)
            throw Unknown(deployment);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>What was not deferred is active from when it was ranked.</summary>
    private static async Task ActivateAsync(HttpContext context, string version, string eventId, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        if (!await decisions.ActivateAsync(deployment, eventId, context.RequestAborted)
            && await decisions.FindAsync(deployment, eventId, context.RequestAborted) is null)
        {
            throw new RefusedException(Problems.Of(
                StatusCodes.Status404NotFound, "event.unknown",
                $"No event '{Quotes.Shorten(eventId)}' exists, or the wait for its rewards was over before it was activated.",
                "Rank again, and activate the event when its result is shown."));
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The chosen action is not always the first: the ranking tells how likely each was.</summary>
    private static IEnumerable<Value> Ranking(
        IReadOnlyList<string> actions, Decision made, IReadOnlyDictionary<string, double>? probabilities) => actions
        .Select(action => (Action: action, Probability: action == made.Arm
            ? made.Propensity
            : probabilities?.GetValueOrDefault(action)))
        .OrderByDescending(one => one.Probability ?? -1)
        .Select(static one => (Value)new MapValue(
        [
            KeyValuePair.Create("id", Value.Of(one.Action)),
            KeyValuePair.Create("probability", one.Probability is { } known ? Value.Of(known) : Value.Null),
        ]));

    private static string DeploymentOf(HttpContext context, string version) => Versions.Contains(version, StringComparer.Ordinal)
        ? context.Request.RouteValues["deployment"] as string ?? Unnamed
        : throw new RefusedException(Problems.NotFound("version of the protocol", version));

    private static string NewId(TimeProvider clock) =>
        IdSource.FromClock(clock).Next().ToString("D", CultureInfo.InvariantCulture);

    private static RefusedException Unknown(string deployment) => new(Problems.NotFound("deployment", deployment));

    private static Task WriteAsync(HttpContext context, params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var map = new MapValue([.. entries.ToArray().Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))]);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(ValueJson.Write(map), context.RequestAborted);
    }
}
