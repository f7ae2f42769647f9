using Gyre.Core;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>An action to choose from.</summary>
/// <param name="Id">1 to 50 characters.</param>
/// <param name="Features">As they were sent; null for none.</param>
internal sealed record RankAction(string Id, Value? Features);

/// <summary>What requests to rank have in common, read from their bodies. Refusals name the place.</summary>
internal static class RankParts
{
    public const string ContextPrefix = "hash_";
    public const string ActionPrefix = "arm_hash_";

    private const int MostActions = 50;
    private const int MaxId = 50;

    public static MapValue Map(Value body) => body as MapValue
        ?? throw Refuse("", "The body is not an object.", "Send 'actions', and 'contextFeatures' where there are some.");

    public static List<RankAction> Actions(MapValue map)
    {
        if (map.Find("actions") is not ListValue { Items: { Length: > 0 and <= MostActions } items })
            throw Refuse("actions", "'actions' is not a list of 1 to 50 actions.", "Send 1 to 50 actions, each with an 'id'.");
        var actions = new List<RankAction>();
        foreach (var (index, item) in items.Index())
        {
            var place = $"actions/{index}/id";
            var id = Id(item, place, "action");
            if (actions.Exists(other => other.Id == id))
                throw Refuse(place, $"The action '{id}' is there twice.", "Send each action once.");
            actions.Add(new RankAction(id, ((MapValue)item).Find("features")));
        }
        return actions;
    }

    /// <summary>The id of an action or a slot.</summary>
    public static string Id(Value item, string place, string kind) =>
        item is MapValue map && map.Find("id") is TextValue { Text: { Length: > 0 and <= MaxId } id }
            ? id
            : throw Refuse(place, $"The {kind} has no 'id' of 1 to 50 characters.", $"Give each {kind} an id.");

    /// <summary>The actions that may not be chosen; never all.</summary>
    /// <param name="map">Where they may stand as <c>excludedActions</c>.</param>
    /// <param name="place">The place of that.</param>
    /// <param name="actions">All actions.</param>
    public static HashSet<string> Excluded(MapValue map, string place, List<RankAction> actions)
    {
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        if (map.Find("excludedActions") is not { } given || given is NullValue)
            return excluded;
        if (given is not ListValue list)
            throw Refuse(place, "'excludedActions' is not a list of ids.", "Send a list of ids of actions.");
        foreach (var item in list.Items)
        {
            if (item is not TextValue { Text: var id } || !actions.Exists(action => action.Id == id))
                throw Refuse(place, "An excluded action is not one of the actions.", "Exclude only actions of the request.");
            excluded.Add(id);
        }
        return excluded.Count < actions.Count
            ? excluded
            : throw Refuse(place, "All actions are excluded.", "Leave at least one action.");
    }

    /// <summary>Whether each action may be chosen; null for all.</summary>
    public static IReadOnlyList<bool>? Mask(List<RankAction> actions, HashSet<string> excluded) =>
        excluded.Count == 0 ? null : [.. actions.Select(action => !excluded.Contains(action.Id))];

    /// <summary>A text that may be left out.</summary>
    public static string? Text(MapValue map, string field, string place) => map.Find(field) switch
    {
        null or NullValue or TextValue { Text: "" } => null,
        TextValue { Text: var text } => text,
        _ => throw Refuse(place, $"'{field}' is not a text.", "Send a text, or leave it out."),
    };

    /// <summary>Whether the event waits to be activated.</summary>
    public static bool IsDeferred(MapValue map) => map.Find("deferActivation") switch
    {
        null or NullValue => false,
        BooleanValue { Flag: var flag } => flag,
        _ => throw Refuse("deferActivation", "'deferActivation' is neither true nor false.", "Send true or false, or leave it out."),
    };

    /// <summary>A number.</summary>
    public static double Number(Value? value, string place) => (value as MapValue)?.Find("value") switch
    {
        IntegerValue whole => (double)whole.Number,
        FloatValue number => number.Number,
        _ => throw Refuse(place, "The reward has no number 'value'.", "Send {\"value\": 1.0}."),
    };

    public static InvalidInputException Refuse(string place, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, "personalizer.request", message) { Path = place, Remedy = remedy }]);
}
