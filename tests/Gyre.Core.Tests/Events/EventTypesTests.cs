using System.Reflection;
using Gyre.Core.Events;

namespace Gyre.Core.Tests.Events;

public sealed class EventTypesTests
{
    private static readonly EventType Drift =
        new("drift.detected", "dataset/NAME", "A dataset drifted.") { IsTold = true, Words = [new("drift")] };

    [Fact]
    public void Every_type_that_is_declared_is_in_the_table() => (
        from owner in typeof(EventTypes).Assembly.GetTypes()
        from property in owner.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType == typeof(EventType)
        let type = (EventType)property.GetValue(null)!
        where EventTypes.Standard.Find(type.Name) != type
        select $"{owner.Name}.{property.Name}").ShouldBeEmpty();

    [Fact]
    public void A_home_may_know_more()
    {
        var more = EventTypes.Standard.With([Drift]);
        more.Find("drift.detected").ShouldBe(Drift);
        more.Find("run.ended").ShouldBe(RunEvents.Ended);
        EventTypes.Standard.Find("drift.detected").ShouldBeNull();
    }

    [Fact]
    public void Two_types_with_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => EventTypes.Standard.With([new EventType("run.ended", "run/ID", "Another end.")]))
            .Message.ShouldContain("run.ended");

    [Fact]
    public void Two_types_with_one_word_are_refused() =>
        Should.Throw<ArgumentException>(() => EventTypes.Standard.With([Drift with { Words = [new("run-failed")] }]))
            .Message.ShouldContain("run-failed");

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("run.")]
    [InlineData("Run.Ended")]
    [InlineData("run.node.ended")]
    public void A_name_is_two_dotted_words(string name) =>
        Should.Throw<ArgumentException>(() => new EventType(name, "run/ID", "Something happened."));

    [Theory]
    [InlineData("run.endet", new[] { "run.ended" })]
    [InlineData("run_ended", new[] { "run.ended" })]
    [InlineData("cache.emptied-by-somebody", new[] { "cache.damaged" })]
    [InlineData("drift.detected", new string[0])]
    [InlineData("", new string[0])]
    public void What_was_probably_meant_is_suggested(string given, string[] expected) =>
        EventTypes.Standard.Suggest(given).ShouldBe(expected);

    [Fact]
    public void When_nothing_is_near_all_types_are_named() =>
        EventTypes.Standard.Remedy("drift.detected").ShouldContain("tracking.run-changed");

    [Fact]
    public void A_table_for_accepted_files_takes_any_name_and_invents_no_type()
    {
        EventTypes.Standard.Knows("drift.detected").ShouldBeFalse();
        var open = EventTypes.Standard.TakingAny();
        open.Knows("drift.detected").ShouldBeTrue();
        open.Find("drift.detected").ShouldBeNull();
    }

    [Fact]
    public void Data_as_declared_is_sound() =>
        Problems("""{"project": "p", "pipeline": "one", "state": "failed", "reason": null}""").ShouldBeEmpty();

    [Fact]
    public void Data_that_is_not_declared_is_seen_field_by_field() =>
        Problems("""{"pipeline": 1, "state": "failed", "because": "of it"}""")
            .ShouldBe(["run.ended: the field 'project' is missing.", "run.ended: 'pipeline' is not of the kind text: 1",
                "run.ended: the field 'because' is not declared."]);

    [Theory]
    [InlineData(EventFieldKind.Text, "\"a\"", "1")]
    [InlineData(EventFieldKind.Id, "\"018f0000-0000-7000-8000-000000000000\"", "\"a\"")]
    [InlineData(EventFieldKind.Time, "\"2026-01-02T03:04:05.0000000+00:00\"", "\"yesterday\"")]
    [InlineData(EventFieldKind.Digest, "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"", "\"sha256:0\"")]
    [InlineData(EventFieldKind.Integer, "1", "1.5")]
    [InlineData(EventFieldKind.Number, "1.5", "\"1.5\"")]
    [InlineData(EventFieldKind.Flag, "true", "\"true\"")]
    [InlineData(EventFieldKind.Map, "{}", "[]")]
    public void Each_kind_of_field_takes_its_values_alone(EventFieldKind kind, string good, string bad)
    {
        var type = new EventType("thing.happened", "thing/ID", "A thing happened.", new EventField("x", kind, "a thing"));
        type.Check(Read($$"""{"x": {{good}}}""")).ShouldBeEmpty();
        type.Check(Read($$"""{"x": {{bad}}}""")).ShouldHaveSingleItem().ShouldContain(KebabCase.Of(kind));
    }

    private static IEnumerable<string> Problems(string data) => RunEvents.Ended.Check(Read(data));

    private static MapValue Read(string data) => (MapValue)ValueJson.Parse(data);
}
