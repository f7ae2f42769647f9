using Gyre.Core;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>
/// Names the decision of a slot: the id of the event, a slash, and the id of the slot, in which a percent sign is written <c>%25</c> and a
/// slash <c>%2F</c>. Pure: different slots have different names, and event and slot can be read from the name.
/// </summary>
internal static class SlotId
{
    private const int MaxLength = 200;
    private const int MaxSlot = 50;

    /// <summary>The name.</summary>
    /// <param name="eventId">At least 1 printable character.</param>
    /// <param name="slot">1 to 50 printable characters.</param>
    /// <param name="place">Where the id of the slot stands, for messages.</param>
    /// <exception cref="InvalidInputException">They are too long or cannot be printed.</exception>
    public static string Of(string eventId, string slot, string place)
    {
        if (!IsPrintable(eventId))
            throw RankParts.Refuse("eventId", "'eventId' has no characters or some that cannot be printed.", "Use printable characters.");
        if (slot.Length > MaxSlot || !IsPrintable(slot))
        {
            throw RankParts.Refuse(
                place, "The id of the slot is empty, too long or has characters that cannot be printed.",
                $"Use 1 to {MaxSlot} printable characters.");
        }
        var escaped = slot.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        var id = $"{eventId}/{escaped}";
        return id.Length <= MaxLength
            ? id
            : throw RankParts.Refuse(
                place, $"The ids of event and slot have {id.Length} characters together.", $"Use at most {MaxLength - 1} for both.");
    }

    private static bool IsPrintable(string text) =>
        text.Length > 0 && text.All(static c => c is >= ' ' and not '\u007f' && !char.IsSurrogate(c));
}
