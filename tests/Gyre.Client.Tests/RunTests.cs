using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>What a run sends.</summary>
public sealed class RunTests : IDisposable
{
    private readonly FakeServer _server = new();

    private MlflowTracker Tracker(Func<TrackerOptions, TrackerOptions>? change = null) => MlflowTracker.Create(FakeServer.Address, (change ?? (options => options))(FakeServer.Options(_server)));

    public void Dispose() => _server.Dispose();

    private FakeRun OnlyRun => _server.Runs.Values.Single();

    [Fact]
    public void Five_lines_are_a_script()
    {
        using var tracker = Tracker();
        using var run = tracker.StartRun("first");
        run.LogParam("lr", 0.1);
        run.LogMetric("loss", 0.5, step: 1);
        run.End();

        OnlyRun.Params.ShouldBe(new Dictionary<string, string> { ["lr"] = "0.1" });
        OnlyRun.Values("loss").ShouldBe([0.5]);
        OnlyRun.Status.ShouldBe("FINISHED");
        OnlyRun.EndTime.ShouldNotBeNull();
    }

    [Fact]
    public void Odd_numbers_arrive_as_they_are()
    {
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
        {
            foreach (var value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-300, -0.0, 0.1 })
                run.LogMetric("m", value, step: -3, timestamp: DateTimeOffset.UnixEpoch.AddMilliseconds(5));
        }
        OnlyRun.Values("m").ShouldBe([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-300, -0.0, 0.1]);
        OnlyRun.Metrics.ShouldAllBe(metric => metric["step"]!.GetValue<long>() == -3 && metric["timestamp"]!.GetValue<long>() == 5);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("x/")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    public void A_bad_key_is_refused_in_the_call_and_changes_nothing(string key)
    {
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
        {
            Should.Throw<ArgumentException>(() => run.LogMetric(key, 1));
            Should.Throw<ArgumentException>(() => run.LogParam(key, 1));
            Should.Throw<ArgumentException>(() => run.SetTag(key, 1)).Message.ShouldContain("is not valid");
        }
        _server.CallsTo("log-batch").ShouldBeEmpty();
    }

    [Fact]
    public void Keys_of_other_alphabets_are_keys()
    {
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
            run.LogParam("größe/ö 1:2.x-y_z", "é");
        OnlyRun.Params.ShouldContainKeyAndValue("größe/ö 1:2.x-y_z", "é");
    }

    [Fact]
    public void A_time_before_1970_is_refused()
    {
        using var tracker = Tracker();
        using var run = tracker.StartRun();
        Should.Throw<ArgumentOutOfRangeException>(() => run.LogMetric("m", 1, timestamp: DateTimeOffset.UnixEpoch.AddMilliseconds(-1)));
    }

    [Fact]
    public void Nothing_can_be_logged_after_the_end()
    {
        using var tracker = Tracker();
        var run = tracker.StartRun();
        run.End();
        Should.Throw<InvalidOperationException>(() => run.LogParam("a", 1)).Message.ShouldContain("has ended");
        run.End();
        _server.CallsTo("runs/update").Count().ShouldBe(1);
    }

    [Fact]
    public void Nested_runs_name_their_parent_and_its_experiment()
    {
        using var tracker = Tracker();
        using var parent = tracker.StartRun("outer", experiment: "e");
        using var child = tracker.StartRun("inner", parent: parent);
        child.ExperimentId.ShouldBe(parent.ExperimentId);
        _server.Runs[child.RunId].Tags.ShouldContainKeyAndValue("mlflow.parentRunId", parent.RunId);
    }

    [Fact]
    public void Start_and_End_pair_up_and_nest()
    {
        using var tracker = Tracker();
        var outer = tracker.Start("outer");
        var inner = tracker.Start("inner");
        inner.ParentRunId.ShouldBe(outer.RunId);
        tracker.ActiveRun.ShouldBe(inner);
        tracker.End();
        tracker.ActiveRun.ShouldBe(outer);
        tracker.End(TrackingStatus.Killed);
        tracker.ActiveRun.ShouldBeNull();
        tracker.End();
        _server.Runs[inner.RunId].Status.ShouldBe("FINISHED");
        _server.Runs[outer.RunId].Status.ShouldBe("KILLED");
    }

