using System.Globalization;
using Gyre.Client.Logging;
using Gyre.Client.Tests.Fakes;
using Gyre.Core;

namespace Gyre.Client.Tests;

/// <summary>What holds for everything that is logged, whatever the mix and the pace.</summary>
public sealed class BatchingTests : IDisposable
{
    private readonly FakeServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1, 1, 5_000)]
    [InlineData(4, 3, 2_000)]
    [InlineData(8, 1, 1_000)]
    public async Task Nothing_is_lost_and_each_key_keeps_its_order(int threads, int runs, int values)
    {
        using var tracker = Tracker(options => options with { QueueBytes = 64 * 1024 });
        var all = Enumerable.Range(0, runs).Select(_ => tracker.StartRun()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var value = 0; value < values; value++)
            {
                var run = all[value % runs];
                run.LogMetric($"m{thread}", value, step: value);
                if (value % 10 == 0)
                    run.LogParam($"p{thread}/{value}", value);
                if (value % 7 == 0)
                    run.SetTag($"t{thread}", value);
            }
        }, TestContext.Current.CancellationToken)));
        foreach (var run in all)
            run.End();

        foreach (var (run, index) in all.Select((run, index) => (_server.Runs[run.RunId], index)))
        {
            var mine = Enumerable.Range(0, values).Where(value => value % runs == index).ToArray();
            for (var thread = 0; thread < threads; thread++)
            {
                run.Values($"m{thread}").ShouldBe(mine.Select(value => (double)value));
                run.Tags[$"t{thread}"].ShouldBe(mine.Last(value => value % 7 == 0).ToString(CultureInfo.InvariantCulture));
            }
            run.Params.Count.ShouldBe(threads * mine.Count(value => value % 10 == 0));
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Every_batch_keeps_the_limits_and_nothing_but_repeats_is_left_out(ulong seed)
    {
        var random = new SeededRandom(seed);
        var queue = new Queue<LogItem>();
        for (var index = 0; index < 6000; index++)
        {
            queue.Enqueue((random.NextUInt64() % 5) switch
            {
                0 => LogItem.Param($"p{random.NextUInt64() % 300}", $"{random.NextUInt64() % 2}"),
                1 => LogItem.Tag($"t{random.NextUInt64() % 5}", new string('x', (int)(random.NextUInt64() % 8000))),
                _ => LogItem.Metric("m", index, index, index),
            });
        }
        var before = queue.ToArray();
        var after = new List<LogItem>();
        var takenInAll = 0;
        while (queue.Count > 0)
        {
            var batch = BatchCutter.Cut(queue, out var taken, out _);
            takenInAll += taken;
            taken.ShouldBePositive();
            batch.Items.Length.ShouldBeInRange(1, LogBatch.MaxItems);
            batch.Of(LogKind.Param).Count().ShouldBeLessThanOrEqualTo(LogBatch.MaxParams);
            batch.Of(LogKind.Tag).Count().ShouldBeLessThanOrEqualTo(LogBatch.MaxTags);
            batch.Of(LogKind.Param).Select(item => item.Key).ShouldBeUnique();
            batch.Items.Sum(item => item.Weight).ShouldBeLessThanOrEqualTo(LogBatch.MaxWeight);
            after.AddRange(batch.Items);
        }
        takenInAll.ShouldBe(before.Length);
        after.Where(item => item.Kind != LogKind.Param).ShouldBe(before.Where(item => item.Kind != LogKind.Param));
        after.Where(item => item.Kind == LogKind.Param).Distinct().Order(Comparer<LogItem>.Create(Compare))
            .ShouldBe(before.Where(item => item.Kind == LogKind.Param).Distinct().Order(Comparer<LogItem>.Create(Compare)));

        static int Compare(LogItem a, LogItem b) => string.CompareOrdinal(a.Key + "=" + a.Text, b.Key + "=" + b.Text);
    }

    [Fact]
    public async Task A_full_queue_makes_the_caller_wait_and_never_grows()
    {
        var hold = new TaskCompletionSource();
        using var tracker = Tracker(options => options with { QueueBytes = 64 * 1024 });
        var run = tracker.StartRun();
        _server.Hold = hold.Task;
        var logged = 0;
        var logging = Task.Run(() =>
        {
            for (; logged < 5000; logged++)
                run.LogMetric("m", logged, logged);
        }, TestContext.Current.CancellationToken);
        while (tracker.Pump.Room.Waiting == 0 && !logging.IsCompleted)
            await Task.Yield();
        var (waited, sofar) = (!logging.IsCompleted, logged);
        hold.SetResult();
        await logging;
        waited.ShouldBeTrue();
        sofar.ShouldBeLessThan(1000);
        run.End();
        tracker.Pump.Room.Peak.ShouldBeLessThanOrEqualTo(64 * 1024);
        _server.Runs[run.RunId].Values("m").Count().ShouldBe(5000);
    }

    [Fact]
    public void Values_that_come_close_together_share_a_request()
    {
        using var tracker = Tracker(options => options with { Linger = TimeSpan.FromHours(1), Clock = new Gyre.Testing.ManualClock() });
        var run = tracker.StartRun();
        for (var index = 0; index < 900; index++)
            run.LogMetric("m", index, index);
        run.End();
        _server.Runs[run.RunId].Batches.ShouldBe(1);
    }

    [Fact]
    public async Task A_lone_value_is_sent_when_its_time_to_wait_is_over()
    {
        var clock = new Gyre.Testing.ManualClock();
        using var tracker = Tracker(options => options with { Linger = TimeSpan.FromSeconds(5), Clock = clock });
        var run = tracker.StartRun();
        run.LogMetric("m", 1);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        _server.CallsTo("log-batch").ShouldBeEmpty();
        // The sender may begin to wait only now.
        await Gyre.Testing.Patience.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(0.2));
                return _server.Runs[run.RunId].Batches > 0;
            },
            TestContext.Current.CancellationToken);
        run.End();
    }

    [Fact]
    public void One_value_that_the_server_refuses_does_not_cost_its_neighbours()
    {
        _server.Before = call => call.Path.EndsWith("log-batch", StringComparison.Ordinal) && call.Body!.ToJsonString().Contains("\"bad\"", StringComparison.Ordinal)
            ? FakeServer.Error(400, "INVALID_PARAMETER_VALUE", "bad is bad") : null;
        using var tracker = Tracker(options => options with { Linger = TimeSpan.FromHours(1), Clock = new Gyre.Testing.ManualClock() });
        var run = tracker.StartRun();
        for (var index = 0; index < 500; index++)
            run.LogMetric(index == 250 ? "bad" : "good", index, index);
        var error = Should.Throw<TrackingException>(() => run.End());
        error.Failures.Single().ShouldSatisfyAllConditions(failure => failure.Count.ShouldBe(1), failure => failure.What.ShouldBe("metric 'bad'"));
        _server.Runs[run.RunId].Values("good").Count().ShouldBe(499);
    }

    [Fact]
    public void A_run_that_is_gone_is_not_asked_about_every_single_value()
    {
        using var tracker = Tracker(options => options with { Linger = TimeSpan.FromHours(1), Clock = new Gyre.Testing.ManualClock() });
        var run = tracker.StartRun();
        _server.Runs.Clear();
        for (var index = 0; index < 900; index++)
            run.LogMetric("m", index, index);
        Should.Throw<TrackingException>(() => run.End());
        _server.CallsTo("log-batch").Count().ShouldBe(1);
    }

    [Fact]
    public void Each_batch_has_a_key_of_its_own()
    {
        using var tracker = Tracker();
        var run = tracker.StartRun();
        for (var index = 0; index < 3000; index++)
            run.LogMetric("m", index, index);
        run.End();
        _server.CallsTo("log-batch").Select(call => call.Key).ShouldBeUnique();
        _server.CallsTo("log-batch").ShouldAllBe(call => call.Key != null);
    }

    private MlflowTracker Tracker(Func<TrackerOptions, TrackerOptions>? change = null) => MlflowTracker.Create(FakeServer.Address, (change ?? (options => options))(FakeServer.Options(_server)));
}
