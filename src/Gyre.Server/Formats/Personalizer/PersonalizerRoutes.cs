using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>
/// Rank, reward and activate. The path names the deployment, so that a client needs another endpoint and key, and no other code; without a
/// name the deployment is called <c>personalizer</c>.
/// </summary>
internal static class PersonalizerRoutes
{
    private const string Unnamed = "personalizer";

    /// <summary>The versions of the protocol whose single-slot calls are alike.</summary>
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
        }
    }

    private static async Task RankAsync(HttpContext context, string version, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        if (await decisions.ShapeAsync(deployment, context.RequestAborted) is not { } shape)
            throw Unknown(deployment);
        var request = RankRequest.Read(JsonBody.ReadValue(context), shape);
        if (await decisions.DecideAsync(deployment, request.Decision, context.RequestAborted) is not { } made)
            throw Unknown(deployment);
        var probabilities = await decisions.ProbabilitiesAsync(deployment, request.Decision, made, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await WriteAsync(
            context,
            ("ranking", Value.Of(Ranking(request.Actions, made, probabilities))), ("eventId", Value.Of(made.DecisionId)),
            ("rewardActionId", Value.Of(made.Arm)));
    }

    private static async Task RewardAsync(HttpContext context, string version, string eventId, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        var value = (JsonBody.ReadValue(context) as MapValue)?.Find("value") switch
        {
            IntegerValue whole => (double)whole.Number,
            FloatValue number => number.Number,
            _ => throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, "personalizer.reward", "The reward has no number 'value'.")
                {
                    Path = "value",
                    Remedy = "Send {\"value\": 1.0}.",
                },
            ]),
        };
        // Rewards of unknown events are answered alike, as the service does; the books count them as orphans.
        if (await decisions.RewardAsync(deployment, new NewReward { DecisionId = eventId, Value = value }, context.RequestAborted) is null)
            throw Unknown(deployment);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Every decision is active from when it is made.</summary>
    private static async Task ActivateAsync(HttpContext context, string version, string eventId, IDecisions decisions)
    {
        var deployment = DeploymentOf(context, version);
        if (await decisions.FindAsync(deployment, eventId, context.RequestAborted) is null)
            throw new RefusedException(Problems.NotFound("event", eventId));
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

    private static RefusedException Unknown(string deployment) => new(Problems.NotFound("deployment", deployment));

    private static Task WriteAsync(HttpContext context, params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var map = new MapValue([.. entries.ToArray().Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))]);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(ValueJson.Write(map), context.RequestAborted);
    }
}
