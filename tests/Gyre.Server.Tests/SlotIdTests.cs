using Gyre.Core;
using Gyre.Server.Formats.Personalizer;

namespace Gyre.Server.Tests;

public sealed class SlotIdTests
{
    [Theory]
    [InlineData("e1", "top", "e1/top")]
    [InlineData("a/b", "c", "a/b/c")]
    [InlineData("a", "b/c", "a/b%2Fc")]
    [InlineData("a", "b%2Fc", "a/b%252Fc")]
    public void Event_and_slot_can_be_read_from_the_name_of_the_decision(string eventId, string slot, string id)
    {
        SlotId.Of(eventId, slot, "").ShouldBe(id);
        Read(id).ShouldBe((eventId, slot));
    }

    [Fact]
    public void Different_slots_have_different_names()
    {
        string[] texts = ["a", "a/a", "a/", "/", "%", "%2F", "%25", "a%2Fa", "//"];
        var pairs = texts.SelectMany(_ => texts, static (eventId, slot) => (eventId, slot)).ToList();
        pairs.Select(static pair => SlotId.Of(pair.eventId, pair.slot, "")).Distinct(StringComparer.Ordinal).Count().ShouldBe(pairs.Count);
        pairs.Select(static pair => Read(SlotId.Of(pair.eventId, pair.slot, ""))).ShouldBe(pairs);
    }

    [Theory]
    [InlineData("", "a", "eventId")]
    [InlineData("a\nb", "a", "eventId")]
    [InlineData("a", "", "here")]
    [InlineData("a", "b\u0007", "here")]
    [InlineData("a", "\ud83d\ude00", "here")]
    public void What_cannot_be_printed_is_refused(string eventId, string slot, string place) =>
        Should.Throw<InvalidInputException>(() => SlotId.Of(eventId, slot, "here")).Diagnostics[0].Path.ShouldBe(place);

    [Theory]
    [InlineData(149, 50, true)]
    [InlineData(150, 50, false)]
    [InlineData(10, 51, false)]
    public void What_is_too_long_is_refused(int eventLength, int slotLength, bool fits)
    {
        var (eventId, slot) = (new string('e', eventLength), new string('s', slotLength));
        if (fits)
            SlotId.Of(eventId, slot, "").Length.ShouldBe(200);
        else
            Should.Throw<InvalidInputException>(() => SlotId.Of(eventId, slot, ""));
    }

    private static (string EventId, string Slot) Read(string id)
    {
        var at = id.LastIndexOf('/');
        return (id[..at], id[(at + 1)..].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal));
    }
}
