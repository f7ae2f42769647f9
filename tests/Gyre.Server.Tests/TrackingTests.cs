using System.Net;
using System.Text.Json.Nodes;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Testing;
using Gyre.Tracking;

namespace Gyre.Server.Tests;

/// <summary>Tracking runs over the server's own API.</summary>
public sealed class TrackingTests : IAsyncLifetime
{
    private const string Root = "/api/v1/tracking";
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IRunRecords Records => _home.Services.Tracking.Runs;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_search_takes_or_and_not_gives_the_columns_asked_for_and_counts()
    {
        for (var i = 0; i < 6; i++)
            await RunAsync($"run {i}", loss: i, model: i % 2 == 0 ? "a" : "b");
        var page = (await _home.PostAsync(
            $"{Root}/runs/search",
            """
            {"filter": "metrics.loss < 2 OR NOT (params.model = 'a' OR metrics.loss = 3)", "order_by": ["metrics.loss DESC"], "max_results": 2, "count": true,
             "columns": {"metrics": ["loss"], "params": [], "tags": [], "inputs": false}}
            """)).As<TrackingRunPage>();
        page.Count.ShouldBe(3);
        page.Runs.Select(run => run.Name).ShouldBe(["run 5", "run 1"]);
        page.Runs[0].Metrics.ShouldHaveSingleItem().Value.ShouldBe(Value.Of(5.0));
        page.Runs[0].Params.ShouldBeEmpty();
        page.Runs[0].Tags.ShouldBeEmpty();
        page.Runs[0].Status.ShouldBe("running");
        page.NextPageToken.ShouldNotBeNull();
        (await _home.PostAsync($"{Root}/runs/search", """{"filter": "metrics.loss < 2 OR metrics.loss > 3", "extended": false}""")).ShouldBeProblem(400, "tracking.refused");
        (await _home.PostAsync($"{Root}/runs/search", """{"max_results": 0}""")).ShouldBeProblem(400, "tracking.max-results");
        (await _home.PostAsync($"{Root}/runs/search", """{"view": "some"}""")).ShouldBeProblem(400, "tracking.view");
        (await _home.PostAsync($"{Root}/runs/search", """{"experiments": []}""")).As<TrackingRunPage>().Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_is_given_whole_and_an_unknown_one_is_not_found()
    {
        var id = await RunAsync("one", double.NaN, "a");
        var answer = await _home.GetAsync($"{Root}/runs/{id}");
        answer.Json["metrics"]![0]!["value"]!.ToJsonString().ShouldBe("""{"$float":"nan"}""");
        answer.As<Gyre.Contracts.TrackingRunInfo>().Params.ShouldBe([new TrackingPair("model", "a")]);
        (await _home.GetAsync($"{Root}/runs/{new string('0', 32)}")).ShouldBeProblem(404, "tracking.unknown");
    }

    [Fact]
    public async Task A_long_history_comes_thinned_with_its_extremes()
    {
        var id = await RunAsync("one", 0, "a");
        for (var batch = 0; batch < 5; batch++)
        {
            var points = Enumerable.Range(batch * 1000, 1000).Select(i => new LoggedMetric("a/b", new MetricPoint(i, i, i == 3210 ? 99 : i % 7))).ToList();
            await Records.LogBatchAsync(id, new LogBatch { Metrics = points }, Cancel);
        }
        var history = (await _home.GetAsync($"{Root}/runs/{id}/metrics/a/b?max_points=40")).As<TrackingHistory>();
        history.Total.ShouldBe(5000);
        history.Points.Count.ShouldBeInRange(4, 40);
        history.Points.ShouldContain(new TrackingPoint(3210, 3210, Value.Of(99.0)));
        (await _home.GetAsync($"{Root}/runs/{id}/metrics/a/b?max_points=3")).ShouldBeProblem(400, "query.max_points");
        (await _home.GetAsync($"{Root}/runs/{id}/metrics/none")).ShouldBeProblem(404, "tracking.unknown");
    }

    [Fact]
    public async Task Histories_of_many_runs_come_in_columns_and_thinned()
    {
        var (one, two) = (await RunAsync("one", double.NaN, "a"), await RunAsync("two", 1, "b"));
        var points = Enumerable.Range(0, 900).Select(i => new LoggedMetric("curve", new MetricPoint(i, 2 * i, i == 321 ? 99 : i % 7))).ToList();
        await Records.LogBatchAsync(two, new LogBatch { Metrics = points }, Cancel);
        await Records.LogBatchAsync(one, new LogBatch { Metrics = [new LoggedMetric("curve", new MetricPoint(5, 6, double.NaN))] }, Cancel);
        var body = $$"""{"run_ids": ["{{two}}", "nope", "{{one}}", "{{two}}"], "key": "curve", "max_points": 40}""";
        var answer = (await _home.PostAsync($"{Root}/histories", body)).As<TrackingHistories>();
        answer.Curves.Select(curve => (curve.RunId, curve.Total)).ShouldBe([(two, 900), ("nope", 0), (one, 1)]);
        var thinned = answer.Curves[0];
        thinned.Values.Count.ShouldBeInRange(4, 40);
        var peak = thinned.Values.ToList().IndexOf(Value.Of(99.0));
        (thinned.Timestamps[peak], thinned.Steps[peak]).ShouldBe((321, 642));
        (answer.Curves[2].Timestamps.Single(), answer.Curves[2].Steps.Single()).ShouldBe((5, 6));
        answer.Curves[2].Values.Single().ShouldBe(Value.Of(double.NaN));
    }

    [Theory]
    [InlineData("""{"run_ids": [], "key": "loss"}""", "tracking.run-ids")]
    [InlineData("""{"run_ids": [null], "key": "loss"}""", "tracking.run-ids")]
    [InlineData("""{"run_ids": ["1"], "key": "loss", "max_points": 3}""", "tracking.max-points")]
    [InlineData("""{"run_ids": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], "key": "loss", "max_points": 100000}""", "tracking.max-points")]
    [InlineData("""{"run_ids": ["1"], "key": null}""", null)]
    [InlineData("""{"run_ids": ["1"]}""", null)]
    public async Task Asking_for_too_much_or_too_little_history_is_refused(string body, string? code) =>
        (await _home.PostAsync($"{Root}/histories", body)).ShouldBeProblem(400, code ?? "json.shape");

    [Fact]
    public async Task Runs_stand_side_by_side_with_what_differs()
    {
        var (one, two) = (await RunAsync("one", 1, "a"), await RunAsync("two", 1, "b"));
        await Records.LogParamAsync(two, new Tag("only", "x"), Cancel);
        var ids = $"[\"{two}\", \"nope\", \"{one}\", \"{two}\"]";
        var compared = (await _home.PostAsync($"{Root}/compare", $$"""{"run_ids": {{ids}}}""")).As<CompareInfo>();
        compared.Runs.Select(run => run.Name).ShouldBe(["two", "one"]);
        compared.Missing.ShouldBe(["nope"]);
        compared.Params.Select(row => (row.Key, row.Differs)).ShouldBe([("model", true), ("only", true)]);
        compared.Params[1].Values.ShouldBe([Value.Of("x"), Value.Null]);
        compared.Metrics.ShouldHaveSingleItem().Differs.ShouldBeFalse();
        (await _home.PostAsync($"{Root}/compare", $$"""{"run_ids": {{ids}}, "only_different": true}""")).As<CompareInfo>().Metrics.ShouldBeEmpty();
        var many = string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"{i}\""));
        (await _home.PostAsync($"{Root}/compare", $$"""{"run_ids": [{{many}}]}""")).ShouldBeProblem(400, "tracking.run-ids");
    }

    [Fact]
    public async Task A_run_that_is_not_heard_of_in_time_is_ended_as_killed()
    {
        var clock = new ManualClock();
        await using var home = await ServerHome.StartAsync(clock: clock);
        var created = await home.PostAsync("/api/2.0/mlflow/runs/create", """{"experiment_id": "0", "keep_alive_seconds": 60}""");
        var id = created.Json["run"]!["info"]!["run_id"]!.GetValue<string>();
        clock.Advance(TimeSpan.FromSeconds(50));
        var kept = (await home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 30}""")).As<KeepAliveInfo>();
        kept.AliveUntil.ShouldBe(clock.GetUtcNow().AddSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(29));
        (await home.GetAsync($"{Root}/runs/{id}")).Json["status"]!.GetValue<string>().ShouldBe("running");
        JsonNode run = null!;
        await Patience.UntilAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                run = (await home.GetAsync($"{Root}/runs/{id}")).Json;
                return run["status"]!.GetValue<string>() != "running";
            },
            Cancel);
        run["status"]!.GetValue<string>().ShouldBe("killed");
        run["tags"]!.AsArray().Select(tag => tag!["key"]!.GetValue<string>()).ShouldContain("gyre.endReason");
        (await home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 30}""")).ShouldBeProblem(409, "tracking.over");
    }

    [Fact]
    public async Task A_lease_has_bounds_and_counts_once_per_key()
    {
        var id = await RunAsync("one", 1, "a");
        (await _home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 0}""")).ShouldBeProblem(400, "tracking.seconds");
        (await _home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 86401}""")).ShouldBeProblem(400, "tracking.seconds");
        (await _home.PostAsync("/api/2.0/mlflow/runs/create", """{"keep_alive_seconds": 0}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var first = await _home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 60}""", null, ("Idempotency-Key", "k"));
        var again = await _home.PostAsync($"{Root}/runs/{id}/keep-alive", """{"seconds": 60}""", null, ("Idempotency-Key", "k"));
        again.Headers["Idempotency-Replayed"].ShouldBe("true");
        again.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task A_stream_tells_what_a_run_logs_until_it_is_over()
    {
        var id = await RunAsync("one", 1, "a");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/runs/{id}/stream");
        using var response = await _home.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        (await NextAsync(reader)).Name.ShouldBe("run");
        ValueOf(await NextAsync(reader)).ShouldBe("1.0");
        for (var step = 2; step <= 200; step++)
            await Records.LogMetricAsync(id, new LoggedMetric("loss", new MetricPoint(step, step, step)), Cancel);
        var (events, last) = (0, "");
        while (last != "200.0")
        {
            last = ValueOf(await NextAsync(reader));
            events++;
        }
        events.ShouldBeLessThan(100, "what comes fast is told at once");
        await Records.UpdateAsync(id, new TrackingRunChange { Status = TrackingRunStatus.Failed }, Cancel);
        (await NextAsync(reader)).Data["status"]!.GetValue<string>().ShouldBe("failed");
        (await NextAsync(reader)).Data["state"]!.GetValue<string>().ShouldBe("failed");
        (await reader.ReadToEndAsync(Cancel)).Trim().ShouldBe("");
        (await _home.GetAsync($"{Root}/runs/{id}/stream", null, ("Last-Event-ID", "over"))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Lineage_knows_runs_data_and_kinds()
    {
        var id = await RunAsync("one", 1, "a");
        await Records.LogInputsAsync(id, [new DatasetInput { Name = "data", Digest = "d1" }], [], Cancel);
        var lineage = (await _home.GetAsync($"{Root}/lineage/run/{id}")).As<LineageInfo>();
        lineage.MadeFrom.ShouldBe([new LineageLinkInfo("dataset", "d1", "data", "input")]);
        (await _home.GetAsync($"{Root}/lineage/dataset/d1")).As<LineageInfo>().LedTo.ShouldBe([new LineageLinkInfo("run", id, "one", "reader")]);
        (await _home.GetAsync($"{Root}/lineage/model-version/a/1")).ShouldBeProblem(404, "tracking.unknown");
        (await _home.GetAsync($"{Root}/lineage/shoe/1")).ShouldBeProblem(400, "tracking.lineage-kind");
        (await _home.GetAsync($"{Root}/lineage/artifact/{FakeLineage.View.Id}")).As<LineageInfo>().LedTo
            .ShouldBe([new LineageLinkInfo("node-run", "r/train", "train", "reader")]);
        (await _home.GetAsync($"{Root}/lineage/artifact/sha256:0")).ShouldBeProblem(404, "artifact.unknown");
        (await _home.GetAsync($"{Root}/lineage/pipeline-run/none")).ShouldBeProblem(404, "run.unknown");
    }

    private async Task<string> RunAsync(string name, double loss, string model)
    {
        var id = (await Records.CreateAsync(new NewTrackingRun { Experiment = 0, Name = name }, Cancel)).Info.RunId;
        await Records.LogBatchAsync(id, new LogBatch { Metrics = [new LoggedMetric("loss", new MetricPoint(1, 1, loss))], Params = [new Tag("model", model)] }, Cancel);
        return id;
    }

    private static string ValueOf((string Name, JsonNode Data) told)
    {
        told.Name.ShouldBe("metrics");
        return told.Data["metrics"]![0]!["value"]!.ToJsonString();
    }

    private static async Task<(string Name, JsonNode Data)> NextAsync(StreamReader reader)
    {
        var name = "";
        while (await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience.Limit, Cancel) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (name, JsonNode.Parse(line[6..])!);
        }
        throw new EndOfStreamException();
    }
}
