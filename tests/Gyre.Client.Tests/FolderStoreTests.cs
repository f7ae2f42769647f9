using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Client.Tests;

/// <summary>The folder store: what it reads of stores that others wrote, and that what it writes looks the same.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private static readonly string[] Parts = ["artifacts", "meta.yaml", "metrics", "params", "tags"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_of_the_reference_client_reads_as_that_client_reads_it()
    {
        var data = ConformanceData.Folder("mlflow-import");
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(data, "mlruns.expected.json"), TestContext.Current.CancellationToken))!;
        using var tracker = Open(Path.Join(data, "mlruns"));
        var read = await ReadAllAsync(tracker);
        Canonical(read).ShouldBe(Canonical(expected["experiments"]!));
    }

    [Fact]
    public async Task A_run_that_is_copied_value_by_value_has_the_same_files()
    {
        var data = ConformanceData.Folder("mlflow-import");
        var source = Directory.EnumerateFiles(Path.Join(data, "mlruns"), "meta.yaml", SearchOption.AllDirectories).Select(Path.GetDirectoryName)
            .Where(folder => File.Exists(Path.Join(folder, "metrics", "weird"))).Order(StringComparer.Ordinal).First()!;
        using var from = Open(Path.Join(data, "mlruns"));
        using var to = Open(_folder.Path);
        var record = (await from.GetRunAsync(Path.GetFileName(source), TestContext.Current.CancellationToken))!;
        string copy;
        using (var run = await to.StartRunAsync(record.Name, "copied", cancellationToken: TestContext.Current.CancellationToken))
        {
            run.LogParams(record.Params.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
            run.SetTags(record.Tags.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
            foreach (var key in record.Metrics.Keys)
                run.LogMetrics(await from.GetHistoryAsync(record.RunId, key, TestContext.Current.CancellationToken));
            await run.LogArtifactsAsync(Path.Join(source, "artifacts"), cancellationToken: TestContext.Current.CancellationToken);
            copy = _folder.At(run.ExperimentId, run.RunId);
        }
        Files(copy).ShouldBe(Files(source));
        foreach (var file in Files(source).Where(file => file != "meta.yaml"))
            (await File.ReadAllBytesAsync(Path.Join(copy, file), TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllBytesAsync(Path.Join(source, file), TestContext.Current.CancellationToken), file);
        // Times, ids and places differ; keys, their order and how values are written do not.
        Shape(Path.Join(copy, "meta.yaml")).ShouldBe(Shape(Path.Join(source, "meta.yaml")).Where(line => !line.StartsWith("deleted_time", StringComparison.Ordinal)));
        Shape(_folder.At(Path.GetFileName(Path.GetDirectoryName(copy))!, "meta.yaml")).ShouldBe(Shape(Path.Join(data, "mlruns", "0", "meta.yaml")));
    }

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun("x: 'y' # \"z\"\nü", "Größe: a # b");
        run.LogParam("a/b", "two\nlines");
        run.LogMetric("m/x", double.NaN, step: -2);
        run.LogMetric("m/x", double.NegativeInfinity, step: 7);
        run.SetTag("mlflow.runName", "renamed");
        run.End(TrackingStatus.Killed);
        var read = (await tracker.GetRunAsync(run.RunId, TestContext.Current.CancellationToken))!;
        read.Name.ShouldBe("renamed");
        read.Status.ShouldBe(TrackingStatus.Killed);
        read.Params.ShouldBe(new Dictionary<string, string> { ["a/b"] = "two\nlines" });
        read.Metrics["m/x"].ShouldSatisfyAllConditions(point => point.Value.ShouldBe(double.NegativeInfinity), point => point.Step.ShouldBe(7));
        (await tracker.GetHistoryAsync(run.RunId, "m/x", TestContext.Current.CancellationToken)).Select(point => point.Value).ShouldBe([double.NaN, double.NegativeInfinity], ignoreOrder: true);
        (await tracker.FindExperimentAsync("Größe: a # b", TestContext.Current.CancellationToken))!.ExperimentId.ShouldBe(run.ExperimentId);
    }

    [Theory]
    [InlineData("plain-1")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("123")]
    [InlineData("1e3")]
    [InlineData("a: b")]
    [InlineData("- x")]
    [InlineData("it's")]
    [InlineData(" lead")]
    [InlineData("trail ")]
    [InlineData("tab\tand\0zero")]
    [InlineData("emoji \U0001F600 and \u2028")]
    [InlineData("{}")]
    [InlineData("~")]
    public async Task Any_name_survives_the_meta_file(string name)
    {
        using var tracker = Open(_folder.Path);
        var id = await tracker.GetOrCreateExperimentAsync(name, TestContext.Current.CancellationToken);
        (await tracker.GetOrCreateExperimentAsync(name, TestContext.Current.CancellationToken)).ShouldBe(id);
        (await tracker.FindExperimentAsync(name, TestContext.Current.CancellationToken))!.Name.ShouldBe(name);
    }

    [Fact]
    public async Task Deleted_experiments_go_to_the_trash_and_come_back()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun(experiment: "e");
        run.End();
        await tracker.DeleteExperimentAsync(run.ExperimentId, TestContext.Current.CancellationToken);
        File.Exists(_folder.At(".trash", run.ExperimentId, run.RunId, "meta.yaml")).ShouldBeTrue();
        (await tracker.GetRunAsync(run.RunId, TestContext.Current.CancellationToken))!.IsDeleted.ShouldBeTrue();
        (await Should.ThrowAsync<TrackingException>(() => tracker.GetOrCreateExperimentAsync("e", TestContext.Current.CancellationToken))).Message.ShouldContain("deleted");
        await tracker.RestoreExperimentAsync(run.ExperimentId, TestContext.Current.CancellationToken);
        (await tracker.GetRunAsync(run.RunId, TestContext.Current.CancellationToken))!.IsDeleted.ShouldBeFalse();
        (await File.ReadAllTextAsync(_folder.At(run.ExperimentId, run.RunId, "meta.yaml"), TestContext.Current.CancellationToken)).ShouldNotContain("deleted");
    }

    [Fact]
    public async Task A_deleted_run_takes_nothing()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun();
        await tracker.DeleteRunAsync(run.RunId, TestContext.Current.CancellationToken);
        run.LogMetric("m", 1);
        Should.Throw<TrackingException>(() => run.End()).Message.ShouldContain("'active' state");
        Directory.EnumerateFileSystemEntries(_folder.At("0", run.RunId, "metrics")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Params_are_written_once()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun();
        run.LogParam("a", "1");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        run.LogParam("a", "1");
        await run.FlushAsync(TestContext.Current.CancellationToken);
        run.LogParam("a", "2");
        Should.Throw<TrackingException>(() => run.End()).Message.ShouldContain("Changing param values is not allowed");
        (await File.ReadAllTextAsync(_folder.At("0", run.RunId, "params", "a"), TestContext.Current.CancellationToken)).ShouldBe("1");
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_short_is_neither_read_nor_kept()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun();
        run.LogMetric("m", 1, 1);
        await run.FlushAsync(TestContext.Current.CancellationToken);
        var file = _folder.At("0", run.RunId, "metrics", "m");
        await File.AppendAllTextAsync(file, "1700000000000 2.0 1", TestContext.Current.CancellationToken);
        (await tracker.GetHistoryAsync(run.RunId, "m", TestContext.Current.CancellationToken)).Select(point => point.Value).ShouldBe([1]);
        run.LogMetric("m", 3, 3);
        run.End();
        (await tracker.GetHistoryAsync(run.RunId, "m", TestContext.Current.CancellationToken)).Select(point => point.Value).ShouldBe([1, 3]);
    }

    [Fact]
    public void A_damaged_meta_file_is_named_with_its_place()
    {
        using var tracker = Open(_folder.Path);
        var run = tracker.StartRun();
        run.End();
        File.WriteAllText(_folder.At("0", run.RunId, "meta.yaml"), "status: [1\nname: x");
        Should.Throw<TrackingException>(() => tracker.ResumeRunAsync(run.RunId).GetAwaiter().GetResult()).Message.ShouldContain("meta.yaml:");
    }

    [Fact]
    public async Task Many_trackers_create_one_experiment()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var tracker = Open(_folder.Path);
            return await tracker.GetOrCreateExperimentAsync("shared");
        }, TestContext.Current.CancellationToken)));
        ids.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_model_lies_in_its_run_and_in_the_registry()
    {
        using var tracker = Open(_folder.At("mlruns"));
        await File.WriteAllTextAsync(_folder.At("m.onnx"), "weights", TestContext.Current.CancellationToken);
        using var run = tracker.StartRun();
        var first = run.LogModel("net", _folder.At("m.onnx"), new ModelDescription { Flavor = "onnx", FlavorValues = new Dictionary<string, string> { ["data"] = "m.onnx" }, RegisterAs = "classifier" });
        var second = await tracker.RegisterModelAsync("classifier", first.ArtifactUri, run.RunId, TestContext.Current.CancellationToken);
        first.Version!.Version.ShouldBe("1");
        second.Version.ShouldBe("2");
        var description = await File.ReadAllTextAsync(_folder.At("mlruns", "0", run.RunId, "artifacts", "net", "MLmodel"), TestContext.Current.CancellationToken);
        description.ShouldContain("onnx:\n    data: m.onnx");
        (await tracker.GetRunAsync(run.RunId, TestContext.Current.CancellationToken))!.Tags["mlflow.log-model.history"].ShouldContain(run.RunId);
        var meta = await File.ReadAllTextAsync(_folder.At("mlruns", "models", "classifier", "version-2", "meta.yaml"), TestContext.Current.CancellationToken);
        meta.ShouldContain("status: READY\n");
        meta.ShouldContain("version: 2\n");
        if (ConformanceData.IsThere("mlflow-import"))
            Shape(_folder.At("mlruns", "models", "classifier", "version-2", "meta.yaml")).ShouldBe(Shape(Path.Join(ConformanceData.Folder("mlflow-import"), "mlruns", "models", "classifier", "version-1", "meta.yaml")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/evil")]
    public void An_artifact_does_not_leave_its_folder(string path)
    {
        using var tracker = Open(_folder.Path);
        using var run = tracker.StartRun();
        Should.Throw<InvalidInputException>(() => run.LogText("x", path));
    }

    private static MlflowTracker Open(string folder) => MlflowTracker.Create(folder, new TrackerOptions { Environment = _ => null, SystemTags = false, EndRunsAtExit = false });

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Where(file => Parts.Contains(file.Split('/')[0])).Order(StringComparer.Ordinal)];

    /// <summary>The lines of a meta file, each value replaced by what kind it is.</summary>
    private static string[] Shape(string file) => [.. File.ReadAllLines(file).Select(line => line.Split(": ", 2)).Select(pair => $"{pair[0]}: {Kind(pair[1])}")];

    private static string Kind(string value) => value switch
    {
        "null" or "[]" or "''" or "default" or "active" or "deleted" or "READY" or "None" => value is "deleted" ? "active" : value,
        _ when value.StartsWith('\'') => "quoted",
        _ when long.TryParse(value, CultureInfo.InvariantCulture, out _) => "number",
        _ when value.StartsWith("file:///", StringComparison.Ordinal) => "uri",
        _ => value.Length == 32 ? "id or word" : "id or word",
    };

    private static async Task<JsonArray> ReadAllAsync(MlflowTracker tracker)
    {
        var all = new JsonArray();
        await foreach (var experiment in tracker.ListExperimentsAsync(TrackingView.All, TestContext.Current.CancellationToken))
        {
            var runs = new JsonArray();
            await foreach (var run in tracker.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.ExperimentId], View = TrackingView.All }, TestContext.Current.CancellationToken))
                runs.Add(await ReadAsync(tracker, run));
            all.Add(new JsonObject { ["id"] = experiment.ExperimentId, ["name"] = experiment.Name, ["stage"] = Stage(experiment.IsDeleted), ["tags"] = Map(experiment.Tags), ["runs"] = runs });
        }
        return all;
    }

    private static async Task<JsonNode> ReadAsync(MlflowTracker tracker, TrackingRunRecord run)
    {
        var history = new JsonObject();
        foreach (var key in run.Metrics.Keys)
        {
            var points = await tracker.GetHistoryAsync(run.RunId, key, TestContext.Current.CancellationToken);
            history[key] = new JsonArray([.. points.Select(point => new JsonArray(point.Timestamp.ToUnixTimeMilliseconds(), point.Step, Number(point.Value)))]);
        }
        return new JsonObject
        {
            ["id"] = run.RunId,
            ["name"] = run.Name,
            ["status"] = run.Status.ToString().ToUpperInvariant(),
            ["stage"] = Stage(run.IsDeleted),
            ["start"] = run.StartTime.ToUnixTimeMilliseconds(),
            ["end"] = run.EndTime?.ToUnixTimeMilliseconds(),
            ["params"] = Map(run.Params),
            ["tags"] = Map(run.Tags),
            ["latest"] = new JsonObject(run.Metrics.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Number(pair.Value.Value)))),
            ["history"] = history,
            ["artifacts"] = await ArtifactsAsync(tracker, run.RunId, null),
        };
    }

    private static async Task<JsonArray> ArtifactsAsync(MlflowTracker tracker, string runId, string? folder)
    {
        var files = new JsonArray();
        foreach (var entry in await tracker.ListArtifactsAsync(runId, folder, TestContext.Current.CancellationToken))
        {
            if (!entry.IsFolder)
                files.Add(new JsonObject { ["path"] = entry.Path, ["size"] = entry.SizeInBytes });
            else
                foreach (var below in await ArtifactsAsync(tracker, runId, entry.Path))
                    files.Add(below!.DeepClone());
        }
        return files;
    }

    private static JsonValue Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(NumberText.Of(value));

    private static string Stage(bool deleted) => deleted ? "deleted" : "active";

    private static JsonObject Map(IReadOnlyDictionary<string, string> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>One text for one content: keys in order, lists of things with an id or a path by that, numbers in one form.</summary>
    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(",\n", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {Canonical(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(",\n", list.All(item => item is JsonObject) ? list.Select(Canonical).Order(StringComparer.Ordinal) : list.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => node?.ToJsonString() ?? "null",
    };
}
