using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats;

public sealed class TriggerReaderTests
{
    private const string Head = """
        - step:
            name: make
            command: make {parameters}
            parameters: [{name: n, type: integer, default: 1}]
        - pipeline:
            name: train
            parameters: [{name: rows, targets: [a.parameters.n]}]
            nodes: [{name: a, type: execution, step: make}]
            edges: []
        - pipeline:
            name: prepare
            nodes: [{name: a, type: execution, step: make}]
            edges: []

        """;

    [Fact]
    public void A_schedule_with_everything()
    {
        var trigger = Read("""
            - trigger:
                name: nightly
                pipeline: train
                cron: "0 3 * * *"
                timezone: Europe/Berlin
                parameters: {rows: 7, a.n: {from: "1 + 1"}}
                missed: {mode: all, bound: 3, tolerance: 2m}
                concurrency: {mode: queue, max-running: 2, queue-bound: 4}
                cool-down: 10m
                limits: {depth: 2, starts-per-hour: 3, failures: 4}
                enabled: false
            """).ShouldHaveSingleItem();
        trigger.Source.ShouldBe(new CronSource("0 3 * * *", "Europe/Berlin"));
        trigger.Parameters.ShouldBe([new TriggerConstant("rows", Value.Of(7)), new TriggerExpression("a.n", "1 + 1")]);
        trigger.Missed.ShouldBe(new MissedPolicy { Mode = MissedMode.All, Bound = 3, Tolerance = TimeSpan.FromMinutes(2) });
        trigger.Concurrency.ShouldBe(new TriggerConcurrency { Mode = ConcurrencyMode.Queue, MaxRunning = 2, QueueBound = 4 });
        trigger.CoolDown.ShouldBe(TimeSpan.FromMinutes(10));
        (trigger.MaxDepth, trigger.MaxStartsPerHour, trigger.MaxFailures, trigger.Enabled).ShouldBe((2, 3, 4, false));
    }

    [Fact]
    public void Every_kind_of_source_in_one_list()
    {
        var triggers = Read("""
            - triggers:
                - {name: a, pipeline: train, every: 1h 30m}
                - {name: b, pipeline: train, event: {type: alias.moved, filter: event.data.alias == 'champion', count: 3, window: 1h, group: event.data.project}}
                - {name: c, pipeline: train, webhook: {secret: HOOK_SECRET}, concurrency: cancel-previous, missed: skip}
                - {name: d, pipeline: train, manual: true}
                - {name: e, pipeline: train, run-ended: {pipeline: prepare, states: [succeeded, stopped]}}
                - {name: f, pipeline: train, run-ended: {pipeline: prepare}}
                - {name: w, pipeline: train, event: {type: deployment.settled, weight: event.data.joined, count: 500}}
            """);
        triggers[0].Source.ShouldBe(new IntervalSource(TimeSpan.FromMinutes(90)));
        triggers[1].Source.ShouldBe(new EventSource("alias.moved") { Filter = "event.data.alias == 'champion'", Count = 3, Window = TimeSpan.FromHours(1), Group = "event.data.project" });
        triggers[2].Source.ShouldBe(new WebhookSource { SecretVariable = "HOOK_SECRET" });
        (triggers[2].Concurrency.Mode, triggers[2].Missed.Mode).ShouldBe((ConcurrencyMode.CancelPrevious, MissedMode.Skip));
        triggers[3].Source.ShouldBe(new ManualSource());
        ((RunEndedSource)triggers[4].Source).States.ShouldBe([RunState.Succeeded, RunState.Stopped]);
        ((RunEndedSource)triggers[5].Source).States.ShouldBe([RunState.Succeeded]);
        triggers[6].Source.ShouldBe(new EventSource("deployment.settled") { Weight = "event.data.joined", Count = 500 });
    }

