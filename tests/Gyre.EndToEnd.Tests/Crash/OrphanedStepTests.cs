using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A step that calls back while the engine that started it is gone.</summary>
public sealed class OrphanedStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-orphan-").FullName;

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Its_call_waits_for_the_next_engine_and_counts_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        Assert.SkipUnless(Programs.Exist("python3"), "python3 is not installed");
        var home = Path.Join(_folder, "home");
        Directory.CreateDirectory(Path.Join(_folder, "project"));
        await File.WriteAllTextAsync(Path.Join(_folder, "project", "post.py"), Script, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Join(_folder, "project", "valohai.yaml"), Project, TestContext.Current.CancellationToken);
        using (var engine = GyreProgram.Start(new Dictionary<string, string> { ["TMPDIR"] = _folder }, "run", Path.Join(_folder, "project"), "--home", home))
        {
            await Patience.UntilAsync(() => File.Exists(Path.Join(_folder, "waits")), TestContext.Current.CancellationToken);
            await engine.KillAsync();
        }
        await File.WriteAllTextAsync(Path.Join(_folder, "go"), "", TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() => File.Exists(Path.Join(_folder, "posts")), TestContext.Current.CancellationToken);
        await GyreProgram.AskAsync("resume", "last", "--home", home);
        var cycle = await GyreProgram.AskAsync("cycle", "show", "last", "--home", home);
        cycle.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("state").GetString()).ShouldBe(["succeeded", "succeeded"]);
        (await GyreProgram.AskAsync("runs", "--home", home)).GetProperty("runs").GetArrayLength().ShouldBe(2);
    }

    private const string Project = """
        - step:
            name: post
            image: any
            command: python3 post.py {parameter-value:turn}
            parameters: [{name: turn, type: integer, default: 1}]
        - pipeline:
            name: p
            nodes: [{name: post, type: execution, step: post}]
            edges: []
        """;

    private const string Script = """
        import json, os, sys, time, urllib.request
        if sys.argv[1] == "2":
            sys.exit(0)
        place = os.environ["TMPDIR"]
        open(os.path.join(place, "waits"), "w").close()
        while not os.path.exists(os.path.join(place, "go")):
            time.sleep(0.02)
        open(os.path.join(place, "posts"), "w").close()
        body = {"nodes": [{"name": "post", "type": "execution", "template": {"step": "post", "parameters": {"turn": 2}}}], "edges": []}
        request = urllib.request.Request(os.environ["VALOHAI_API_URL"] + "/api/v0/pipelines/", json.dumps(body).encode(),
            {"Authorization": "Token " + os.environ["VALOHAI_API_TOKEN"], "Content-Type": "application/json"})
        print(urllib.request.urlopen(request).status)
        """;
}
