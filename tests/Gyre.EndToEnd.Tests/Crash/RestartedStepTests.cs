namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A step that loses its supervisor and goes on from what it had written.</summary>
public sealed class RestartedStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-restart-").FullName;

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_finds_its_checkpoint_each_time_and_is_known_to_the_cache_as_if_nothing_had_happened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        var project = Directory.CreateDirectory(Path.Join(_folder, "project")).FullName;
        var home = Path.Join(_folder, "home");
        await File.WriteAllTextAsync(Path.Join(project, "train.sh"), Script.Replace("HOME_FOLDER", home, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Join(project, "gyre.yaml"), Project, TestContext.Current.CancellationToken);
        await GyreProgram.AskAsync("run", project, "--home", home);
        var run = await GyreProgram.AskAsync("runs", "show", "last", "--home", home);
        var node = run.GetProperty("nodes")[0];
        node.GetProperty("state").GetString().ShouldBe("succeeded", node.ToString());
        node.GetProperty("metadata").GetProperty("epochs").GetInt32().ShouldBe(3);
        node.GetProperty("attempts").GetInt32().ShouldBe(1, "being interrupted is no try");
        await GyreProgram.AskAsync("run", project, "--home", home);
        var again = await GyreProgram.AskAsync("runs", "show", "last", "--home", home);
        again.GetProperty("nodes")[0].GetProperty("cache").GetString().ShouldBe("hit");
    }

    private const string Project = """
        - step: {name: train, command: sh train.sh}
        - pipeline:
            name: p
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        """;

    /// <summary>One epoch an attempt; then it kills its own supervisor, and is killed with it.</summary>
    private const string Script = """
        before=$(cat "$VH_INPUTS_DIR/_restart/state/epoch" 2>/dev/null || echo 0)
        mkdir "$VH_OUTPUTS_DIR/state" && echo $((before + 1)) > "$VH_OUTPUTS_DIR/state/epoch"
        if [ "$before" -lt 2 ]; then
          kill -9 "$(sed -E 's/.*"supervisor":\{"process":([0-9]+).*/\1/' "HOME_FOLDER/attempts/$GYRE_ATTEMPT/claim.json")"
          sleep 600
        fi
        echo "{\"epochs\": $((before + 1))}"
        """;
}
