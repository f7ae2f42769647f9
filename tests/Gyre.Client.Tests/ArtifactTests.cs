using System.Text;
using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>Files and models through a server.</summary>
public sealed class ArtifactTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly MlflowTracker _tracker;
    private readonly TrackingRun _run;

    public ArtifactTests()
    {
        _tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server) with { Environment = name => name == "MLFLOW_TRACKING_TOKEN" ? "secret" : null });
        _run = _tracker.StartRun();
    }

    public void Dispose()
    {
        _run.Dispose();
        _tracker.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_download_does_not_touch_a_file_that_is_named_like_a_part_of_another()
    {
        _run.LogText("whole", "model");
        Directory.CreateDirectory(_folder.At("out"));
        await File.WriteAllTextAsync(_folder.At("out", "model.part"), "mine", TestContext.Current.CancellationToken);
        await _tracker.DownloadArtifactsAsync(_run.RunId, "model", _folder.At("out"), TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(_folder.At("out", "model"), TestContext.Current.CancellationToken)).ShouldBe("whole");
        (await File.ReadAllTextAsync(_folder.At("out", "model.part"), TestContext.Current.CancellationToken)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_download_that_is_cancelled_in_the_middle_leaves_what_was_there_and_can_be_repeated()
    {
        _run.LogText("newer", "model");
        Directory.CreateDirectory(_folder.At("out"));
        await File.WriteAllTextAsync(_folder.At("out", "model"), "older", TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        _server.Before = call => call.Method == "GET" && call.Path.EndsWith("/model", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StreamContent(new CancellingContent(new byte[500_000], source)) }
            : null;
        await Should.ThrowAsync<OperationCanceledException>(() => _tracker.DownloadArtifactsAsync(_run.RunId, "model", _folder.At("out"), source.Token));
        Directory.GetFiles(_folder.At("out")).ShouldBe([_folder.At("out", "model")]);
        (await File.ReadAllTextAsync(_folder.At("out", "model"), TestContext.Current.CancellationToken)).ShouldBe("older");
        _server.Before = null;
        await _tracker.DownloadArtifactsAsync(_run.RunId, "model", _folder.At("out"), TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(_folder.At("out", "model"), TestContext.Current.CancellationToken)).ShouldBe("newer");
    }

    [Fact]
    public async Task Files_go_and_come_back_whole()
    {
        Directory.CreateDirectory(_folder.At("in", "sub é"));
        await File.WriteAllBytesAsync(_folder.At("in", "a b#c.bin"), [1, 2, 3], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.At("in", "sub é", "x.txt"), "text", TestContext.Current.CancellationToken);
        _run.LogArtifacts(_folder.At("in"), "data");
        _run.LogArtifact(_folder.At("in", "sub é", "x.txt"));
        _run.LogText("hello", "notes/n.txt");
        _server.Artifacts.Keys.Select(key => key.Split("/artifacts/")[1]).ShouldBe(["data/a b#c.bin", "data/sub é/x.txt", "x.txt", "notes/n.txt"], ignoreOrder: true);

        await _tracker.DownloadArtifactsAsync(_run.RunId, null, _folder.At("out"), TestContext.Current.CancellationToken);
        (await File.ReadAllBytesAsync(_folder.At("out", "data", "a b#c.bin"), TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
        (await File.ReadAllTextAsync(_folder.At("out", "notes", "n.txt"), TestContext.Current.CancellationToken)).ShouldBe("hello");
        var one = await _tracker.DownloadArtifactsAsync(_run.RunId, "data/sub é/x.txt", _folder.At("one"), TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(one, TestContext.Current.CancellationToken)).ShouldBe("text");
        Directory.EnumerateFiles(_folder.At("out"), "*.part", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_missing()
    {
        Should.Throw<FileNotFoundException>(() => _run.LogArtifact(_folder.At("none")));
        Should.Throw<DirectoryNotFoundException>(() => _run.LogArtifacts(_folder.At("none")));
        (await Should.ThrowAsync<TrackingException>(() => _tracker.DownloadArtifactsAsync(_run.RunId, "none", _folder.At("out"), TestContext.Current.CancellationToken))).Message.ShouldContain("none");
    }

    [Fact]
    public async Task A_server_cannot_write_outside_the_target()
    {
        _server.Before = call => call.Query.Contains("path=", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent("""{"files":[{"path":"../../evil.txt","is_dir":false}]}""") } : null;
        await Should.ThrowAsync<Gyre.Core.InvalidInputException>(() => _tracker.DownloadArtifactsAsync(_run.RunId, null, _folder.At("out"), TestContext.Current.CancellationToken));
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void Dictionaries_become_json_or_yaml_by_their_name()
    {
        var value = new Dictionary<string, object?> { ["a"] = 1, ["b"] = new object?[] { "yes", null, true, "x: y", 0.5 } };
        _run.LogDict(value, "c.json");
        _run.LogDict(value, "c.yaml");
        Content("c.json").ShouldBe("{\n  \"a\": 1,\n  \"b\": [\n    \"yes\",\n    null,\n    true,\n    \"x: y\",\n    0.5\n  ]\n}");
        Content("c.yaml").Trim().ShouldBe("a: 1\nb:\n- \"yes\"\n- null\n- true\n- \"x: y\"\n- 0.5");
    }

    [Fact]
    public void Figures_are_text_or_bytes()
    {
        _run.LogFigure("<svg/>", "plots/f.svg");
        _run.LogFigure(new byte[] { 0x89, 0x50 }, "plots/f.png");
        Content("plots/f.svg").ShouldBe("<svg/>");
        Should.Throw<ArgumentException>(() => _run.LogFigure("<svg/>", "f.png"));
    }

    [Fact]
    public void A_model_becomes_one_of_the_servers_own_with_a_version()
    {
        File.WriteAllText(_folder.At("w.bin"), "weights");
        var model = _run.LogModel("net", _folder.At("w.bin"), new ModelDescription { RegisterAs = "classifier" });
        model.ShouldBe(new LoggedModel("models:/m-1", "m-1", "mlflow-artifacts:/0/models/m-1/artifacts", new RegisteredVersion("classifier", "1", "models:/m-1")));
        _server.Artifacts.Keys.ShouldBe(["0/models/m-1/artifacts/w.bin", "0/models/m-1/artifacts/MLmodel"], ignoreOrder: true);
        Encoding.UTF8.GetString(_server.Artifacts["0/models/m-1/artifacts/MLmodel"]).ShouldContain($"run_id: \"{_run.RunId}\"");
        ((string)_server.CallsTo("logged-models/m-1").Single().Body!["status"]!).ShouldBe("LOGGED_MODEL_READY");
        _run.LogModel("net", _folder.At("w.bin"), new ModelDescription { RegisterAs = "classifier" }).Version!.Version.ShouldBe("2");
    }

    [Fact]
    public void A_model_goes_among_the_runs_files_where_the_server_has_none_of_its_own()
    {
        _server.HasLoggedModels = false;
        File.WriteAllText(_folder.At("w.bin"), "weights");
        var model = _run.LogModel("net", _folder.At("w.bin"));
        model.Uri.ShouldBe($"runs:/{_run.RunId}/net");
        Content("net/w.bin").ShouldBe("weights");
        ((string)_server.CallsTo("runs/log-model").Single().Body!["model_json"]!).ShouldContain("\"artifact_path\":\"net\"");
    }

    [Fact]
    public void A_model_whose_files_do_not_arrive_is_marked_as_failed()
    {
        File.WriteAllText(_folder.At("w.bin"), "weights");
        _server.Before = call => call.Method == "PUT" ? FakeServer.Error(403, "PERMISSION_DENIED", "no") : null;
        Should.Throw<TrackingException>(() => _run.LogModel("net", _folder.At("w.bin")));
        ((string)_server.CallsTo("logged-models/m-1").Single().Body!["status"]!).ShouldBe("LOGGED_MODEL_UPLOAD_FAILED");
    }

    [Fact]
    public async Task Another_server_that_holds_the_files_does_not_get_our_token()
    {
        _server.Before = call => call.Path.EndsWith("runs/get", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent("""{"run":{"info":{"run_id":"r","artifact_uri":"mlflow-artifacts://elsewhere.test:81/0/r/artifacts"}}}""") } : null;
        await _tracker.ListArtifactsAsync("r", cancellationToken: TestContext.Current.CancellationToken);
        _server.Calls[^1].Uri.Authority.ShouldBe("elsewhere.test:81");
        _server.Calls[^1].Authorization.ShouldBeNull();
        _server.Calls[0].Authorization.ShouldBe("Bearer secret");
    }

    [Fact]
    public async Task A_store_that_this_client_does_not_speak_to_is_named()
    {
        _server.Before = call => call.Path.EndsWith("runs/get", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent("""{"run":{"info":{"run_id":"r","artifact_uri":"s3://bucket/0/r/artifacts"}}}""") } : null;
        (await Should.ThrowAsync<TrackingException>(() => _tracker.ListArtifactsAsync("r", cancellationToken: TestContext.Current.CancellationToken))).Message.ShouldContain("s3://bucket");
    }

    private string Content(string path) => Encoding.UTF8.GetString(_server.Artifacts[$"0/{_run.RunId}/artifacts/{path}"]);

    /// <summary>Cancels when half of it has been given.</summary>
    private sealed class CancellingContent(byte[] content, CancellationTokenSource source) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= Length / 2)
            {
                await source.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 64 * 1024)], CancellationToken.None);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            while (await ReadAsync(buffer, cancellationToken) is var count and > 0)
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
