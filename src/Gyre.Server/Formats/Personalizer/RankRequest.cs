using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>A rank request that was read.</summary>
internal sealed record RankRequest
{
    private const int MostActions = 50;
    private const int MaxActionId = 50;
    private const string ContextPrefix = "hash_";
    private const string ActionPrefix = "arm_hash_";

    /// <summary>Ids of the actions, in their order; at least one.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>What the deployment is asked.</summary>
    public required DecisionRequest Decision { get; init; }

    /// <param name="body">The body.</param>
    /// <param name="shape">What the deployment expects.</param>
    /// <exception cref="InvalidInputException">With the place.</exception>
    public static RankRequest Read(Value body, DecisionShape shape)
    {
        if (body is not MapValue map)
            throw Refuse("", "The body is not an object.", "Send 'actions', and 'contextFeatures' where there are some.");
        if (map.Find("deferActivation") is BooleanValue { Flag: true })
        {
            throw Refuse(
                "deferActivation", "Deferred activation is not supported: every decision counts from when it is made.",
                "Rank when the result is shown, and leave 'deferActivation' out.");
        }
        var context = new FeatureVector(shape.ContextFields, ContextPrefix).Of("contextFeatures", map.Find("contextFeatures"));
        var actions = ActionsOf(map);
        var excluded = ExcludedOf(map, actions);
        var vector = new FeatureVector(shape.ArmFields, ActionPrefix);
        return new RankRequest
        {
            Actions = [.. actions.Select(static action => action.Id)],
            Decision = new DecisionRequest
            {
                DecisionId = TextOf(map.Find("eventId"), "eventId"),
                Context = context,
                Arms = [.. actions.Select(static action => action.Id)],
                Features = shape.ArmFields.Count == 0
                    ? null
                    : [.. actions.Select((action, index) => vector.Of($"actions/{index}/features", action.Features))],
                Mask = excluded.Count == 0 ? null : [.. actions.Select(action => !excluded.Contains(action.Id))],
            },
        };
    }

    private static List<(string Id, Value? Features)> ActionsOf(MapValue map)
    {
        if (map.Find("actions") is not ListValue { Items: { Length: > 0 and <= MostActions } items })
            throw Refuse("actions", "'actions' is not a list of 1 to 50 actions.", "Send 1 to 50 actions, each with an 'id'.");
        var actions = new List<(string Id, Value? Features)>();
        foreach (var (index, item) in items.Index())
        {
            var place = $"actions/{index}";
            if (item is not MapValue action || action.Find("id") is not TextValue { Text: { Length: > 0 and <= MaxActionId } id })
                throw Refuse($"{place}/id", "The action has no 'id' of 1 to 50 characters.", "Give each action an id.");
            if (actions.Exists(other => other.Id == id))
                throw Refuse($"{place}/id", $"The action '{id}' is there twice.", "Send each action once.");
            actions.Add((id, action.Find("features")));
        }
        return actions;
    }

    private static HashSet<string> ExcludedOf(MapValue map, List<(string Id, Value? Features)> actions)
    {
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        if (map.Find("excludedActions") is not { } given || given is NullValue)
            return excluded;
        if (given is not ListValue list)
            throw Refuse("excludedActions", "'excludedActions' is not a list of ids.", "Send a list of ids of actions.");
        foreach (var item in list.Items)
        {
            if (item is not TextValue { Text: var id } || !actions.Exists(action => action.Id == id))
                throw Refuse("excludedActions", "An excluded action is not one of the actions.", "Exclude only actions of the request.");
            excluded.Add(id);
        }
        return excluded.Count < actions.Count
            ? excluded
            : throw Refuse("excludedActions", "All actions are excluded.", "Leave at least one action.");
    }

    private static string? TextOf(Value? value, string field) => value switch
    {
        null or NullValue or TextValue { Text: "" } => null,
        TextValue { Text: var text } => text,
        _ => throw Refuse(field, $"'{field}' is not a text.", "Send a text, or leave it out."),
    };

    private static InvalidInputException Refuse(string place, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, "personalizer.request", message) { Path = place, Remedy = remedy }]);
}
