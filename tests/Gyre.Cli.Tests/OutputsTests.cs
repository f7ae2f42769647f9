namespace Gyre.Cli.Tests;

/// <summary>Files and logs of a run that really ran: listed, fetched, and read without naming a node.</summary>
public sealed class OutputsTests : IAsyncLifetime
{
    private const string Project = """
        - step:
            name: make
            command:
              - mkdir -p $VH_OUTPUTS_DIR/model && printf 'hello' > $VH_OUTPUTS_DIR/model/a.txt && printf 'ab' > $VH_OUTPUTS_DIR/b.txt
              - echo made by {parameter-value:who}
            parameters: [{name: who, default: nobody}]
        - step: {name: fail, command: "echo broken; exit 3"}
        - pipeline:
            name: good
            nodes: [{name: one, type: execution, step: make}, {name: two, type: execution, step: make, override: {parameters: [{name: who, default: two}]}}]
            edges: []
        - pipeline: {name: bad, nodes: [{name: make, type: execution, step: make}, {name: fail, type: execution, step: fail, on-error: continue}], edges: []}

        """;

    private readonly TestHost _host = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _host.Write("gyre.yaml", Project);
        (await _host.RunAsync("run", "--pipeline", "good", "--home", "home")).ShouldBe(0, _host.Error);
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> GyreAsync(string line, int expected = CliExitCodes.Done)
    {
        (await _host.RunAsync([.. line.Split(' '), "--home", "home"])).ShouldBe(expected, _host.Error);
        return _host.Out;
    }

    [Fact]
    public async Task Files_are_listed_with_their_sizes_and_where_they_lie()
    {
        await GyreAsync("outputs last --format json");
        var files = _host.Json.GetProperty("outputs").EnumerateArray().ToList();
        files.Select(file => $"{file.GetProperty("node").GetString()} {file.GetProperty("path").GetString()} {file.GetProperty("size").GetInt64()}")
            .ShouldBe(["one b.txt 2", "one model/a.txt 5", "two b.txt 2", "two model/a.txt 5"]);
        File.ReadAllText(files[1].GetProperty("place").GetString()!).ShouldBe("hello");
        (await GyreAsync("outputs last two")).ShouldNotContain("one ");
        var shown = await GyreAsync("runs show last");
        shown.ShouldContain("model/a.txt");
        shown.ShouldContain("5 B");
        shown.ShouldContain(files[1].GetProperty("place").GetString()!);
        shown.ShouldContain("4 output files, 14 B: gyre outputs");
    }

    [Fact]
    public async Task Files_are_fetched_each_node_into_its_folder_or_one_node_s_as_they_are()
    {
        (await GyreAsync("outputs last --to all")).ShouldContain("4 of 4 files copied");
        File.ReadAllText(Path.Join(_host.Folder, "all", "two", "model", "a.txt")).ShouldBe("hello");
        await GyreAsync("outputs last one --to single");
        File.ReadAllText(Path.Join(_host.Folder, "single", "model", "a.txt")).ShouldBe("hello");
        Directory.GetFiles(Path.Join(_host.Folder, "single"), "*", SearchOption.AllDirectories).Length.ShouldBe(2);
        // Once more finds everything in place.
        (await GyreAsync("outputs last one --to single")).ShouldContain("0 of 2 files copied");
    }

    [Fact]
    public async Task What_is_in_the_way_is_kept_and_nothing_is_copied()
    {
        _host.Write("single/model/a.txt", "mine");
        await GyreAsync("outputs last one --to single", CliExitCodes.BadInput);
        _host.Error.ShouldContain("outputs.exists");
        File.Exists(Path.Join(_host.Folder, "single", "b.txt")).ShouldBeFalse();
        File.ReadAllText(Path.Join(_host.Folder, "single", "model", "a.txt")).ShouldBe("mine");
        await GyreAsync("outputs last one --to single --overwrite");
        File.ReadAllText(Path.Join(_host.Folder, "single", "model", "a.txt")).ShouldBe("hello");
    }

    [Fact]
    public async Task A_link_in_the_folder_is_not_followed()
    {
        var outside = Directory.CreateDirectory(Path.Join(_host.Folder, "outside")).FullName;
        Directory.CreateDirectory(Path.Join(_host.Folder, "single"));
        Directory.CreateSymbolicLink(Path.Join(_host.Folder, "single", "model"), outside);
        await GyreAsync("outputs last one --to single", CliExitCodes.BadInput);
        _host.Error.ShouldContain("outputs.link");
        Directory.GetFiles(outside).ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_without_a_node_are_those_of_all_with_the_node_in_front()
    {
        var lines = (await GyreAsync("logs last")).TrimEnd().Split('\n');
        lines.ShouldContain("one | made by nobody");
        lines.ShouldContain("two | made by two");
        await GyreAsync("logs last --format json");
        _host.Out.TrimEnd().Split('\n').ShouldAllBe(line => line.StartsWith("{\"node\":\"", StringComparison.Ordinal));
        (await GyreAsync("logs last -f")).ShouldContain("two | made by two");
    }

    [Fact]
    public async Task Logs_of_a_run_that_failed_are_those_of_what_failed()
    {
        await GyreAsync("run --pipeline bad --no-cache");
        var log = await GyreAsync("logs last");
        log.ShouldContain("fail | broken");
        log.ShouldNotContain("made by");
        (await GyreAsync("logs last -f")).ShouldContain("make | made by nobody");
    }

    [Fact]
    public async Task Yes_and_no_are_truth_values_on_the_command_line_as_in_the_file()
    {
        _host.Write("gyre.yaml", """
            - step:
                name: say
                command: echo {parameters}
                parameters: [{name: loud, type: flag, default: no, pass-true-as: --loud, pass-false-as: --quiet}]
            - pipeline: {name: say, nodes: [{name: say, type: execution, step: say}], edges: []}
            """);
        foreach (var (word, said) in new[] { ("yes", "--loud"), ("on", "--loud"), ("True", "--loud"), ("no", "--quiet"), ("off", "--quiet"), ("false", "--quiet") })
        {
            await GyreAsync($"run -p say.loud={word} --no-cache");
            (await GyreAsync("logs last say")).Trim().ShouldBe(said);
        }
        await GyreAsync("run -p say.loud=maybe", CliExitCodes.BadInput);
        _host.Error.ShouldContain("'maybe' is not true or false");
    }

    [Fact]
    public async Task A_misspelt_name_is_answered_with_the_one_that_was_meant()
    {
        foreach (var (line, meant) in new[]
        {
            ("run --pipeline goood", "good"), ("run --pipeline good -p one.wo=x", "one.who"), ("logs last tow", "two"), ("outputs last oen", "one"),
            ("command gyre.yaml --step mak", "make"), ("cache explain last tow", "two"),
        })
        {
            (await _host.RunAsync([.. line.Split(' '), .. line.StartsWith("command", StringComparison.Ordinal) ? Array.Empty<string>() : ["--home", "home"]])).ShouldBe(CliExitCodes.BadInput, line);
            _host.Error.ShouldContain($"Did you mean '{meant}'?", customMessage: line);
        }
    }

    [Fact]
    public async Task Lint_reports_an_executor_that_is_not_here_and_a_default_that_can_never_be()
    {
        _host.Write("gyre.yaml", "- step: {name: s, command: c, executor: proces, parameters: [{name: n, type: integer, default: many}]}\n");
        (await _host.RunAsync("lint", "gyre.yaml", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        _host.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()).ShouldBe(["executor.unknown", "parameter.default"], ignoreOrder: true);
        _host.Out.ShouldContain("Did you mean 'process'?");
    }
}