    [Theory]
    [InlineData("cron: '61 * * * *'", "12/trigger/cron", null)]
    [InlineData("{cron: '0 3 * * *', timezone: Europe/Berlyn}", "timezone", "Europe/Berlin")]
    [InlineData("every: 0", "every", null)]
    [InlineData("every: 400000d", "every", null)]
    [InlineData("event: {type: alias.moved, filter: 'event.'}", "event/filter", null)]
    [InlineData("event: {type: alias.moved, weight: event.data.n, window: 1h}", "event/weight", "Leave out the window")]
    [InlineData("event: {type: alias.moved, count: 5000, window: 1h}", "event/count", "1 to 1000")]
    [InlineData("event: {type: trigger.skipped}", "event/type", "trigger.fired")]
    [InlineData("event: {type: run.endet}", "event/type", "Did you mean 'run.ended'?")]
    [InlineData("event: {type: cycle.wound-up}", "event/type", "cycle.ended")]
    [InlineData("event: {type: drift.detected}", "event/type", "model.alias-moved")]
    [InlineData("webhook: {secret: 'hunter2!'}", "webhook/secret", "MY_HOOK_SECRET")]
    [InlineData("manual: false", "manual", null)]
    [InlineData("run-ended: {pipeline: prepair}", "run-ended/pipeline", "prepare")]
    [InlineData("run-ended: {pipeline: prepare, states: succeded}", "run-ended/states", "succeeded")]
    [InlineData("{manual: true, parameters: {row: 1}}", "parameters/row", "rows")]
    [InlineData("{manual: true, parameters: {rows: {from: '1 +'}}}", "parameters/rows", null)]
    [InlineData("{manual: true, parameters: {rows: {of: 1}}}", "parameters/rows", "from")]
    [InlineData("{manual: true, limits: {depth: 1000}}", "limits/depth", "1 to 100")]
    [InlineData("{manual: true, cool-down: 400d}", "cool-down", "366 days")]
    [InlineData("{manual: true, every: 5}", "trigger", null)]
    [InlineData("{manual: true, timezone: UTC}", "trigger", null)]
    [InlineData("{manual: true, concurrency: wait}", "concurrency", null)]
    [InlineData("description: none", "trigger", null)]
    public void What_is_wrong_is_refused_with_its_place(string source, string path, string? remedy)
    {
        var inner = source.StartsWith('{') ? source[1..^1] : source;
        var reading = ProjectFile.Read(Head + $"- trigger: {{name: t, pipeline: train, {inner}}}\n", "gyre.yaml");
        reading.Project.ShouldBeNull();
        var errors = reading.Diagnostics.Where(found => found.Severity == Severity.Error).ToList();
        var expected = path.StartsWith("12/", StringComparison.Ordinal) ? path[3..] : path;
        errors.ShouldContain(error => error.Path.EndsWith(expected, StringComparison.Ordinal) && error.Line == 14, string.Join('\n', reading.Diagnostics));
        if (remedy is not null)
            errors.ShouldContain(error => error.Remedy != null && error.Remedy.Contains(remedy, StringComparison.Ordinal), string.Join('\n', reading.Diagnostics));
    }

    [Fact]
    public void An_unknown_type_of_events_is_named_with_its_place()
    {
        var reading = ProjectFile.Read(Head + "- trigger: {name: t, pipeline: train, event: {type: drift.detected}}\n", "gyre.yaml");
        var error = reading.Diagnostics.ShouldHaveSingleItem();
        (error.Code, error.File, error.Line, error.Message).ShouldBe(
            ("trigger.event-unknown", "gyre.yaml", 14, "Trigger 't': Unknown event type 'drift.detected'."));
    }

    [Fact]
    public void Types_that_a_home_knows_besides_are_taken()
    {
        var drift = new EventType("drift.detected", "dataset/NAME", "A dataset drifted.") { IsTold = true, Words = [new("drift")] };
        var language = ProjectLanguage.Standard with { Events = EventTypes.Standard.With([drift]) };
        ProjectFile.Read(
            Head + """
                - trigger: {name: t, pipeline: train, event: {type: drift.detected}}
                - notification: {name: n, on: [drift, drift.detected], webhook: {url: "https://example.com/"}}

                """,
            "gyre.yaml",
            language).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_was_accepted_earlier_is_read_though_a_type_has_gone()
    {
        var text = Head + "- trigger: {name: t, pipeline: train, event: {type: drift.detected}}\n";
        ProjectFile.Read(text, "gyre.yaml", ProjectLanguage.Standard.ForAcceptedFiles()).Project.ShouldNotBeNull();
    }

    [Fact]
    public void An_unknown_pipeline_and_a_name_that_is_there_twice_are_refused()
    {
        var reading = ProjectFile.Read(Head + "- triggers: [{name: a, pipeline: trian, manual: true}, {name: b, pipeline: train, manual: true}, {name: b, pipeline: train, manual: true}]\n", "gyre.yaml");
        reading.Diagnostics.Select(found => found.Code).ShouldBe(["trigger.unknown-pipeline", "trigger.duplicate-name"], ignoreOrder: true);
    }

    [Fact]
    public void The_other_file_knows_no_triggers()
    {
        var reading = ProjectFile.Read(Head.Replace("name: make\n", "name: make\n    image: none\n", StringComparison.Ordinal) + "- trigger: {name: t, pipeline: train, manual: true}\n", "valohai.yaml");
        reading.Project!.Triggers.ShouldBeEmpty();
        reading.Diagnostics.ShouldContain(found => found.Code == "item.unknown");
    }

    private static ImmutableArray<Trigger> Read(string text)
    {
        var reading = ProjectFile.Read(Head + text + "\n", "gyre.yaml");
        reading.Project.ShouldNotBeNull(string.Join('\n', reading.Diagnostics));
        return reading.Project.Triggers;
    }
}
