using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary><c>gyre run --server</c>: the project of this machine runs on a server, in the words of a run here.</summary>
public sealed class RemoteRunTests : IAsyncLifetime
{
    private readonly ShortLivedFolder _folder = new();
    private GyreProgram _server = null!;
    private string _address = "";
    private string _token = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_folder.Path, "home");

    private string Project => Path.Join(_folder.Path, "project");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        Write("gyre.yaml", """
            - step:
                name: say
                command: ./say.sh {parameter-value:word} > $GYRE_OUTPUTS_DIR/word.txt; ls; echo '{"length":3}'
                parameters: [{name: word, type: string, default: one}]
            - step: {name: fail, command: exit 3}
            - pipeline:
                name: good
                nodes: [{name: say, type: execution, step: say}]
                edges: []
            - pipeline:
                name: bad
                nodes: [{name: fail, type: execution, step: fail}]
                edges: []
            - pipeline:
                name: asked
                nodes: [{name: say, type: execution, step: say, actions: [{when: node-starting, then: require-approval}]}]
                edges: []
            - cycle: {name: twice, pipeline: good, repeat-while: say.metadata.length < 9, max-iterations: 2}
            """);
        Write("say.sh", "#!/bin/sh\necho \"$1 of the server\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Join(Project, "say.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(".gitignore", "private.txt\n");
        Write("private.txt", "never sent");
        _server = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Home, "--port", "0");
        var line = await _server.ReadLineAsync(Cancel);
        _address = line[(line.LastIndexOf(' ') + 1)..];
        _token = (await GyreProgram.AskAsync("token", "create", "--name", "laptop", "--home", Home)).GetProperty("token").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        CrashHome.EndProcessesOf(_folder.Path);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_project_runs_there_and_its_outputs_come_here()
    {
        var to = Path.Join(_folder.Path, "results");
        var (code, output, errors) = await AskAsync("run", Project, "--pipeline", "good", "-p", "say.word=two", "--to", to);
        code.ShouldBe(0, errors);
        output.ShouldContain("succeeded");
        errors.ShouldContain("Uploading 3 of 3 files");
        (await File.ReadAllTextAsync(Path.Join(to, "say", "word.txt"), Cancel)).ShouldBe("two of the server\n");

        // What the server has is not sent again, and what is ignored was never sent.
        (_, _, errors) = await AskAsync("run", Project, "--pipeline", "good", "-p", "say.word=two");
        errors.ShouldNotContain("Uploading");
        (code, output, errors) = await AskAsync("run", Project, "--pipeline", "good", "--no-cache");
        (code, output, errors) = await AskAsync("logs", "last", "say");
        code.ShouldBe(0, errors);
        output.ShouldContain("say.sh");
        output.ShouldNotContain("private.txt");
    }

    [Fact]
    public async Task What_is_said_of_a_run_there_can_be_done_from_here()
    {
        var (code, output, errors) = await AskAsync("run", Project, "--pipeline", "asked", "--detach");
        code.ShouldBe(0, errors);
        var run = output.Trim();
        await Patience.UntilAsync(async () => (await AskAsync("approve", run, "say")).Code == 0, Cancel);
        await Patience.UntilAsync(async () => (await AskAsync("runs", "show", run)).Output.Contains("1 output file",
            StringComparison.Ordinal), Cancel);
        (_, output, _) = await AskAsync("runs", "show", run);
        output.ShouldContain($"{_address.TrimEnd('/')}/api/v1/artifacts/sha256:");
        output.ShouldContain($"gyre outputs {run} --to DIR --server {_address}");
        var to = Path.Join(_folder.Path, "fetched");
        (code, _, errors) = await AskAsync("outputs", run, "--to", to);
        code.ShouldBe(0, errors);
        (await File.ReadAllTextAsync(Path.Join(to, "say", "word.txt"), Cancel)).ShouldBe("one of the server\n");
        (code, output, errors) = await AskAsync("outputs", run, "--format", "json");
        code.ShouldBe(0, errors);
        output.ShouldContain($"{_address.TrimEnd('/')}/api/v1/artifacts/sha256:");
    }

    [Fact]
    public async Task It_ends_as_the_run_does_and_bad_input_is_refused_with_its_place()
    {
        var (code, output, errors) = await AskAsync("run", Project, "--pipeline", "bad");
        code.ShouldBe(1, errors);
        output.ShouldContain($"--server {_address}");
        (code, _, errors) = await AskAsync("run", Project, "--pipeline", "good", "-p", "say.wrod=1");
        code.ShouldBe(2);
        errors.ShouldContain("wrod");
        using var stranger = GyreProgram.Start(
            new Dictionary<string, string> { ["GYRE_TOKEN"] = "" }, "run", Project, "--pipeline", "good", "--server", _address);
        (code, _, errors) = await stranger.EndAsync();
        code.ShouldBe(2);
        errors.ShouldContain("--token");
    }

    [Fact]
    public async Task Cycles_plans_and_lists_come_from_there_too()
    {
        var (code, output, errors) = await AskAsync("run", Project, "--cycle", "twice", "--format", "json");
        code.ShouldBe(0, errors);
        using var cycle = JsonDocument.Parse(output);
        cycle.RootElement.GetProperty("turns").GetArrayLength().ShouldBe(2);
        (code, output, errors) = await AskAsync("run", Project, "--pipeline", "good", "--plan");
        code.ShouldBe(0, errors);
        output.ShouldContain("hit");
        (code, output, errors) = await AskAsync("runs", "show", "last");
        code.ShouldBe(0, errors);
        output.ShouldContain("pipeline  good of project");
        (code, output, errors) = await AskAsync("run", Project, "--pipeline", "good", "--detach");
        code.ShouldBe(0, errors);
        errors.ShouldContain($"runs show {output.Trim()} --server");
    }

    [Fact]
    public async Task Runs_steps_and_their_waiting_are_measured()
    {
        (await AskAsync("run", Project, "--pipeline", "good", "--jobs", "1")).Code.ShouldBe(0);
        (await AskAsync("run", Project, "--pipeline", "bad")).Code.ShouldBe(1);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", _token);
        string[] expected =
        [
            "gyre_runs_open{state=\"running\"} 0\n",
            "gyre_runs_accepted_total 2\n",
            "gyre_runs_ended_total{state=\"failed\"} 1\n",
            "gyre_runs_ended_total{state=\"succeeded\"} 1\n",
            "gyre_engine_run_duration_seconds_count{state=\"succeeded\"} 1\n",
            "gyre_engine_step_duration_seconds_count{outcome=\"failed\"} 1\n",
            "gyre_engine_step_duration_seconds_bucket{outcome=\"succeeded\",le=\"86400\"} 1\n",
            "gyre_engine_queue_duration_seconds_count 2\n",
            "gyre_engine_queue_length 0\n",
        ];
        var text = "";
        // Events are counted a moment after they were written.
        await Patience.UntilAsync(
            async () =>
            {
                text = await http.GetStringAsync(new Uri(new Uri(_address), "/metrics"), Cancel);
                return expected.All(line => text.Contains(line, StringComparison.Ordinal));
            },
            Cancel);
    }

    private async Task<(int Code, string Output, string Errors)> AskAsync(params string[] arguments)
    {
        // The home of this machine is another one, and is never made.
        var variables = new Dictionary<string, string> { ["GYRE_TOKEN"] = _token, ["GYRE_HOME"] = Path.Join(_folder.Path, "nowhere") };
        using var program = GyreProgram.Start(variables, [.. arguments, "--server", _address]);
        var ended = await program.EndAsync();
        Directory.Exists(Path.Join(_folder.Path, "nowhere")).ShouldBeFalse();
        return ended;
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Project);
        File.WriteAllText(Path.Join(Project, name), text);
    }
}
