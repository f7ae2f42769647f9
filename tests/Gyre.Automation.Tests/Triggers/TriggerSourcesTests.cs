using System.Reflection;
using System.Text.Json.Serialization;
using Gyre.Automation.Triggers;
using Gyre.Automation.Triggers.Sources;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation.Tests.Triggers;

public sealed class TriggerSourcesTests
{
    public static TheoryData<TriggerSource, string> Sources => new()
    {
        { new CronSource("0 3 * * *", "Europe/Berlin"), "cron 0 3 * * * (Europe/Berlin)" },
        { new IntervalSource(TimeSpan.FromMinutes(90)), "every 1h30m" },
        { new EventSource("alias.moved"), "event alias.moved" },
        { new EventSource("alias.moved") { Count = 3 }, "3 events alias.moved" },
        { new RunEndedSource("train", [RunState.Failed, RunState.Stopped]), "run of train failed or stopped" },
        { new WebhookSource(), "webhook" },
        { new ManualSource(), "by hand" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_source_says_what_it_is(TriggerSource source, string description) =>
        TriggerSources.Describe(source).ShouldBe(description);

    [Fact]
    public void Every_kind_of_source_that_can_be_stored_has_a_row()
    {
        var kinds = typeof(TriggerSource).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);
        var described = Sources.Select(row => row.Data.Item1.GetType()).Distinct();
        described.ShouldBe(kinds, ignoreOrder: true);
    }

    [Fact]
    public void Every_folder_of_a_source_has_the_same_files()
    {
        var above = typeof(ISourceCondition).Namespace + ".";
        var folders = typeof(ISourceCondition).Assembly.GetTypes()
            .Where(type => type.Namespace is { } name && name.StartsWith(above, StringComparison.Ordinal))
            .GroupBy(type => type.Namespace!, StringComparer.Ordinal).ToList();
        folders.Count.ShouldBe(6);
        folders.ShouldAllBe(folder => folder.Count(type => type.Name.EndsWith("Condition", StringComparison.Ordinal)) == 1);
        folders.ShouldAllBe(folder => folder.Count(type => type.Name.EndsWith("Description", StringComparison.Ordinal)) == 1);
    }

    [Fact]
    public void Webhooks_alone_take_requests() =>
        Sources.Where(row =>
            TriggerSources.ConditionOf(row.Data.Item1).TakesHooks).ShouldHaveSingleItem().Data.Item1.ShouldBeOfType<WebhookSource>();

    [Fact]
    public void Ends_of_runs_are_those_of_the_own_project_and_of_the_wanted_states()
    {
        var condition = TriggerSources.ConditionOf(new RunEndedSource("train", [RunState.Failed]));
        condition.Watches.ShouldBe("run.ended");
        condition.IsMet("run.ended", Ended("failed")).ShouldBeTrue();
        condition.IsMet("run.ended", Ended("succeeded")).ShouldBeFalse();
        condition.IsMet("node.ended", Ended("failed")).ShouldBeFalse();
        condition.IsOfProject("demo", Ended("failed")).ShouldBeTrue();
        condition.IsOfProject("other", Ended("failed")).ShouldBeFalse();
    }

    private static MapValue Ended(string state) =>
        new([new("project", Value.Of("demo")), new("pipeline", Value.Of("train")), new("state", Value.Of(state))]);
}
