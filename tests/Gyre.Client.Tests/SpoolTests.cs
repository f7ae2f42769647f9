using System.Text;
using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>What is logged while the server is away.</summary>
public sealed class SpoolTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SkippingClock _clock = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Values_wait_on_the_disk_and_arrive_in_order_when_the_server_is_back()
    {
        using var tracker = Tracker();
        var run = tracker.StartRun();
        Away();
        run.LogMetric("m", 1);
        await run.FlushAsync(TestContext.Current.CancellationToken);
        run.LogMetric("m", 2);
        run.SetTag("t", "old");
        run.End();
        Spools.Length.ShouldBe(1);
        _server.Runs[run.RunId].Values("m").ShouldBeEmpty();

        Back();
        (await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken)).ShouldBeGreaterThanOrEqualTo(3);
        _server.Runs[run.RunId].Values("m").ShouldBe([1, 2]);
        _server.Runs[run.RunId].Tags["t"].ShouldBe("old");
        _server.Runs[run.RunId].Status.ShouldBe("FINISHED");
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Later_values_go_behind_those_that_wait()
    {
        using var tracker = Tracker();
        var run = tracker.StartRun();
        Away();
        run.SetTag("t", "first");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        Back();
        // Not yet time to knock: this one goes behind the first.
        run.SetTag("t", "second");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        _server.Runs[run.RunId].Tags.ShouldNotContainKey("t");
        _clock.Pass(TimeSpan.FromMinutes(1));
        run.SetTag("t", "third");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        _server.Runs[run.RunId].Tags["t"].ShouldBe("third");
        Sent("t").ShouldBe(["first", "second", "third"]);
        Spools.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_program_sends_what_an_earlier_one_left()
    {
        string id;
        using (var tracker = Tracker())
        {
            var run = tracker.StartRun();
            id = run.RunId;
            Away();
            run.LogMetric("m", double.NaN, step: -1);
            run.LogParam("p", "ü");
        }
        Spools.Length.ShouldBe(1);
        Back();
        using (var next = Tracker(uploadAtStart: true))
        {
            while (Spools.Length > 0)
                await Task.Yield();
        }
        _server.Runs[id].Values("m").ShouldBe([double.NaN]);
        _server.Runs[id].Params["p"].ShouldBe("ü");
        _server.Runs[id].Status.ShouldBe("FINISHED");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_upload_that_is_stopped_goes_on_and_counts_nothing_twice(int stopAfter)
    {
        var id = await LeaveAsync(5);
        var passed = 0;
        _server.Before = call => call.Path.EndsWith("log-batch", StringComparison.Ordinal) && ++passed > stopAfter ? throw new HttpRequestException("gone again") : null;
        using (var tracker = Tracker())
            await Should.ThrowAsync<TrackingException>(() => tracker.UploadSpoolAsync(TestContext.Current.CancellationToken));
        Back();
        var before = _server.CallsTo("log-batch").Count();
        using (var tracker = Tracker())
            await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken);
        _server.Runs[id].Values("m").ShouldBe([0, 1, 2, 3, 4]);
        (_server.CallsTo("log-batch").Count() - before).ShouldBe(5 - stopAfter);
    }

    [Fact]
    public async Task A_crash_between_sending_and_noting_it_repeats_the_same_key()
    {
        var id = await LeaveAsync(3);
        var saved = await File.ReadAllBytesAsync(Spools.Single(), TestContext.Current.CancellationToken);
        var path = Spools.Single();
        using (var tracker = Tracker())
            await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken);
        // As if the program had died before it noted anything.
        await File.WriteAllBytesAsync(path, saved, TestContext.Current.CancellationToken);
        using (var tracker = Tracker())
            await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken);
        _server.CallsTo("log-batch").Count().ShouldBeGreaterThan(3);
        _server.Runs[id].Values("m").ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_short_was_never_acknowledged_and_is_left_out()
    {
        var id = await LeaveAsync(2);
        var whole = await File.ReadAllTextAsync(Spools.Single(), TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Spools.Single(), whole[..40], TestContext.Current.CancellationToken);
        using (var tracker = Tracker())
            await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken);
        _server.Runs[id].Values("m").ShouldBe([0, 1]);
        Spools.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_server_refuses_is_set_aside_and_told()
    {
        var id = await LeaveAsync(2);
        var lines = await File.ReadAllLinesAsync(Spools.Single(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Spools.Single(), string.Concat(lines.Prepend("{ this is no line }").Select(line => line + "\n")), TestContext.Current.CancellationToken);
        var told = new List<TrackingFailure>();
        using (var tracker = Tracker())
        {
            tracker.SendFailed += (_, failure) => told.Add(failure);
            await tracker.UploadSpoolAsync(TestContext.Current.CancellationToken);
        }
        told.Count.ShouldBe(1);
        (await File.ReadAllTextAsync(_folder.At("refused.jsonl"), TestContext.Current.CancellationToken)).ShouldBe("{ this is no line }\n");
        _server.Runs[id].Values("m").ShouldBe([0, 1]);
    }

    [Fact]
    public async Task The_spool_of_another_server_is_left_alone()
    {
        await LeaveAsync(1);
        using var other = MlflowTracker.Create("http://other.test", Options(false));
        (await other.UploadSpoolAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        Spools.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_spool_that_another_program_writes_is_left_to_it()
    {
        using var first = Tracker();
        var run = first.StartRun();
        Away();
        run.LogMetric("m", 1);
        await run.FlushAsync(TestContext.Current.CancellationToken);
        Back();
        using (var second = Tracker())
            (await second.UploadSpoolAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await first.UploadSpoolAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task No_credential_is_written()
    {
        using (var tracker = MlflowTracker.Create("http://me:topsecret@tracking.test:5000", Options(false) with { Environment = name => name == "MLFLOW_TRACKING_TOKEN" ? "topsecret" : null }))
        {
            var run = tracker.StartRun();
            Away();
            run.LogMetric("m", 1);
        }
        Spools.Length.ShouldBe(1);
        Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Spools.Single(), TestContext.Current.CancellationToken)).ShouldNotContain("topsecret");
    }

    private string[] Spools => [.. Directory.EnumerateFiles(_folder.Path).Where(file => file.EndsWith(".jsonl", StringComparison.Ordinal) && !file.EndsWith("refused.jsonl", StringComparison.Ordinal))];

    /// <summary>Leaves values in a spool, one write each, and a server that is back.</summary>
    private async Task<string> LeaveAsync(int values)
    {
        using var tracker = Tracker();
        var run = tracker.StartRun();
        Away();
        for (var value = 0; value < values; value++)
        {
            run.LogMetric("m", value, value);
            await run.FlushAsync(TestContext.Current.CancellationToken);
        }
        run.End();
        tracker.Dispose();
        Back();
        return run.RunId;
    }

    private IEnumerable<string> Sent(string tag) => _server.CallsTo("log-batch").Where(call => call.Body!["tags"] is not null).SelectMany(call => call.Body!["tags"]!.AsArray())
        .Where(found => (string?)found!["key"] == tag).Select(found => (string)found!["value"]!).Distinct();

    private void Away() => _server.Before = _ => throw new HttpRequestException("no route to host");

    private void Back() => _server.Before = null;

    private MlflowTracker Tracker(bool uploadAtStart = false) => MlflowTracker.Create(FakeServer.Address, Options(uploadAtStart));

    private TrackerOptions Options(bool uploadAtStart) => FakeServer.Options(_server, _clock) with { SpoolFolder = _folder.Path, UploadSpoolAtStart = uploadAtStart };
}