    [Fact]
    public void System_tags_say_who_ran_what()
    {
        using (var tracker = Tracker(options => options with { SystemTags = true }))
            tracker.StartRun("named").End();
        OnlyRun.Tags.Keys.ShouldBeSubsetOf(["mlflow.user", "mlflow.source.name", "mlflow.source.type", "mlflow.runName", "mlflow.source.git.commit", "mlflow.source.git.branch"]);
        OnlyRun.Tags.ShouldContainKeyAndValue("mlflow.source.type", "LOCAL");
        OnlyRun.Tags.ShouldContainKeyAndValue("mlflow.runName", "named");
    }

    [Fact]
    public void A_second_value_for_a_param_comes_out_of_the_end_with_the_servers_words_and_harms_nothing_else()
    {
        using var tracker = Tracker();
        var told = new List<TrackingFailure>();
        tracker.SendFailed += (_, failure) => told.Add(failure);
        var run = tracker.StartRun();
        run.LogParam("lr", "1");
        run.LogParam("lr", "1");
        run.LogParam("lr", "2");
        run.LogMetric("loss", 3);
        var error = Should.Throw<TrackingException>(() => run.End());
        error.Message.ShouldContain("Changing param values is not allowed");
        error.Failures.Single().What.ShouldBe("param 'lr'");
        told.Count.ShouldBe(1);
        OnlyRun.Params["lr"].ShouldBe("1");
        OnlyRun.Values("loss").ShouldBe([3]);
        OnlyRun.Status.ShouldBe("FINISHED");
    }

    [Fact]
    public async Task A_failure_comes_out_of_a_flush_once()
    {
        using var tracker = Tracker();
        using var run = tracker.StartRun();
        run.LogParam("a", "1");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        run.LogParam("a", "2");
        await Should.ThrowAsync<TrackingException>(() => tracker.FlushAsync(TestContext.Current.CancellationToken));
        await tracker.FlushAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void In_immediate_mode_a_call_brings_its_own_error()
    {
        using var tracker = Tracker(options => options with { Mode = LogMode.Immediate });
        using var run = tracker.StartRun();
        run.LogParam("a", "1");
        OnlyRun.Params.ShouldContainKey("a");
        Should.Throw<TrackingException>(() => run.LogParam("a", "2"));
    }

    [Fact]
    public void Disposing_the_tracker_ends_open_runs()
    {
        using (var tracker = Tracker(options => options with { Linger = TimeSpan.FromHours(1), Clock = TimeProvider.System }))
            tracker.StartRun().LogMetric("m", 1);
        OnlyRun.Values("m").ShouldBe([1]);
        OnlyRun.Status.ShouldBe("FINISHED");
    }

    [Fact]
    public async Task Two_programs_that_create_an_experiment_get_the_same_one()
    {
        using var tracker = Tracker();
        _server.Before = call =>
        {
            // Another program creates it between the look and the creation.
            if (call.Path.EndsWith("experiments/create", StringComparison.Ordinal))
                _server.Experiments["race"] = "77";
            return null;
        };
        (await tracker.GetOrCreateExperimentAsync("race", TestContext.Current.CancellationToken)).ShouldBe("77");
    }

    [Fact]
    public async Task Search_reads_page_after_page_and_stops_at_the_limit()
    {
        using var tracker = Tracker();
        for (var index = 0; index < 8; index++)
            tracker.StartRun().End();
        (await tracker.SearchRunsAsync(new RunQuery(), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(8);
        (await tracker.SearchRunsAsync(new RunQuery { MaxResults = 4 }, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(4);
    }
}
