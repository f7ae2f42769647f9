using System.Net;
using System.Text.Json.Nodes;
using Gyre.Client;

namespace Gyre.EndToEnd.Tests.Tracking;

/// <summary>The client library against <c>gyre serve</c>, everything read back over the API.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private const string Api = "/api/2.0/mlflow";
    private TrackingServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TrackingServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Params_tags_and_long_histories_are_there_with_every_point()
    {
        string id;
        using var line = new LossyLine();
        using var http = new HttpClient(line) { Timeout = Timeout.InfiniteTimeSpan };
        using (var tracker = Tracker(http: http))
        using (var run = tracker.StartRun("first", "churn", tags: [KeyValuePair.Create("by", "test")]))
        {
            id = run.RunId;
            run.LogParams(Enumerable.Range(0, 250).Select(i => KeyValuePair.Create($"p/{i}", (object?)(i / 4.0))));
            for (var step = 0; step < 5000; step++)
                run.LogMetric("loss", 1.0 / (step + 1), step);
            run.LogMetric("odd", double.NaN, step: -3);
            run.SetTag("größe", "ü");
        }
        line.Batches.ShouldBeLessThan(100, "5,252 values go in batches");
        var stored = await _server.RunAsync(id);
        (stored["info"]!["status"]!.GetValue<string>(), stored["info"]!["run_name"]!.GetValue<string>()).ShouldBe(("FINISHED", "first"));
        var experiment = (await _server.GetAsync($"{Api}/experiments/get-by-name?experiment_name=churn"))["experiment"]!;
        experiment["experiment_id"]!.GetValue<string>().ShouldBe(stored["info"]!["experiment_id"]!.GetValue<string>());
        TrackingServer.Pairs(stored, "params").ShouldBe(Enumerable.Range(0, 250).ToDictionary(i => $"p/{i}", i => FormattableString.Invariant($"{i / 4.0:0.0##}")), ignoreOrder: true);
        var tags = TrackingServer.Pairs(stored, "tags");
        (tags["by"], tags["größe"]).ShouldBe(("test", "ü"));
        (await _server.HistoryAsync(id, "loss")).ShouldBe(Enumerable.Range(0, 5000).Select(step => ((long)step, 1.0 / (step + 1))), ignoreOrder: true);
        (await _server.GetAsync($"{Api}/metrics/get-history?run_id={id}&metric_key=odd"))["metrics"]!.AsArray().ShouldHaveSingleItem()!["step"]!.GetValue<long>().ShouldBe(-3);
    }

    [Fact]
    public async Task Files_of_all_kinds_come_back_as_they_were_sent()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_server.At("weights.bin"), bytes, Cancel);
        string id;
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
        {
            id = run.RunId;
            run.LogText("notes ü", "notes/read me.txt");
            run.LogDict(new { depth = 3, names = new[] { "a", "b" } }, "config.json");
            run.LogFigure("<svg/>", "plots/roc.svg");
            run.LogFigure(new byte[] { 0x89, 0x50 }, "plots/roc.png");
            run.LogArtifact(_server.At("weights.bin"), "deep/er");
            var copied = await tracker.DownloadArtifactsAsync(id, null, _server.At("copied"), Cancel);
            (await File.ReadAllBytesAsync(Path.Join(copied, "deep", "er", "weights.bin"), Cancel)).ShouldBe(bytes);
        }
        (await ListAsync(id, "")).ShouldBe(["config.json", "deep", "notes", "plots"]);
        (await ListAsync(id, "plots")).ShouldBe(["plots/roc.png", "plots/roc.svg"]);
        (await _server.TextAsync($"/get-artifact?run_id={id}&path=notes/read%20me.txt")).ShouldBe("notes ü");
        (await _server.TextAsync($"/get-artifact?run_id={id}&path=plots/roc.svg")).ShouldBe("<svg/>");
        JsonNode.DeepEquals(JsonNode.Parse(await _server.TextAsync($"/get-artifact?run_id={id}&path=config.json")), JsonNode.Parse("""{"depth": 3, "names": ["a", "b"]}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_is_logged_registered_and_found_from_both_sides()
    {
        await File.WriteAllTextAsync(_server.At("model.onnx"), "onnx", Cancel);
        LoggedModel first, second;
        string id;
        using (var tracker = Tracker())
        using (var run = tracker.StartRun())
        {
            id = run.RunId;
            first = run.LogModel("net", _server.At("model.onnx"), new ModelDescription { Flavor = "onnx", RegisterAs = "classifier" });
            second = run.LogModel("net", _server.At("model.onnx"), new ModelDescription { Flavor = "onnx", RegisterAs = "classifier" });
        }
        (first.Version!.Version, second.Version!.Version).ShouldBe(("1", "2"));
        var version = (await _server.GetAsync($"{Api}/model-versions/get?name=classifier&version=2"))["model_version"]!;
        (version["run_id"]!.GetValue<string>(), version["status"]!.GetValue<string>(), version["source"]!.GetValue<string>()).ShouldBe((id, "READY", second.Uri));
        var model = (await _server.GetAsync($"{Api}/logged-models/{second.ModelId}"))["model"]!["info"]!;
        (model["status"]!.ToString(), model["source_run_id"]!.GetValue<string>(), model["name"]!.GetValue<string>()).ShouldBe(("LOGGED_MODEL_READY", id, "net"));
        var address = (await _server.GetAsync($"{Api}/model-versions/get-download-uri?name=classifier&version=2"))["artifact_uri"]!.GetValue<string>();
        var folder = new Uri(address.Replace("mlflow-artifacts:", "http://x", StringComparison.Ordinal)).AbsolutePath;
        (await _server.TextAsync($"/api/2.0/mlflow-artifacts/artifacts{folder}/model.onnx")).ShouldBe("onnx");
        (await _server.TextAsync($"/api/2.0/mlflow-artifacts/artifacts{folder}/MLmodel")).ShouldContain(second.ModelId!);
        (await _server.RunAsync(id))["outputs"]!["model_outputs"]!.AsArray().Select(output => output!["model_id"]!.GetValue<string>()).ShouldBe([first.ModelId!, second.ModelId!], ignoreOrder: true);
    }

    [Fact]
    public async Task Nested_runs_know_their_parents_and_an_exception_fails_both()
    {
        string outer = "", inner = "";
        using (var tracker = Tracker())
        {
            Should.Throw<InvalidOperationException>(() =>
            {
                using var parent = tracker.StartRun("parent", "nest");
                outer = parent.RunId;
                using (var done = tracker.StartRun("done", parent: parent))
                    done.LogMetric("m", 1);
                using var child = tracker.StartRun("child", parent: parent);
                inner = child.RunId;
                child.LogMetric("m", 2);
                throw new InvalidOperationException("it broke");
            });
        }
        var (parentRun, childRun) = (await _server.RunAsync(outer), await _server.RunAsync(inner));
        parentRun["info"]!["status"]!.GetValue<string>().ShouldBe("FAILED");
        childRun["info"]!["status"]!.GetValue<string>().ShouldBe("FAILED");
        childRun["info"]!["experiment_id"]!.GetValue<string>().ShouldBe(parentRun["info"]!["experiment_id"]!.GetValue<string>());
        TrackingServer.Pairs(childRun, "tags")["gyre.error"].ShouldBe("System.InvalidOperationException: it broke");
        var search = new JsonObject
        {
            ["experiment_ids"] = new JsonArray(parentRun["info"]!["experiment_id"]!.DeepClone()),
            ["filter"] = $"tags.mlflow.parentRunId = '{outer}'",
            ["order_by"] = new JsonArray("attributes.run_name"),
        };
        (await _server.PostAsync($"{Api}/runs/search", search))["runs"]!.AsArray()
            .Select(run => (run!["info"]!["run_name"]!.GetValue<string>(), run["info"]!["status"]!.GetValue<string>())).ShouldBe([("child", "FAILED"), ("done", "FINISHED")]);
    }

    [Fact]
    public async Task What_was_logged_while_the_server_was_away_arrives_later_and_once()
    {
        string id;
        using (var tracker = Tracker(_server.At("spool")))
        {
            var run = tracker.StartRun("away");
            id = run.RunId;
            run.LogMetric("m", 0, 0);
            await run.FlushAsync(Cancel);
            await _server.GoAwayAsync();
            for (var step = 1; step < 2500; step++)
                run.LogMetric("m", step, step);
            run.LogParam("p", "x");
            run.SetTag("t", "old");
            await run.FlushAsync(Cancel);
            run.SetTag("t", "new");
            run.End();
        }
        await _server.ComeBackAsync();
        (await _server.HistoryAsync(id, "m")).Count.ShouldBe(1, "the rest lies in the spool");
        using (var next = Tracker(_server.At("spool")))
            (await next.UploadSpoolAsync(Cancel)).ShouldBeGreaterThanOrEqualTo(3);
        (await _server.HistoryAsync(id, "m")).ShouldBe(Enumerable.Range(0, 2500).Select(step => ((long)step, (double)step)), ignoreOrder: true);
        var stored = await _server.RunAsync(id);
        stored["info"]!["status"]!.GetValue<string>().ShouldBe("FINISHED");
        (TrackingServer.Pairs(stored, "params")["p"], TrackingServer.Pairs(stored, "tags")["t"]).ShouldBe(("x", "new"));
        Directory.EnumerateFiles(_server.At("spool")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_that_were_started_while_the_server_was_away_arrive_later_and_once()
    {
        await _server.GoAwayAsync();
        using (var tracker = Tracker(_server.At("spool")))
        using (var parent = tracker.StartRun("night", "dark ü"))
        using (var child = tracker.StartRun("child", parent: parent))
        {
            parent.LogInput(new TrackingDataset { Name = "rows", Digest = "d1" }, "training");
            child.LogMetric("m", 1, 1);
        }
        await _server.ComeBackAsync();
        var spool = Directory.EnumerateFiles(_server.At("spool")).ShouldHaveSingleItem();
        var saved = await File.ReadAllBytesAsync(spool, Cancel);
        for (var time = 0; time < 2; time++)
        {
            // The second time as if the program had died before it noted anything.
            await File.WriteAllBytesAsync(spool, saved, Cancel);
            using var next = Tracker(_server.At("spool"));
            await next.UploadSpoolAsync(Cancel);
        }
        var experiment = (await _server.GetAsync($"{Api}/experiments/get-by-name?experiment_name={Uri.EscapeDataString("dark ü")}"))["experiment"]!["experiment_id"]!.GetValue<string>();
        var search = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["order_by"] = new JsonArray("attributes.run_name") };
        var runs = (await _server.PostAsync($"{Api}/runs/search", search))["runs"]!.AsArray();
        runs.Select(run => (run!["info"]!["run_name"]!.GetValue<string>(), run["info"]!["status"]!.GetValue<string>())).ShouldBe([("child", "FINISHED"), ("night", "FINISHED")]);
        TrackingServer.Pairs(runs[0]!, "tags")["mlflow.parentRunId"].ShouldBe(runs[1]!["info"]!["run_id"]!.GetValue<string>());
        (await _server.HistoryAsync(runs[0]!["info"]!["run_id"]!.GetValue<string>(), "m")).ShouldBe([(1L, 1.0)]);
        var input = runs[1]!["inputs"]!["dataset_inputs"]!.AsArray().ShouldHaveSingleItem()!;
        (input["dataset"]!["name"]!.GetValue<string>(), input["tags"]![0]!["value"]!.GetValue<string>()).ShouldBe(("rows", "training"));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_counts_once()
    {
        using var line = new LossyLine();
        using var http = new HttpClient(line) { Timeout = Timeout.InfiniteTimeSpan };
        string id;
        using (var tracker = Tracker(_server.At("spool"), http))
        {
            var run = tracker.StartRun();
            id = run.RunId;
            line.LosesAnswers = true;
            run.LogMetric("m", 1, 1, DateTimeOffset.UnixEpoch.AddSeconds(1));
            run.LogMetric("m", 2, 2, DateTimeOffset.UnixEpoch.AddSeconds(2));
            run.SetTag("t", "first");
            await run.FlushAsync(Cancel);
            line.Lost.ShouldBeGreaterThan(0);
            line.LosesAnswers = false;
            run.SetTag("t", "second");
            await run.EndAsync(cancellationToken: Cancel);
            await tracker.UploadSpoolAsync(Cancel);
        }
        (await _server.HistoryAsync(id, "m")).ShouldBe([(1L, 1.0), (2L, 2.0)], ignoreOrder: true);
        TrackingServer.Pairs(await _server.RunAsync(id), "tags")["t"].ShouldBe("second");
    }

    private MlflowTracker Tracker(string? spool = null, HttpClient? http = null) => MlflowTracker.Create(_server.Address.ToString(), new TrackerOptions
    {
        SpoolFolder = spool,
        UploadSpoolAtStart = false,
        Http = http,
        Retry = new RetryOptions { MaxRetries = 0 },
        // The machine that runs the tests may have its own.
        Environment = _ => null,
        EndRunsAtExit = false,
    });

    private async Task<List<string>> ListAsync(string run, string path) =>
        [.. (await _server.GetAsync($"{Api}/artifacts/list?run_id={run}&path={path}"))["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>())];

    /// <summary>Carries requests to the server, and sometimes drops what it answers.</summary>
    private sealed class LossyLine() : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool LosesAnswers { get; set; }

        public int Lost { get; private set; }

        public int Batches { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Batches += request.RequestUri!.AbsolutePath.EndsWith("/log-batch", StringComparison.Ordinal) ? 1 : 0;
            var answer = await base.SendAsync(request, cancellationToken);
            if (!LosesAnswers)
                return answer;
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Dispose();
            Lost++;
            throw new HttpRequestException("The line broke.");
        }
    }
}
