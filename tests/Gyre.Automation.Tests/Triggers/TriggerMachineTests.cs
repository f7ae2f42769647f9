using Gyre.Automation;
using Gyre.Automation.Triggers;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Projects.Schedules;
using Gyre.Testing;

namespace Gyre.Automation.Tests.Triggers;

public sealed class TriggerMachineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Trigger Daily = TriggerTestBed.Plain with { Source = new CronSource("0 6 * * *") };
    private static readonly Trigger OnAlias = TriggerTestBed.Plain with { Source = new EventSource("alias.moved"), Concurrency = new TriggerConcurrency { MaxRunning = 100 } };
    private static readonly Trigger OnHook = TriggerTestBed.Plain with { Source = new WebhookSource() };

    [Fact]
    public void A_new_schedule_starts_nothing_and_says_when_to_come_back()
    {
        var bed = new TriggerTestBed(Daily);
        bed.Last.ShouldBe([new TriggerWakeAt(TriggerTestBed.Read("2026-01-01T06:00:00Z"))]);
    }

    [Fact]
    public void A_time_that_is_due_starts_a_run_once()
    {
        var bed = new TriggerTestBed(Daily).At("2026-01-01T06:00:02Z");
        bed.Started.ShouldBe(["cron:2026-01-01T06:00:00Z"]);
        bed.WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-02T06:00:00Z"));
        bed.End(bed.Run()).At("2026-01-01T06:00:02Z").Started.ShouldBeEmpty();
        bed.At("2026-01-01T06:00:03Z").Started.ShouldBeEmpty();
    }

    [Fact]
    public void A_cron_line_is_meant_in_its_zone() =>
        new TriggerTestBed(Daily with { Source = new CronSource("30 2 * * *", "Europe/Berlin") }, "2026-03-28T12:00:00Z").At("2026-03-29T01:00:00Z").Started.ShouldBe(["cron:2026-03-29T01:00:00Z"]);

    [Fact]
    public void An_interval_counts_from_the_first_sight()
    {
        var bed = new TriggerTestBed(Daily with { Source = new IntervalSource(TimeSpan.FromSeconds(90)) }, "2026-01-01T00:00:10Z");
        bed.WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-01T00:01:40Z"));
        bed.At("2026-01-01T00:01:41Z").Started.ShouldBe(["every:2026-01-01T00:01:40Z"]);
        bed.WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-01T00:03:10Z"));
    }

    [Theory]
    [InlineData(MissedMode.Last, "2026-01-05T12:00:00Z", "cron:2026-01-05T06:00:00Z", "cron:2026-01-01T06:00:00Z: it was missed, as were all up to 2026-01-04T06:00:00Z")]
    [InlineData(MissedMode.Last, "2026-01-01T12:00:00Z", "cron:2026-01-01T06:00:00Z", "")]
    [InlineData(MissedMode.Last, "2026-01-03T06:00:30Z", "cron:2026-01-03T06:00:00Z", "cron:2026-01-01T06:00:00Z: it was missed, as were all up to 2026-01-02T06:00:00Z")]
    [InlineData(MissedMode.Skip, "2026-01-02T12:00:00Z", "", "cron:2026-01-01T06:00:00Z: it was missed, as were all up to 2026-01-02T06:00:00Z")]
    [InlineData(MissedMode.Skip, "2026-01-01T12:00:00Z", "", "cron:2026-01-01T06:00:00Z: it was missed")]
    [InlineData(MissedMode.Skip, "2026-01-02T06:00:59Z", "cron:2026-01-02T06:00:00Z", "cron:2026-01-01T06:00:00Z: it was missed")]
    [InlineData(MissedMode.All, "2026-01-03T12:00:00Z", "cron:2026-01-01T06:00:00Z cron:2026-01-02T06:00:00Z cron:2026-01-03T06:00:00Z", "")]
    [InlineData(MissedMode.All, "2026-01-06T06:00:30Z", "cron:2026-01-03T06:00:00Z cron:2026-01-04T06:00:00Z cron:2026-01-05T06:00:00Z cron:2026-01-06T06:00:00Z", "cron:2026-01-01T06:00:00Z: it was missed, as were all up to 2026-01-02T06:00:00Z")]
    public void Missed_times_follow_the_policy(MissedMode mode, string now, string started, string skipped)
    {
        var bed = new TriggerTestBed(Daily with { Missed = new MissedPolicy { Mode = mode, Bound = 3 }, Concurrency = new TriggerConcurrency { MaxRunning = 9 } }).At(now);
        string.Join(' ', bed.Started).ShouldBe(started);
        string.Join(' ', bed.Skipped).ShouldBe(skipped);
    }

    [Fact]
    public void Ten_years_of_missed_seconds_are_no_work()
    {
        var everySecond = Daily with { Source = new CronSource("* * * * * *"), Missed = new MissedPolicy { Mode = MissedMode.All }, Concurrency = new TriggerConcurrency { MaxRunning = 100 }, MaxStartsPerHour = 1000 };
        TriggerTestBed bed = null!;
        Effort.Of(() => bed = new TriggerTestBed(everySecond).At("2036-01-01T00:00:00Z")).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        bed.Started.Count().ShouldBe(70);
        bed.Started.First().ShouldBe("cron:2035-12-31T23:58:51Z");
        bed.Skipped.ShouldBe(["cron:2026-01-01T00:00:01Z: it was missed, as were all up to 2035-12-31T23:58:50Z"]);
    }

    [Fact]
    public void A_clock_that_goes_back_fires_nothing_twice()
    {
        var bed = new TriggerTestBed(Daily).At("2026-01-03T06:00:01Z");
        bed.End(bed.Run());
        foreach (var time in new[] { "2026-01-03T05:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T06:00:00Z", "2026-01-03T06:00:00Z", "2026-01-03T06:00:01Z" })
        {
            bed.At(time).Started.ShouldBeEmpty(time);
            bed.WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-04T06:00:00Z"), time);
        }
        bed.At("2026-01-04T06:00:00Z").Started.ShouldBe(["cron:2026-01-04T06:00:00Z"]);
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_stretch_the_cool_down()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { CoolDown = 10 * Minute }, "2036-01-01T00:00:00Z").Hand("1");
        bed.End(bed.Run()).At("2026-01-01T00:00:00Z").Hand("2").Skipped.ShouldBe(["hand:2: the trigger cools down until 2026-01-01T00:10:00Z"]);
        bed.At("2026-01-01T00:10:00Z").Hand("3").Started.ShouldBe(["hand:3"]);
    }

    [Fact]
    public void A_person_sets_a_schedule_right_whose_clock_was_far_ahead()
    {
        var bed = new TriggerTestBed(Daily).At("2036-01-01T00:00:00Z").At("2026-01-02T00:00:00Z");
        bed.WakeAt.ShouldBe(TriggerTestBed.Read("2036-01-01T06:00:00Z"));
        bed.Tell(new TakenUp(bed.Now)).WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-02T06:00:00Z"));
    }

    [Fact]
    public void Events_of_the_type_that_pass_the_filter_start_runs()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Filter = "event.data.alias == 'champion' && event.subject.startsWith('alias/')" } });
        bed.Event(7, data: """{"alias": "champion"}""").Started.ShouldBe(["event:7"]);
        bed.Event(8, data: """{"alias": "other"}""").Last.ShouldBeEmpty();
        bed.Event(9, type: "run.ended", data: """{"alias": "champion"}""").Last.ShouldBeEmpty();
        bed.State.Problem.ShouldBeNull();
        bed.Event(10).Last.ShouldBeEmpty();
        bed.State.Problem.ShouldBe("The filter cannot be evaluated for event 10: column 12: The key 'alias' does not exist; the map is empty. Check with has(x.name) or 'name' in x first.");
        bed.State.LastSequence.ShouldBe(10);
    }

    [Fact]
    public void A_filter_that_is_no_truth_value_is_a_problem() =>
        new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Filter = "event.subject" } }).Event(1).State.Problem.ShouldBe("The filter is neither true nor false for event 1.");

    [Fact]
    public void Events_that_are_told_again_start_nothing()
    {
        var bed = new TriggerTestBed(OnAlias).Event(7);
        bed.Event(7).Last.ShouldBeEmpty();
        bed.Event(6).Last.ShouldBeEmpty();
        bed.Event(8).Started.ShouldBe(["event:8"]);
    }

    [Fact]
    public void Every_thousandth_event_starts_a_run()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 1000 } });
        var started = new List<string>();
        for (var sequence = 1; sequence <= 2500; sequence++)
            started.AddRange(bed.Event(sequence).Started);
        started.ShouldBe(["event:1000", "event:2000"]);
        bed.State.Counters.ShouldHaveSingleItem().Count.ShouldBe(500);
    }

    [Fact]
    public void Events_must_lie_within_the_window_and_count_anew_after_an_occurrence()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 3, Window = TimeSpan.FromDays(7) } });
        var start = bed.Now;
        var days = new[] { 0.0, 5, 7, 8, 8.1, 8.2, 8.3 };
        var started = days.SelectMany((day, index) => bed.Event(index + 1, at: start.AddDays(day)).Started.ToList()).ToList();
        started.ShouldBe(["event:4", "event:7"], "the event of day 0 is out on day 7; 5, 7, 8 are together");
    }

    [Fact]
    public void Weights_add_up_to_an_occurrence_and_begin_again_after_it()
    {
        var bed = new TriggerTestBed(OnJoined("event.data.joined"));
        bed.Event(1, "deployment.settled", """{"joined": 400}""").Started.ShouldBeEmpty();
        bed.Event(2, "deployment.settled", """{"joined": 0}""").Started.ShouldBeEmpty("nothing new is no reason to run");
        bed.Event(3, "deployment.settled", """{"joined": 5000}""").Started.ShouldBe(["event:3"], "many at once are one occurrence");
        bed.End(bed.Run());
        bed.Event(4, "deployment.settled", """{"joined": 499}""").Started.ShouldBeEmpty();
        bed.Event(5, "deployment.settled", """{"joined": 1}""").Started.ShouldBe(["event:5"]);
    }

    [Theory]
    [InlineData("event.data.none")]
    [InlineData("event.data.name")]
    [InlineData("0.5")]
    [InlineData("-1")]
    public void An_event_whose_weight_is_no_count_does_not_count_and_says_so(string weight)
    {
        var bed = new TriggerTestBed(OnJoined(weight));
        for (var sequence = 1; sequence <= 600; sequence++)
            bed.Event(sequence, "deployment.settled", """{"joined": 1, "name": "films"}""").Started.ShouldBeEmpty();
        bed.State.Problem.ShouldNotBeNull().ShouldContain("The weight");
    }

    private static Trigger OnJoined(string weight) =>
        OnAlias with { Source = new EventSource("deployment.settled") { Weight = weight, Count = 500 } };

    [Fact]
    public void A_clock_that_was_far_ahead_does_not_stop_the_counting()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 2, Window = TimeSpan.FromDays(1) } });
        bed.Event(1, at: bed.Now.AddYears(10)).Event(2, at: bed.Now).Event(3, at: bed.Now).Started.ShouldBe(["event:3"]);
    }

    [Fact]
    public void Groups_are_counted_apart_and_their_number_is_bounded()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 2, Group = "event.data.model" } });
        bed.Event(1, data: """{"model": "a"}""").Event(2, data: """{"model": "b"}""").Event(3, data: """{"model": "a"}""").Started.ShouldBe(["event:3"]);
        for (var sequence = 10; sequence < 10 + TriggerState.MaxGroups; sequence++)
            bed.Event(sequence, data: $$"""{"model": "m{{sequence}}"}""");
        bed.State.Counters.Length.ShouldBe(TriggerState.MaxGroups);
        bed.Event(5000, data: """{"model": "b"}""").Started.ShouldBeEmpty("its first event was forgotten");
        bed.Event(5001, data: """{"other": "b"}""").State.Problem.ShouldNotBeNull().ShouldStartWith("The group expression cannot be evaluated for event 5001");
    }

    [Fact]
    public void Times_in_all_groups_together_are_bounded()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 1000, Window = TimeSpan.FromDays(1), Group = "event.data.n" } });
        for (var sequence = 1; sequence <= 200; sequence++)
            bed.Event(sequence, data: $$"""{"n": {{sequence % 20}}}""");
        bed.State.Counters.Sum(counter => counter.Times.Length).ShouldBe(200);
        bed.State.Counters[^1].Group.ShouldBe("0");
    }

    [Fact]
    public void The_end_of_a_run_of_another_pipeline_is_an_event()
    {
        var bed = new TriggerTestBed(OnAlias with { Source = new RunEndedSource("prepare", [RunState.Succeeded, RunState.Stopped]) });
        bed.Event(1, "run.ended", """{"pipeline": "prepare", "state": "succeeded"}""").Started.ShouldBe(["event:1"]);
        bed.Event(2, "run.ended", """{"pipeline": "prepare", "state": "failed"}""").Last.ShouldBeEmpty();
        bed.Event(3, "run.ended", """{"pipeline": "other", "state": "succeeded"}""").Last.ShouldBeEmpty();
        bed.Event(4, "run.accepted", """{"pipeline": "prepare", "state": "succeeded"}""").Last.ShouldBeEmpty();
        bed.Event(5, "run.ended").Last.ShouldBeEmpty();
    }

    [Fact]
    public void A_webhook_starts_a_run_once_and_gives_it_values()
    {
        var bed = new TriggerTestBed(OnHook with
        {
            Parameters = [new TriggerConstant("train.epochs", Value.Of(3)), new TriggerExpression("train.data", "event.data.files[0] + '?' + event.subject")],
        });
        bed.Hook("abc", """{"files": ["s3://x"]}""").Last.ShouldBe([new StartOccurrence("hook:abc", new MapValue([new("train.epochs", Value.Of(3)), new("train.data", Value.Of("s3://x?abc"))]), 1)]);
        bed.End(bed.Run()).Hook("abc", """{"files": ["s3://x"]}""").Last.ShouldBeEmpty();
        bed.Hook("abd", """{"files": []}""").Skipped.ShouldBe(
            ["hook:abd: parameter train.data cannot be evaluated: column 17: Index 0 is out of range for a list of 0."]);
        bed.State.Failures.ShouldBe(1);
    }

    [Fact]
    public void Ids_of_requests_are_remembered_up_to_a_bound_and_may_be_long()
    {
        var bed = new TriggerTestBed(OnHook);
        for (var number = 0; number <= TriggerState.MaxRecent; number++)
            bed.Hook($"{number}");
        bed.State.Recent.Length.ShouldBe(TriggerState.MaxRecent);
        bed.State.Recent[0].ShouldBe("hook:1");
        bed.Hook(new string('x', 100_000)).Skipped.ShouldHaveSingleItem().Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void A_trigger_of_another_kind_takes_no_webhooks_but_people() =>
        new TriggerTestBed(Daily).Hook("1").Tell(new FiredByHand(TriggerTestBed.Read("2026-01-01T00:00:00Z"), "h")).Started.ShouldBe(["hand:h"]);

    [Fact]
    public void Parameters_see_the_time_of_a_schedule() =>
        new TriggerTestBed(Daily with { Parameters = [new TriggerExpression("day", "event.at")] }).At("2026-01-01T06:00:00Z").Last.OfType<StartOccurrence>().Single()
            .Parameters.ShouldBe(new MapValue([new("day", Value.Of("2026-01-01T06:00:00Z"))]));

    [Fact]
    public void While_a_run_is_under_way_an_occurrence_is_skipped()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain).Hand("1");
        bed.Hand("2").Skipped.ShouldBe(["hand:2: the run of hand:1 is still in progress"]);
        var run = bed.Run();
        bed.Hand("3").Skipped.ShouldNotBeEmpty();
        bed.End(run, RunState.Cancelled).Hand("4").Started.ShouldBe(["hand:4"]);
    }

    [Fact]
    public void So_many_runs_as_allowed_go_on_together()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { Concurrency = new TriggerConcurrency { MaxRunning = 2 } }).Hand("1").Hand("2");
        bed.Started.ShouldBe(["hand:2"]);
        bed.Hand("3").Started.ShouldBeEmpty();
    }

    [Fact]
    public void Occurrences_wait_in_order_up_to_a_bound()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { Concurrency = new TriggerConcurrency { Mode = ConcurrencyMode.Queue, QueueBound = 2 } }).Hand("1");
        var run = bed.Run();
        bed.Hand("2").Last.ShouldBeEmpty();
        bed.Hand("3").Hand("4").Skipped.ShouldBe(["hand:4: 2 firings are waiting, which is the maximum"]);
        bed.End(run).Started.ShouldBe(["hand:2"]);
        bed.End(bed.Run(), RunState.Failed).Started.ShouldBe(["hand:3"]);
    }

    [Fact]
    public void A_newer_occurrence_cancels_the_run_and_starts_after_its_end()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { Concurrency = new TriggerConcurrency { Mode = ConcurrencyMode.CancelPrevious } }).Hand("1");
        var run = bed.Run();
        bed.Hand("2").Cancelled.ShouldBe([run]);
        bed.Started.ShouldBeEmpty();
        bed.Hand("3").Cancelled.ShouldBeEmpty("it is being cancelled already");
        bed.Skipped.ShouldBe(["hand:2: replaced by hand:3"]);
        bed.End(run, RunState.Cancelled).Started.ShouldBe(["hand:3"]);
        bed.State.Failures.ShouldBe(0);
    }

    [Fact]
    public void A_run_that_is_not_known_yet_is_cancelled_when_it_is()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { Concurrency = new TriggerConcurrency { Mode = ConcurrencyMode.CancelPrevious } }).Hand("1").Hand("2");
        bed.Cancelled.ShouldBeEmpty();
        var run = bed.Run();
        bed.Cancelled.ShouldBe([run]);
        bed.Tell(new OccurrenceStarted(bed.Now, "hand:1", run)).Cancelled.ShouldBeEmpty("twice is as once");
        bed.End(run, RunState.Cancelled).Started.ShouldBe(["hand:2"]);
    }

    [Fact]
    public void In_its_cool_down_it_skips_or_waits()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain with { CoolDown = 10 * Minute }).Hand("1");
        bed.End(bed.Run()).After(5 * Minute).Hand("2").Skipped.ShouldBe(["hand:2: the trigger cools down until 2026-01-01T00:10:00Z"]);
        bed.After(5 * Minute).Hand("3").Started.ShouldBe(["hand:3"]);

        bed = new TriggerTestBed(TriggerTestBed.Plain with { CoolDown = 10 * Minute, Concurrency = new TriggerConcurrency { Mode = ConcurrencyMode.Queue } }).Hand("1");
        bed.End(bed.Run()).After(5 * Minute).Hand("2").Last.ShouldBe([new TriggerWakeAt(TriggerTestBed.Read("2026-01-01T00:10:00Z"))]);
        bed.After(5 * Minute).Started.ShouldBe(["hand:2"]);
    }

    [Fact]
    public void A_loop_ends_at_its_depth()
    {
        var bed = new TriggerTestBed(OnAlias with { MaxDepth = 3 });
        var depth = 0;
        for (var sequence = 1; sequence < 10; sequence++)
        {
            if (bed.Event(sequence, depth: depth).Last.OfType<StartOccurrence>().SingleOrDefault() is not { } start)
                break;
            depth = start.Depth;
        }
        depth.ShouldBe(3);
        bed.Skipped.ShouldBe(["event:4: it would be number 4 in a chain of runs that trigger each other; the maximum is 3"]);
    }

    [Fact]
    public void The_depth_of_counted_events_is_the_greatest() =>
        new TriggerTestBed(OnAlias with { Source = new EventSource("alias.moved") { Count = 3 } }).Event(1).Event(2, depth: 5).Event(3, depth: 1)
            .Last.OfType<StartOccurrence>().Single().Depth.ShouldBe(6);

    [Fact]
    public void No_more_than_so_many_start_in_an_hour()
    {
        var bed = new TriggerTestBed(OnAlias with { MaxStartsPerHour = 3 });
        for (var sequence = 1; sequence <= 3; sequence++)
            bed.After(10 * Minute).Event(sequence).Started.ShouldNotBeEmpty();
        bed.Event(4).Skipped.ShouldBe(["event:4: 3 runs were started within an hour, which is the maximum"]);
        bed.After(39 * Minute).Event(5).Started.ShouldBeEmpty();
        bed.After(Minute).Event(6).Started.ShouldBe(["event:6"]);
        bed.Event(7).Started.ShouldBeEmpty();
    }

    [Fact]
    public void After_failures_in_a_row_it_is_set_aside_until_taken_up()
    {
        var bed = new TriggerTestBed(Daily with { MaxFailures = 2, Concurrency = new TriggerConcurrency { Mode = ConcurrencyMode.Queue } });
        bed.Hand("1").End(bed.Run(), RunState.Failed);
        bed.Hand("2").End(bed.Run());
        bed.Hand("3").Tell(new StartFailed(bed.Now, "hand:3", "no such pipeline"));
        bed.State.SetAside.ShouldBeNull("a success lay between");
        bed.Hand("4");
        var run = bed.Run();
        bed.Hand("5").End(run, RunState.Failed).Last.ShouldBe(
        [
            new TriggerSetAside("2 failures in a row; last error: the run of hand:4 failed"),
            new OccurrenceSkipped("hand:5", "the trigger was suspended: 2 failures in a row; last error: the run of hand:4 failed"),
        ]);
        bed.At("2026-01-01T06:00:00Z").Last.ShouldBeEmpty();
        bed.Hand("6").Skipped.ShouldNotBeEmpty();
        bed.Tell(new TakenUp(TriggerTestBed.Read("2026-01-02T00:00:00Z"))).WakeAt.ShouldBe(TriggerTestBed.Read("2026-01-02T06:00:00Z"));
        bed.Hand("7").Started.ShouldBe(["hand:7"]);
    }

    [Fact]
    public void What_happens_while_it_is_disabled_is_not_made_up_for()
    {
        var bed = new TriggerTestBed(Daily) { Plan = TriggerTestBed.Make(Daily with { Enabled = false }) };
        bed.At("2026-01-03T00:00:00Z").Last.ShouldBeEmpty();
        bed.Hand("1").Skipped.ShouldBe(["hand:1: the trigger is disabled"]);
        bed.Plan = TriggerTestBed.Make(Daily);
        bed.At("2026-01-03T06:00:00Z").Started.ShouldBe(["cron:2026-01-03T06:00:00Z"]);
        bed.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void Runs_and_occurrences_of_others_change_nothing()
    {
        var bed = new TriggerTestBed(TriggerTestBed.Plain).Hand("1");
        var before = TriggerTestBed.Json(bed.State);
        bed.End(new RunId(GuidIds.FromNames("other")), RunState.Failed).Tell(new StartFailed(bed.Now, "hand:9", "x")).Tell(new OccurrenceStarted(bed.Now, "hand:9", new RunId(GuidIds.FromNames("other"))));
        TriggerTestBed.Json(bed.State).ShouldBe(before);
    }

    [Fact]
    public void What_cannot_be_read_or_is_out_of_range_is_refused_with_its_place()
    {
        var trigger = TriggerTestBed.Plain with
        {
            Source = new EventSource("") { Filter = "event.data.x = 1", Group = "nothing(", Count = 0, Window = TimeSpan.Zero },
            Parameters = [new TriggerExpression("a", "event."), new TriggerConstant("b", Value.Null), new TriggerConstant("b", Value.Null)],
            Missed = new MissedPolicy { Bound = 0, Tolerance = TimeSpan.Zero },
            Concurrency = new TriggerConcurrency { MaxRunning = 0, QueueBound = 0 },
            CoolDown = TimeSpan.FromSeconds(-1),
            MaxDepth = 0,
            MaxStartsPerHour = 0,
            MaxFailures = 0,
        };
        TriggerPlan.TryMake(trigger, out _, out var problems).ShouldBeFalse();
        problems.Select(problem => problem.Path).ShouldBe(
        [
            "source/filter", "source/group", "source/type", "source/count", "source/window", "parameters/0", "parameters/1", "parameters/2", "missed/bound", "missed/tolerance",
            "concurrency/max-running", "concurrency/queue-bound", "cool-down", "max-depth", "max-starts-per-hour", "max-failures",
        ]);
        problems[0].Message.ShouldBe("Unexpected character '='. (column 14)");
        Refused(new CronSource("61 * * * *", "Mars/Olympus")).ShouldBe(["source/cron", "source/zone"]);
        Refused(new IntervalSource(TimeSpan.Zero)).ShouldBe(["source/every"]);
        Refused(new RunEndedSource("p", [])).ShouldBe(["source/states"]);
        Refused(new EventSource("a") { Count = 1001, Window = Minute }).ShouldBe(["source/count"]);
    }

    private static IEnumerable<string> Refused(TriggerSource source)
    {
        TriggerPlan.TryMake(TriggerTestBed.Plain with { Source = source }, out _, out var problems).ShouldBeFalse();
        return problems.Select(problem => problem.Path);
    }
}
