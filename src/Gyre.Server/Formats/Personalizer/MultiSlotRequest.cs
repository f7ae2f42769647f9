using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>A rank request for several slots that was read.</summary>
internal sealed record MultiSlotRequest
{
    private const int MostSlots = SlateRequest.MostPlaces;

    /// <summary>Names the event.</summary>
    public required string EventId { get; init; }

    /// <summary>Ids of the slots, in their order.</summary>
    public required IReadOnlyList<string> Slots { get; init; }

    /// <summary>What the deployment is asked: a place for each slot.</summary>
    public required SlateRequest Slate { get; init; }

    /// <param name="body">The body.</param>
    /// <param name="shape">What the deployment expects.</param>
    /// <param name="newId">Names an event that has no id.</param>
    /// <exception cref="InvalidInputException">With the place.</exception>
    public static MultiSlotRequest Read(Value body, DecisionShape shape, Func<string> newId)
    {
        var map = RankParts.Map(body);
        var actions = RankParts.Actions(map);
        var slots = SlotsOf(map, actions.Count);
        var eventId = RankParts.Text(map, "eventId", "eventId") ?? newId();
        var vector = new FeatureVector(shape.ContextFields, RankParts.ContextPrefix);
        var context = vector.Of("contextFeatures", map.Find("contextFeatures"));
        var request = new DecisionRequest
        {
            Arms = [.. actions.Select(static action => action.Id)],
            Features = RankRequest.FeaturesOf(actions, shape),
        };
        return new MultiSlotRequest
        {
            EventId = eventId,
            Slots = [.. slots.Select(static slot => slot.Id)],
            Slate = new SlateRequest
            {
                SlateId = eventId,
                IsHeld = RankParts.IsDeferred(map),
                Requests =
                [
                    .. slots.Select((slot, index) => request with
                    {
                        DecisionId = SlotId.Of(eventId, slot.Id, $"slots/{index}/id"),
                        Context = Sum(context, vector.Of($"slots/{index}/features", slot.Map.Find("features"))),
                        Mask = MaskOf(slot, index, actions),
                        Baseline = BaselineOf(slot, index, actions),
                    }),
                ],
            },
        };
    }

    private static List<Slot> SlotsOf(MapValue map, int actions)
    {
        if (map.Find("slots") is not ListValue { Items: { Length: > 0 and <= MostSlots } items })
            throw RankParts.Refuse("slots", "'slots' is not a list of 1 to 50 slots.", "Send 1 to 50 slots, each with an 'id'.");
        if (items.Length > actions)
        {
            throw RankParts.Refuse(
                "slots", $"There are {items.Length} slots and {actions} actions.",
                "Send at least as many actions as slots: each is used once.");
        }
        var slots = new List<Slot>();
        foreach (var (index, item) in items.Index())
        {
            var place = $"slots/{index}/id";
            var id = RankParts.Id(item, place, "slot");
            if (slots.Exists(other => other.Id == id))
                throw RankParts.Refuse(place, $"The slot '{id}' is there twice.", "Send each slot once.");
            slots.Add(new Slot(id, (MapValue)item));
        }
        return slots;
    }

    private static IReadOnlyList<bool>? MaskOf(Slot slot, int index, List<RankAction> actions) =>
        RankParts.Mask(actions, RankParts.Excluded(slot.Map, $"slots/{index}/excludedActions", actions));

    /// <summary>What the caller would show; whether the slot allows it is seen where it is asked for.</summary>
    private static string? BaselineOf(Slot slot, int index, List<RankAction> actions)
    {
        var place = $"slots/{index}/baselineAction";
        var baseline = RankParts.Text(slot.Map, "baselineAction", place);
        return baseline is null || actions.Exists(action => action.Id == baseline)
            ? baseline
            : throw RankParts.Refuse(place, "'baselineAction' is not one of the actions.", "Send the id of an action.");
    }

    /// <summary>Numbers of features add up, whichever list they are in.</summary>
    private static double[] Sum(double[] context, double[] slot) => [.. context.Zip(slot, static (one, other) => one + other)];

    private readonly record struct Slot(string Id, MapValue Map);
}
