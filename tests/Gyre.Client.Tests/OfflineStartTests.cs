using System.Net;
using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>Runs that are started while the server is away.</summary>
public sealed class OfflineStartTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SkippingClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task They_arrive_with_all_values_when_the_server_is_back()
    {
        Away();
        using (var tracker = Tracker())
        {
            var run = tracker.StartRun("night", "churn", tags: [KeyValuePair.Create("by", "test")]);
            run.IsOffline.ShouldBeTrue();
            run.LogMetric("m", 1, 1);
            run.LogParam("p", "x");
            run.LogInput(new TrackingDataset { Name = "data", Digest = "d1" }, "training");
            run.End(TrackingStatus.Failed);
        }
        _server.Runs.ShouldBeEmpty();
        Back();
        using (var next = Tracker())
            await next.UploadSpoolAsync(Cancel);
        var stored = _server.Runs.Values.ShouldHaveSingleItem();
        (stored.Values("m").Single(), stored.Params["p"], stored.Tags["by"], stored.Status).ShouldBe((1, "x", "test", "FAILED"));
        stored.Inputs.ShouldBe(new Dictionary<string, string> { ["data:d1"] = "training" });
        stored.ToJson()["info"]!["run_name"]!.GetValue<string>().ShouldBe("night");
        stored.ToJson()["info"]!["experiment_id"]!.GetValue<string>().ShouldBe(_server.Experiments["churn"]);
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_goes_on_logs_to_the_run_that_came_to_be()
    {
        Away();
        using var tracker = Tracker();
        using var run = tracker.StartRun();
        run.LogMetric("m", 1);
        await run.FlushAsync(Cancel);
        Back();
        await tracker.UploadSpoolAsync(Cancel);
        run.LogMetric("m", 2);
        await run.FlushAsync(Cancel);
        Away();
        run.LogMetric("m", 3);
        run.End();
        Back();
        // The provisional id is unknown to the next program, so what it finds must not need it.
        tracker.Dispose();
        using (var next = Tracker())
            await next.UploadSpoolAsync(Cancel);
        var stored = _server.Runs.Values.ShouldHaveSingleItem();
        stored.Values("m").ShouldBe([1, 2, 3]);
        stored.Status.ShouldBe("FINISHED");
    }

    [Fact]
    public async Task Children_lead_to_the_parent_that_came_to_be()
    {
        Away();
        using (var tracker = Tracker())
        {
            using var parent = tracker.StartRun("parent", "nest");
            using (tracker.StartRun("child", parent: parent))
                Back();
            // The server does not know the parent yet, so this one goes behind it although the server is there.
            using var late = tracker.StartRun("late", parent: parent);
            late.IsOffline.ShouldBeTrue();
            await tracker.UploadSpoolAsync(Cancel);
            using var last = tracker.StartRun("last", parent: parent);
            last.IsOffline.ShouldBeFalse();
        }
        await UploadAsync();
        var runs = _server.Runs.Select(pair => (Id: pair.Key, Name: pair.Value.ToJson()["info"]!["run_name"]!.GetValue<string>(), Run: pair.Value)).ToDictionary(run => run.Name, StringComparer.Ordinal);
        runs.Keys.ShouldBe(["parent", "child", "late", "last"], ignoreOrder: true);
        foreach (var name in new[] { "child", "late", "last" })
        {
            runs[name].Run.Tags["mlflow.parentRunId"].ShouldBe(runs["parent"].Id, name);
            runs[name].Run.ToJson()["info"]!["experiment_id"]!.GetValue<string>().ShouldBe(_server.Experiments["nest"], name);
        }
        runs.Values.ShouldAllBe(run => run.Run.Status == "FINISHED");
    }

    [Theory]
    [InlineData("runs/create")]
    [InlineData("log-batch")]
    public async Task An_upload_that_is_stopped_goes_on_and_starts_nothing_twice(string stopAt)
    {
        await LeaveAsync();
        var passed = 0;
        _server.Before = call => call.Path.EndsWith(stopAt, StringComparison.Ordinal) && ++passed > 0 ? throw new HttpRequestException("gone again") : null;
        await Should.ThrowAsync<TrackingException>(UploadAsync);
        Back();
        await UploadAsync();
        _server.Runs.Values.ShouldHaveSingleItem().Values("m").ShouldBe([1]);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_found_again()
    {
        await LeaveAsync();
        var spool = Directory.EnumerateFiles(_folder.Path).Single();
        var saved = await File.ReadAllBytesAsync(spool, Cancel);
        await UploadAsync();
        // As if the program had died before it noted anything.
        await File.WriteAllBytesAsync(spool, saved, Cancel);
        await UploadAsync();
        var stored = _server.Runs.Values.ShouldHaveSingleItem();
        stored.Values("m").ShouldBe([1]);
    }

    [Fact]
    public async Task Files_are_refused_with_the_reason()
    {
        Away();
        using var tracker = Tracker();
        using var run = tracker.StartRun();
        (await Should.ThrowAsync<TrackingException>(() => run.LogTextAsync("x", "a.txt", Cancel)))
            .Message.ShouldContain("while the server was unreachable");
        await File.WriteAllTextAsync(_folder.At("m.bin"), "x", Cancel);
        (await Should.ThrowAsync<TrackingException>(() => run.LogModelAsync("net", _folder.At("m.bin"), null, Cancel))).IsUnreachable.ShouldBeTrue();
        File.Delete(_folder.At("m.bin"));
    }

    [Fact]
    public async Task Without_a_spool_and_for_what_the_server_refuses_the_start_fails()
    {
        Away();
        using (var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server, _clock)))
            await Should.ThrowAsync<TrackingException>(() => tracker.StartRunAsync(cancellationToken: Cancel));
        _server.Before = call => call.Path.EndsWith("runs/create", StringComparison.Ordinal) ? FakeServer.Error((int)HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "no") : null;
        using var spooling = Tracker();
        await Should.ThrowAsync<TrackingException>(() => spooling.StartRunAsync(cancellationToken: Cancel));
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }

    private async Task LeaveAsync()
    {
        Away();
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
        {
            run.LogMetric("m", 1);
            await run.FlushAsync(Cancel);
        }
        Back();
    }

    private async Task UploadAsync()
    {
        using var tracker = Tracker();
        await tracker.UploadSpoolAsync(Cancel);
    }

    private void Away() => _server.Before = _ => throw new HttpRequestException("no route to host");

    private void Back() => _server.Before = null;

    private MlflowTracker Tracker() => MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server, _clock) with { SpoolFolder = _folder.Path, UploadSpoolAtStart = false });
}
