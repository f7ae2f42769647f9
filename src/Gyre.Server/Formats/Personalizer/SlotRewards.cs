using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>What the slots of an event brought, as it is sent.</summary>
internal static class SlotRewards
{
    /// <param name="body">The body.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="known">The event as it was ranked; null when nobody knows it.</param>
    /// <exception cref="InvalidInputException">With the place.</exception>
    public static IReadOnlyList<NewReward> Read(Value body, string eventId, Slate? known)
    {
        if ((body as MapValue)?.Find("reward") is not ListValue { Items: { Length: > 0 and <= SlateRequest.MostPlaces } items })
        {
            throw RankParts.Refuse(
                "reward", "'reward' is not a list of 1 to 50 rewards.", "Send {\"reward\": [{\"slotId\": \"top\", \"value\": 1.0}]}.");
        }
        var rewards = new List<NewReward>();
        foreach (var (index, item) in items.Index())
        {
            var decision = DecisionOf(item, eventId, known, $"reward/{index}/slotId");
            if (rewards.Exists(other => other.DecisionId == decision))
                throw RankParts.Refuse($"reward/{index}/slotId", "The slot is there twice.", "Send one reward for each slot.");
            rewards.Add(new NewReward { DecisionId = decision, Value = RankParts.Number(item, $"reward/{index}/value") });
        }
        return rewards;
    }

    private static string DecisionOf(Value item, string eventId, Slate? known, string place)
    {
        if (item is not MapValue map || RankParts.Text(map, "slotId", place) is not { } slot)
            throw RankParts.Refuse(place, "The reward names no slot.", "Send the id of the slot as 'slotId'.");
        var decision = SlotId.Of(eventId, slot, place);
        return known is null || known.Decisions.Contains(decision, StringComparer.Ordinal)
            ? decision
            : throw RankParts.Refuse(place, $"The event has no slot '{slot}'.", "Send the ids that the event was ranked with.");
    }
}
