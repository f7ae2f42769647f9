using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>A rank request that was read.</summary>
internal sealed record RankRequest
{
    /// <summary>Ids of the actions, in their order; at least one.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>What the deployment is asked.</summary>
    public required DecisionRequest Decision { get; init; }

    /// <summary>Whether the decision is held until it is activated.</summary>
    public required bool IsDeferred { get; init; }

    /// <summary>The same as a slate that is held.</summary>
    /// <param name="eventId">Names it where the request does not.</param>
    public SlateRequest ToSlate(string eventId)
    {
        var id = Decision.DecisionId ?? eventId;
        return new SlateRequest { SlateId = id, Requests = [Decision with { DecisionId = id }], IsHeld = true };
    }

    /// <param name="body">The body.</param>
    /// <param name="shape">What the deployment expects.</param>
    /// <exception cref="InvalidInputException">With the place.</exception>
    public static RankRequest Read(Value body, DecisionShape shape)
    {
        var map = RankParts.Map(body);
        var context = new FeatureVector(shape.ContextFields, RankParts.ContextPrefix).Of("contextFeatures", map.Find("contextFeatures"));
        var actions = RankParts.Actions(map);
        var excluded = RankParts.Excluded(map, "excludedActions", actions);
        return new RankRequest
        {
            Actions = [.. actions.Select(static action => action.Id)],
            IsDeferred = RankParts.IsDeferred(map),
            Decision = new DecisionRequest
            {
                DecisionId = RankParts.Text(map, "eventId", "eventId"),
                Context = context,
                Arms = [.. actions.Select(static action => action.Id)],
                Features = FeaturesOf(actions, shape),
                Mask = RankParts.Mask(actions, excluded),
                Baseline = actions.First(action => !excluded.Contains(action.Id)).Id,
            },
        };
    }

    /// <summary>The numbers of each action; null where the policy knows its arms.</summary>
    public static IReadOnlyList<IReadOnlyList<double>>? FeaturesOf(List<RankAction> actions, DecisionShape shape)
    {
        if (shape.ArmFields.Count == 0)
            return null;
        var vector = new FeatureVector(shape.ArmFields, RankParts.ActionPrefix);
        return [.. actions.Select((action, index) => vector.Of($"actions/{index}/features", action.Features))];
    }
}
