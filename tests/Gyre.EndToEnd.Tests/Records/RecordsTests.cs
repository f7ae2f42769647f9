using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Records;

/// <summary>All faces say the same of what a step printed, and a run whose engine was killed says that nobody drives it.</summary>
public sealed class RecordsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-records-").FullName;

    private string Home => Path.Join(_folder, "home");

    public RecordsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");

    public void Dispose()
    {
        CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_last_line_is_the_value_on_every_face_also_without_a_step()
    {
        Write("""
            - step:
                name: train
                command: |
                  echo '{"epoch":1,"accuracy":0.5}'
                  echo '{"epoch":2,"accuracy":0.6}'
                  echo '{"accuracy":0.9}'
            - pipeline: {name: p, nodes: [{name: train, type: execution, step: train}], edges: []}
            """);
        await AskAsync("run", _folder);
        var node = (await AskAsync("runs", "show", "last")).GetProperty("nodes")[0];
        node.GetProperty("metadata").GetProperty("accuracy").GetDouble().ShouldBe(0.9);
        var found = (await AskAsync("tracking", "search", "metrics.accuracy > 0.8")).GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        found.GetProperty("metrics").GetProperty("accuracy").GetDouble().ShouldBe(0.9);
        var shown = await AskAsync("tracking", "show", found.GetProperty("run_id").GetString()![..8]);
        shown.GetProperty("metrics").GetProperty("accuracy").GetDouble().ShouldBe(0.9);
        (await AskAsync("tracking", "search", "metrics.accuracy < 0.8")).GetProperty("runs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_run_whose_engine_was_killed_says_that_nobody_drives_it_and_goes_on_when_it_is_resumed()
    {
        var gate = Path.Join(_folder, "gate");
        Write($$"""
            - step: {name: wait, command: "while [ ! -e '{{gate}}' ]; do sleep 0.02; done"}
            - pipeline: {name: p, nodes: [{name: wait, type: execution, step: wait}], edges: []}
            """);
        using (var engine = GyreProgram.Start(new Dictionary<string, string> { ["TMPDIR"] = _folder }, "run", _folder, "--home", Home))
        {
            await Patience.UntilAsync(async () => Directory.Exists(Home) && await StateAsync() == "running", TestContext.Current.CancellationToken);
            (await RunAsync()).GetProperty("driven").GetBoolean().ShouldBeTrue();
            await engine.KillAsync();
        }
        var run = await RunAsync();
        run.GetProperty("state").GetString().ShouldBe("running");
        run.GetProperty("driven").GetBoolean().ShouldBeFalse();
        run.GetProperty("remedy").GetString().ShouldNotBeNull().ShouldContain($"gyre resume {run.GetProperty("run_id").GetString()}");
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        (await AskAsync("resume", "last")).GetProperty("state").GetString().ShouldBe("succeeded");
        (await RunAsync()).TryGetProperty("driven", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Following_a_run_prints_the_lines_of_all_nodes_also_of_those_that_start_later()
    {
        var gate = Path.Join(_folder, "gate");
        Write($$"""
            - step: {name: first, command: "echo one; while [ ! -e '{{gate}}' ]; do sleep 0.02; done"}
            - step: {name: second, command: "echo two", inputs: [{name: x, optional: true}]}
            - pipeline:
                name: p
                nodes: [{name: first, type: execution, step: first}, {name: second, type: execution, step: second}]
                edges: [[first.output.*, second.input.x]]
            """);
        var cancel = TestContext.Current.CancellationToken;
        using var engine = GyreProgram.Start(new Dictionary<string, string> { ["TMPDIR"] = _folder }, "run", _folder, "--home", Home);
        await Patience.UntilAsync(async () => Directory.Exists(Home) && await StateAsync() is not null, cancel);
        using var logs = GyreProgram.Start(new Dictionary<string, string>(), "logs", "last", "-f", "--home", Home);
        (await logs.ReadLineAsync(cancel)).ShouldBe("first | one");
        await File.WriteAllTextAsync(gate, "", cancel);
        (await logs.ReadLineAsync(cancel)).ShouldBe("second | two");
        (await engine.EndAsync()).Code.ShouldBe(0);
        (await logs.EndAsync()).Code.ShouldBe(0);
    }

    private void Write(string project) => File.WriteAllText(Path.Join(_folder, "gyre.yaml"), project);

    private Task<JsonElement> AskAsync(params string[] arguments) => GyreProgram.AskAsync([.. arguments, "--home", Home]);

    private async Task<JsonElement> RunAsync() => (await AskAsync("runs")).GetProperty("runs")[0];

    private async Task<string?> StateAsync()
    {
        var runs = (await AskAsync("runs")).GetProperty("runs");
        if (runs.GetArrayLength() == 0)
            return null;
        return (await AskAsync("runs", "show", "last")).GetProperty("nodes")[0].GetProperty("state").GetString();
    }
}
